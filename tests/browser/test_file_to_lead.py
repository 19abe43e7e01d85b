"""One morning: a file with every outcome, the list, the search, the customer, and giving with a way back."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from leads.models import Channel, ImportBatch, Inquiry, Lead
from tests.factories import DoNotCallFactory, InquiryFactory, LeadFactory
from tests.trail import trail

HEADER = "编号,姓名,手机号,意向车型,时间"
NEW = ["X1,欧阳建国,15411110001,凯美瑞,{at}", "X2,王伟,15411110002,汉兰达,{at}", "X3,李娜,15411110003,卡罗拉,{at}"]
JOINED = ["X4,王芳,15411110010,凯美瑞,{at}"]  # somebody whose lead is open already
REPEATED = ["X1,欧阳建国,15411110001,凯美瑞,{at}"]
REJECTED = ["X5,错号,154,凯美瑞,{at}", "X6,别打,15411110099,凯美瑞,{at}", "X7,无号,,凯美瑞,{at}", "X8,星号,154****0005,凯美瑞,{at}"]


@pytest.fixture
def channel(store) -> Channel:
    """The portal the file comes from."""
    return Channel.objects.get(store=store, name="汽车之家")


@pytest.fixture
def known(store, channel) -> Lead:
    """Who asked yesterday already."""
    lead = LeadFactory(store=store, channel=channel, name="王芳", phone="15411110010", received_at=timezone.now() - timedelta(days=1))
    InquiryFactory(lead=lead)
    return lead


@pytest.fixture
def morning(tmp_path):
    """The file: three new ones, one who asked again, one line twice, four that cannot come in."""
    at = timezone.localtime(timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%d %H:%M:%S")
    lines = [line.format(at=at) for line in (*NEW, *JOINED, *REPEATED, *REJECTED)]
    path = tmp_path / "早上.csv"
    path.write_text("\n".join([HEADER, *lines]), encoding="gb18030")
    return path


def bring(page, path) -> None:
    """Upload a file and read it."""
    page.goto("/leads/import/")
    page.set_input_files("[name=file]", path)
    page.select_option("[name=channel]", label="汽车之家")
    page.press("body", "Control+Enter")
    page.wait_for_selector(".d-figures")


def names(page) -> list[str]:
    """Return the customers of the list."""
    return page.locator("tr[data-row] a[data-open]").all_inner_texts()


def look_for(page, text: str) -> None:
    """Look for a customer as one does from anywhere: slash, text, Enter."""
    page.goto("/me/")
    page.keyboard.press("/")
    page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_every_row_of_the_morning_file_is_accounted_for(page, log_in, data_manager, known, morning):
    DoNotCallFactory(store=data_manager.store, phone="15411110099")
    log_in(data_manager)

    bring(page, morning)
    counts = page.locator(".d-figure-value b").all_inner_texts()
    page.click(".d-figure.is-bad")
    refused = [row.locator("td").all_inner_texts() for row in page.locator(".d-import-right .is-column tbody tr").all()]
    before = Lead.objects.count()
    page.click("button:has-text('导入 4 行')")
    page.wait_for_selector("text=看这批线索")

    assert counts == ["3", "1", "1", "4", "9"]
    assert [(row[0], row[1], row[3]) for row in refused] == [
        ("7", "错号", "不是电话号码"),
        ("8", "别打", "在“不再联系”名单"),
        ("9", "无号", "没有手机号"),
        ("10", "星号", "手机号带星号"),
    ]
    assert all(row[4] for row in refused)
    assert (before, Lead.objects.count(), Inquiry.objects.filter(lead=known).count()) == (1, 4, 2)


def test_the_list_shows_the_leads_of_one_file(page, log_in, data_manager, known, morning):
    LeadFactory(store=data_manager.store, name="路人")
    log_in(data_manager)
    bring(page, morning)
    page.keyboard.press("Control+Enter")

    page.click("text=看这批线索")

    assert page.url.endswith(f"/leads/?batch={ImportBatch.objects.get().pk}")
    assert sorted(names(page)) == ["别打", "李娜", "欧阳建国", "王伟", "王芳"]


def test_slash_and_whatever_one_remembers_open_the_customer(page, log_in, agent, channel):
    whole = {"store": agent.store, "channel": channel, "agent": agent}
    lead = LeadFactory(**whole, name="欧阳建国", given_name="建国", initials="oyjg", phone="15411110001")
    LeadFactory(**whole, name="王伟", given_name="伟", initials="ww", phone="15411110002")
    log_in(agent)

    opened = {}
    for text in ("0001", "欧阳建国", "建国", "oyj", "OYJG", "15411110001", "154 1111 0001"):
        look_for(page, text)
        opened[text] = urlsplit(page.url).path

    assert opened == dict.fromkeys(opened, f"/leads/{lead.pk}/")
    assert page.inner_text(".d-customer-head .d-name") == "欧阳建国"


def test_several_customers_are_listed_and_no_number_stands_in_the_address(page, log_in, agent, channel):
    for name, phone in [("王芳", "15400010002"), ("王飞", "15400020002")]:
        LeadFactory(store=agent.store, channel=channel, agent=agent, name=name, phone=phone)
    log_in(agent)

    look_for(page, "0002")

    assert page.url.endswith("/leads/search/")
    assert sorted(names(page)) == ["王芳", "王飞"]


def test_a_number_is_masked_until_it_is_asked_for_and_that_is_on_the_trail(page, log_in, leader, known):
    log_in(leader)
    page.goto(f"/leads/{known.pk}/")
    masked = page.inner_text("#phone .d-phone")

    page.keyboard.press("p")

    expect(page.locator("#phone .d-phone")).to_have_text("154 1111 0010")
    assert masked == "154****0010"
    assert len(trail("lead.reveal")) == 1


def test_two_who_change_the_same_fact_see_both_versions(page, log_in, leader, data_manager, known, client_of):
    log_in(leader)
    page.goto(f"/leads/{known.pk}/change/")
    page.fill("[name=model]", "汉兰达")
    page.fill("[name=city]", "吉林")
    theirs = {"name": "王芳", "initial-name": "王芳", "model": "卡罗拉", "initial-model": ""}
    client_of(data_manager).post(f"/leads/{known.pk}/change/", theirs)

    page.click("form.d-pane-body button.is-primary")
    page.wait_for_selector(".d-collision")
    versions = page.locator(".d-version span:last-child").all_inner_texts()
    page.click("button:has-text('用我的')")
    page.wait_for_selector(".d-toast.is-done")

    known.refresh_from_db()
    assert versions == ["卡罗拉", "汉兰达"]
    assert (known.model, known.city, known.name) == ("汉兰达", "吉林", "王芳")


def test_chosen_leads_are_given_to_one_agent_and_z_takes_them_back(page, log_in, leader, agent, channel):
    leads = [LeadFactory(store=leader.store, channel=channel, name=name) for name in ("甲", "乙", "丙")]
    log_in(leader)
    page.goto("/leads/allocate/")

    for lead in leads[:2]:
        page.check(f"[data-select][value='{lead.pk}']")
    page.keyboard.press("a")
    page.click(f".d-menu-sheet button:has-text('{agent.name}')")
    said = page.inner_text(".d-toast.is-done b")
    given = set(Lead.objects.filter(agent=agent).values_list("name", flat=True))
    with page.expect_navigation():
        page.keyboard.press("z")

    assert said == "2 条已分给 王伟"
    assert given == {"甲", "乙"}
    assert sorted(names(page)) == ["丙", "乙", "甲"]
    assert Lead.objects.in_pool().count() == 3
