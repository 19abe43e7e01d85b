"""A call saved while the connection is gone waits in the browser and is sent once, when it is back."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from calls.models import Call
from leads.models import Lead
from tests.browser.conftest import log_in_on
from tests.browser.desk import stands_on

pytestmark = pytest.mark.usefixtures("any_hour")


def save_without_connection(page: Page, lead: Lead, note: str = "她在开车，晚上再打", *, began: str = "") -> None:
    """Write an unanswered call of a lead and save it where no server is. `began`: what the form is to say of its beginning."""
    page.goto(f"/calls/{lead.pk}/")
    page.fill("[name=note]", note)
    if began:
        page.evaluate(f"document.querySelector('#work [name=started]').value = {began}")
    page.locator(".d-outcome").nth(1).click()
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-unsent]")).to_be_visible()


def waiting(page: Page) -> list[str]:
    """Return the customers of what waits in this browser."""
    return page.locator(".d-unsent-row [data-name]").all_inner_texts()


def test_a_call_saved_without_a_connection_is_shown_as_not_sent_in_bar_and_queue(page, log_in, agent, queue, assert_accessible):
    log_in(agent)

    save_without_connection(page, queue[1])

    assert page.inner_text("#offline").split("\n")[0] == "断网了。能继续写，恢复后再存。"
    assert (page.inner_text(".d-unsent summary"), waiting(page), page.inner_text(".d-unsent-row [data-waits]")) == ("1 未发出", ["赵敏"], "未发出")
    assert page.inner_text(".d-queue-row:has-text('赵敏') .d-queue-why") == "未发出"
    assert Call.objects.count() == 0
    assert_accessible(page)


@pytest.mark.browser_context_args(timezone_id="America/New_York")
def test_every_clock_is_the_stores_though_the_browser_is_elsewhere(page, log_in, agent, queue):
    log_in(agent)
    page.goto(f"/calls/{queue[1].pk}/")

    page.keyboard.press("Space")
    expect(page.locator("[data-clock]")).to_contain_text(re.compile(r" 12:\d\d:\d\d · 00:"))
    save_without_connection(page, queue[1])

    expect(page.locator("[data-draft-at]").first).to_contain_text(re.compile(r" 12:\d\d"))
    expect(page.locator(".d-unsent-row [data-at]")).to_have_text(re.compile(r"^12:\d\d"))


def test_it_is_sent_once_when_the_connection_is_back_and_began_when_it_was_kept(page, log_in, agent, queue):
    log_in(agent)
    before = timezone.now() - timedelta(seconds=1)
    save_without_connection(page, queue[1])
    kept = timezone.now()

    page.context.set_offline(False)
    expect(page.locator(".d-toast.is-done").last).to_contain_text("恢复了，已发出 1 条")
    stands_on(page, queue[0].name)

    call = Call.objects.get()
    assert (call.lead, call.note, call.outcome) == (queue[1], "她在开车，晚上再打", "no_answer")
    assert before <= call.at <= kept < call.logged_at
    assert page.locator("#offline").is_hidden()


def test_two_tabs_send_it_once(page, log_in, agent, queue):
    log_in(agent)
    save_without_connection(page, queue[1])
    page.context.set_offline(False)
    other_tab = page.context.new_page()
    other_tab.goto(f"/calls/{queue[2].pk}/")

    expect(page.locator("#work")).not_to_have_attribute("aria-label", queue[1].name)
    expect(other_tab.locator("#offline")).to_be_hidden()

    assert Call.objects.count() == 1


def test_what_is_refused_stays_with_its_sentence_until_it_is_put_right(page, log_in, agent, queue):
    log_in(agent)
    save_without_connection(page, queue[1], began="Date.now() + 3600000")

    page.context.set_offline(False)
    expect(page.locator(".d-toast.is-bad")).to_contain_text("赵敏 那条没发成")
    told = page.locator(".d-unsent-row [data-refused]").inner_text()
    broken = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.reload()
    expect(page.locator(".d-unsent-row [data-refused]")).to_have_text(told)
    page.locator(".d-unsent summary").click()
    page.locator("[data-puts-back]").last.click()
    page.wait_for_load_state()

    assert "这通电话在将来" in told or "将来" in told
    assert broken == []
    expect(page.locator("[name=note]")).to_have_value("她在开车，晚上再打")
    expect(page.locator("#offline")).to_be_hidden()
    assert Call.objects.count() == 0
    page.keyboard.press("Control+Enter")
    expect(page.locator("#work")).not_to_have_attribute("aria-label", queue[1].name)
    assert Call.objects.get().note == "她在开车，晚上再打"


def test_another_persons_log_in_does_not_see_it_and_whoever_wrote_it_sends_it_later(page, log_in, agent, other_agent, queue):
    log_in(agent)
    save_without_connection(page, queue[1])
    page.route("**/log/", lambda route: route.abort())
    page.context.set_offline(False)
    page.context.clear_cookies()

    log_in_on(page, other_agent)
    seen = page.locator("#offline").is_visible()
    page.unroute("**/log/")
    page.context.clear_cookies()
    log_in_on(page, agent)
    page.goto("/calls/")
    expect(page.locator("#offline")).to_be_hidden()

    assert not seen
    assert [(call.agent, call.lead) for call in Call.objects.all()] == [(agent, queue[1])]


def test_whoever_logs_out_is_asked_first_and_then_nothing_stays(page, log_in, agent, queue):
    log_in(agent)
    save_without_connection(page, queue[1])
    page.route("**/log/", lambda route: route.abort())
    page.context.set_offline(False)

    page.goto("/me/")
    page.locator("main form[data-leave] button").click()
    question = page.inner_text("#confirm [data-question]")
    page.locator("#confirm [data-yes]").click()
    page.wait_for_url("**/login/**")

    assert question == "还有 1 条未发出，现在退出吗？"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('unsent:'))") == []


def test_a_call_of_a_caller_is_kept_and_sent_once_though_the_connection_was_gone(page, log_in, agent, queue):
    log_in(agent)
    page.goto("/calls/incoming/")
    page.fill("[name=number]", queue[1].phone)
    page.keyboard.press("Enter")
    page.fill("[name=note]", "问几时交车")
    page.keyboard.press("Escape")
    page.locator("[name=step][value=callback]").check(force=True)
    page.locator("[name=call_day]").nth(1).check(force=True)
    page.fill("[name=call_time]", "1030")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-unsent]")).to_be_visible()
    there = waiting(page), Call.objects.count()

    page.context.set_offline(False)
    expect(page.locator(".d-toast.is-done").last).to_contain_text("恢复了，已发出 1 条")

    call = Call.objects.get()
    assert there == ([queue[1].name], 0)
    assert (call.lead, call.direction, call.note) == (queue[1], "in", "问几时交车")
