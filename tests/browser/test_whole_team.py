"""One lead goes the whole way: from the portal's file to the delivered car, through the hands of the whole team, and the figures show it."""

import re
from datetime import timedelta

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from leads.models import Lead
from tests.browser.conftest import log_in_on
from tests.browser.whole_pages import PATIENCE
from tests.moments import MONDAY_9, MONDAY_11, THURSDAY_9, moment

HEADER = ("姓名", "手机号", "意向车型", "城市", "咨询时间")
ASKED = ("张伟", "15411112222", "凯美瑞", "长春", "2026-11-23 08:41:00")
NOBODY = ("没留号", "", "汉兰达", "长春", "2026-11-23 08:45:00")
TUESDAY_1020 = moment(24, 10, 20)
TOLD_WITHIN = 10_000  # milliseconds
ALL = "100.0%1/1"
COHORT = ["1", "1", "0", ALL, ALL, ALL, ALL, ALL, ALL, "0"]  # leads, valid, waiting, reached, cards, invited, visits, orders, deals, lost
ACTIVITY = ["2", "50.0%1/2", "1", "1", "1", ALL, "1", ALL, "1", "1", ALL, "0", "1", "0"]  # calls, connected, first, reached, cards, …, deals, lost
FUNNELS = {
    ("channel", "cohort"): ("汽车之家", COHORT),
    ("channel", "activity"): ("汽车之家", ["1", "1", *ACTIVITY]),  # leads, inquiries, …
    ("agent", "cohort"): ("王伟", COHORT),
    ("agent", "activity"): ("王伟", ["1", *ACTIVITY]),  # allocated, …
    ("reception", "cohort"): ("陈嘉怡", COHORT),
    ("reception", "activity"): ("陈嘉怡", ["1", "1", ALL, "0", ALL]),  # visits, first visits, orders, cancelled, deals
}
THESE_DAYS = "from=2026-11-23&to=2026-11-26"


@pytest.fixture
def portal_file(tmp_path):
    """The workbook of the morning: somebody who asked, and a line without a number."""
    path = tmp_path / "汽车之家.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("线索")
        for row, cells in enumerate((HEADER, ASKED, NOBODY)):
            sheet.write_row(row, 0, cells)
    return path


@pytest.fixture
def window_of(new_context, clock):
    """Return a function: a window in which this person has logged in this morning, beside everybody else's."""

    def open_for(person) -> Page:
        context = new_context()
        clock.shows(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return log_in_on(page, person)

    return open_for


@pytest.mark.long
def test_the_whole_team_takes_one_lead_from_the_file_to_the_car_and_the_figures_show_it(
    window_of,
    clock,
    portal_file,
    data_manager,
    leader,
    agent,
    front_desk,
    reception,
):
    clock.set_to(MONDAY_9)
    office, lead_office, calls = window_of(data_manager), window_of(leader), window_of(agent)
    the_file_is_previewed_and_imported(office, portal_file)
    the_leader_gives_it_to_the_agent(lead_office)
    nobody_answers_the_first_call(calls)

    clock.set_to(MONDAY_11)
    the_retry_is_due_and_reaches_the_customer(calls, clock)
    a_card_is_opened_and_the_visit_booked(calls)
    one_key_grades_it(office)
    the_specialist_is_told(window_of(reception))

    clock.set_to(TUESDAY_1020)
    floor, door = window_of(reception), window_of(front_desk)
    floor.goto("/reception/mine/")
    three_touches_tag_the_visit(door)
    the_specialist_sees_them_and_takes_them(floor)
    the_test_drive_is_noted_and_the_order_signed(floor)

    clock.set_to(THURSDAY_9)
    the_car_is_handed_over(window_of(reception))
    figures = window_of(leader)
    every_funnel_counts_it_once(figures)
    the_boards_count_it(figures)


def toast(page: Page, words: str) -> None:
    """Wait until the page says this."""
    expect(page.locator(".d-toast b").last).to_have_text(words)


def the_file_is_previewed_and_imported(page: Page, path) -> None:
    """What each row becomes stands there before anything is written."""
    page.goto("/leads/import/")
    page.set_input_files("[name=file]", path)
    page.select_option("[name=channel]", label="汽车之家")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".d-figures")
    counts = page.locator(".d-figure-value b").all_inner_texts()
    before = Lead.objects.count()

    page.keyboard.press("Control+Enter")

    toast(page, "已导入：新线索 1 条，并入 0 条")
    assert (counts, before) == (["1", "0", "0", "1", "2"], 0)


def the_leader_gives_it_to_the_agent(page: Page) -> None:
    """The desk says what waits; the rule says to whom it would go and why."""
    page.goto("/")
    expect(page.locator(".d-first b")).to_contain_text("池里 1 条")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leads/allocate/")

    page.check("[data-select]")
    expect(page.locator("td[id^=to-]")).to_have_text("王伟")
    expect(page.locator("td[id^=why-]")).to_have_text("均分：今天的网络客户最少")
    page.keyboard.press("Control+Enter")

    toast(page, "已按规则分配 1 条")


def nobody_answers_the_first_call(page: Page) -> None:
    """Two keys; the retry schedules itself."""
    page.goto("/calls/")
    expect(page.locator("#work h2")).to_have_text("张伟")
    expect(page.locator(".d-queue-row .d-queue-why")).to_have_text(re.compile("剩 (29|30) 分钟"))

    page.keyboard.press("2")
    expect(page.locator("[data-when-said=unanswered] b")).to_have_text(re.compile(r"11:0\d 自动再打"))
    page.keyboard.press("Control+Enter")

    expect(page.locator(".d-queue-why")).to_have_text(re.compile(r"^11:0\d 第 2 次$"))


def the_retry_is_due_and_reaches_the_customer(page: Page, clock) -> None:
    """Two hours later the lead stands in the queue again; the number appears when one dials, and the clock of the call runs."""
    clock.set_to(MONDAY_11 + timedelta(minutes=10))
    page.goto("/calls/")
    expect(page.locator("#work h2")).to_have_text("张伟")

    page.keyboard.press("Space")
    expect(page.locator("#number [data-number]")).to_have_text("15411112222")
    clock.set_to(MONDAY_11 + timedelta(minutes=12))

    expect(page.locator("[data-clock]")).to_have_text(re.compile(r"· 0[12]:\d\d$"))


def a_card_is_opened_and_the_visit_booked(page: Page) -> None:
    """Outcome, note, check-list, level, card and visit are one form."""
    page.keyboard.press("q")
    page.fill("[name=note]", "白色现车，问置换补贴")
    for spoken_of in ("需求", "车型", "时间"):
        page.locator(".d-talk-checks label", has_text=spoken_of).click()
    page.locator("label:has([name=level][value=H])").click()
    page.locator("[data-when-step=invite] label:has-text('明天')").click()
    page.locator("[data-when-step=invite] [data-slot='10:30']").click()
    expect(page.locator("[data-is-freest]")).to_be_visible()
    page.check("[data-card]")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#toasts")).to_contain_text("11-24 10:30")
    expect(page.locator(".d-queue-row")).to_have_count(0)


def one_key_grades_it(page: Page) -> None:
    """The suggestion says why, its key says who will receive the customer."""
    page.goto("/leads/grading/")
    expect(page.locator(".d-pane:has(.d-grade-foot) h2")).to_have_text("张伟")
    expect(page.locator(".d-hint li").first).to_contain_text("已约到店日")
    expect(page.locator(".d-grade-key.is-suggested")).to_contain_text("接待 陈嘉怡")
    page.wait_for_timeout(600)  # a press within half a second of a new customer is not taken

    page.keyboard.press("1")

    toast(page, "张伟：高意向")
    expect(page.locator(".d-empty b")).to_have_text("全部分级完毕")


def the_specialist_is_told(page: Page) -> None:
    """The bell of whoever was named says so."""
    expect(page.locator("[data-unread]")).to_be_visible()
    page.goto("/notices/")

    expect(page.locator(".d-row b").first).to_have_text("张伟 定为高意向，由你接待")


def three_touches_tag_the_visit(page: Page) -> None:
    """Four digits, the person found with the evidence, Enter: the rule that decided stands beside the proposed tag."""
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto("/reception/")
    page.locator("[name=tail]").press_sequentially("2222")

    expect(page.locator(".r-match", has_text="张伟").locator("input")).to_be_checked()
    expect(page.locator(".r-match .r-proof").first).to_have_text("邀约 今天 10:30 · 王伟邀 · 接待 陈嘉怡")
    expect(page.locator(".r-proposal .d-tag.is-large")).to_have_text("DCC")
    expect(page.locator(".r-rules .is-hit")).to_have_text("邀约 今天 10:30，在 −3 / +7 天内")
    expect(page.locator(".r-buttons .is-primary")).to_have_text("登记为 DCC，叫 陈嘉怡 · 张伟")
    page.keyboard.press("Enter")

    toast(page, "张伟 已登记：DCC。")
    expect(page.locator("#desk-day")).to_contain_text("等 陈嘉怡")


def the_specialist_sees_them_and_takes_them(page: Page) -> None:
    """The page that stood open asks by itself: before ten seconds have passed on it, the arrival is there."""
    page.clock.run_for(TOLD_WITHIN)
    expect(page.locator(".r-arrival b")).to_have_text("张伟 到店")

    page.keyboard.press("Enter")

    toast(page, "张伟 由你接待。")
    expect(page.locator(".r-customer-head h2")).to_have_text("张伟")


def the_test_drive_is_noted_and_the_order_signed(page: Page) -> None:
    """Steps, note and order stand on the customer's page; what is typed into one stays while another is sent."""
    page.click("label:has([name=next][value=note])")
    page.fill("[name=done]", "选了豪华版，送贴膜")
    note_step(page, "test_drive", {})
    note_step(page, "quote", {"amount": "16.8"})
    expect(page.locator(".r-customer")).to_contain_text("16.80")
    expect(page.locator("[name=done]")).to_have_value("选了豪华版，送贴膜")
    page.click("label:has([name=next][value=note])")
    page.click("[data-next=note] button:has-text('还没走，只记下')")
    expect(page.locator(".r-customer")).to_contain_text("选了豪华版，送贴膜")

    page.fill("[name=order-number]", "DD-1124-01")
    page.fill("[name=order-amount]", "16.2")
    page.press("[name=order-number]", "Control+Enter")
    expect(page.locator(".r-order [role=alert]")).to_contain_text("签 张伟 的订单：凯美瑞，16.20 万？")
    page.click("button:has-text('没错，签订单')")

    toast(page, "张伟 已下订。")


def note_step(page: Page, kind: str, facts: dict[str, str]) -> None:
    """One step of the visit, noted as it is done."""
    step = page.locator(f"details[data-step]:has(input[name=kind][value={kind}])")
    step.locator("summary").click()
    for name, text in facts.items():
        step.locator(f"[name=step-{kind}-{name}]").fill(text)
    with page.expect_navigation():
        step.locator("form button").first.click()


def the_car_is_handed_over(page: Page) -> None:
    """The order waits on the board until the car is handed over; that closes the lead."""
    page.goto("/reception/mine/")
    page.locator("#ordered .r-card", has_text="张伟").click()
    page.click(".r-deliver button")
    expect(page.locator("dialog[open]")).to_contain_text("张伟 交车？")

    page.click("dialog[open] button:has-text('交车') >> nth=-1")

    toast(page, "张伟 提车了。")
    expect(page.locator("a[href='#delivered'] b")).to_have_text("1")


def every_funnel_counts_it_once(page: Page) -> None:
    """By channel, agent and specialist, on both bases: the row of whom it belongs to, the same total; each number leads to that lead alone."""
    for (by, basis), (label, figures) in FUNNELS.items():
        page.goto(f"/reports/funnel/?by={by}&basis={basis}&{THESE_DAYS}")
        lines = [row.locator("th, td").all_inner_texts() for row in page.locator("#twin tbody tr").all()]
        links = page.locator("#twin tbody tr").first.locator("a").evaluate_all("links => links.map((link) => [link.href, parseInt(link.innerText)])")

        assert lines == [[label, *figures], ["合计", *figures]]
        assert {address: whose_rows(page, address) for address, _number in links} == {address: ["张伟"] * number for address, number in links}


def whose_rows(page: Page, address: str) -> list[str]:
    """Return whose the rows behind a figure are, as the page it leads to names them."""
    return re.findall(r"data-open>([^<]*)<", page.request.get(address).text())


def the_boards_count_it(page: Page) -> None:
    """The daily board of these days in the agent's row, the leader's desk of the day in its tile."""
    page.goto(f"/reports/daily/?{THESE_DAYS}")
    line = page.locator(".d-board-table tbody tr", has_text="王伟").locator("td").all_inner_texts()
    page.goto("/")
    tile = page.locator(".d-tiles .d-figure", has_text="成交").locator(".d-figure-value b")

    assert line == ["2", "1", "50.0%", "1", "1", "1", "1", "1", "1", "1", "0", "0"]
    expect(tile).to_have_text("1")
