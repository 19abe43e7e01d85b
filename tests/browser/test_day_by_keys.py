"""A phone agent's day without a mouse, from one place to the next; what is pressed most is counted."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Appointment, Call, Dial, Promise
from leads.models import FollowUp
from tests.browser.desk import Keys, stands_on, writes_in
from tests.factories import AppointmentFactory, LeadFactory

A_TALK = 1_100  # milliseconds: nobody speaks with two at once


@pytest.fixture
def visit(queue, agent) -> Appointment:
    """Somebody who comes within the hour and has not said again that they do."""
    long_ago = timezone.now() - timedelta(days=3)
    lead = LeadFactory(store=agent.store, agent=agent, name="孙鹏", received_at=long_ago, first_call_at=long_ago)
    return AppointmentFactory(lead=lead, agent=agent, at=long_ago, scheduled_for=timezone.now() + timedelta(minutes=40))


def goes_to(page, letter: str, path: str) -> None:
    """Go to a place of the navigation by its two keys, once the page one is on hears them."""
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press(letter)
    page.wait_for_url(f"**{path}*")


def invites_with_a_promise(page) -> Keys:
    """Book a visit and promise something; return what was pressed for the promise."""
    for key in ("q", "3"):
        page.keyboard.press(key)
    writes_in(page, "visit_time")
    page.keyboard.type("1015")
    page.keyboard.press("Enter")
    keys = Keys(page)
    keys.press("p", "2", "Enter")
    page.keyboard.type("2 块脚垫")
    page.keyboard.press("Control+Enter")
    return keys


def answers_a_stranger(page) -> Keys:
    """Take a call and agree another one; return what was pressed for that."""
    page.keyboard.press("F2")
    writes_in(page, "number")
    page.keyboard.type("15400009999")
    page.keyboard.press("Enter")
    writes_in(page, "caller-name")
    page.keyboard.type("孟女士")
    for key in ("Tab", "Tab", "4", "Escape"):
        page.keyboard.press(key)
    keys = Keys(page)
    keys.press("w", "2")
    writes_in(page, "call_time")
    page.keyboard.type("1845")
    keys.press("Control+Enter")
    return keys


def test_an_agent_works_through_the_day_by_keys_alone(log_in, page, agent, queue, visit):
    log_in(agent)
    page.goto("/")
    goes_to(page, "c", "/calls/")
    stands_on(page, "孙鹏")

    confirmed = Keys(page)
    confirmed.press("1", "Control+Enter")
    stands_on(page, "王建国")
    page.wait_for_timeout(A_TALK)
    unanswered = Keys(page)
    unanswered.press("2", "Control+Enter")
    stands_on(page, "赵敏")
    promised = invites_with_a_promise(page)
    stands_on(page, "刘洋")

    page.wait_for_timeout(A_TALK)
    called_back = answers_a_stranger(page)
    expect(page.locator(".d-toast").first).to_contain_text("孟女士")

    goes_to(page, "a", "/calls/appointments/")
    goes_to(page, "e", "/calls/evening/")
    goes_to(page, "t", "/topics/")
    goes_to(page, "c", "/calls/")
    stands_on(page, "刘洋")
    page.keyboard.press("Space")
    page.wait_for_selector("[data-number]")
    for key in ("3", "Control+Enter"):
        page.keyboard.press(key)
    expect(page.locator("#work h2", has_text="刘洋")).to_have_count(0)

    assert [keys.pressed for keys in (confirmed, unanswered, promised, called_back)] == [2, 2, 3, 3]
    assert list(Call.objects.order_by("pk").values_list("lead__name", "outcome")) == [
        *(("孙鹏", "connected"), ("王建国", "no_answer"), ("赵敏", "connected"), ("孟女士", "connected"), ("刘洋", "rejected")),
    ]
    owed = FollowUp.objects.filter(done_at=None).order_by("pk").values_list("lead__name", "kind")
    assert list(owed) == [("王建国", "retry"), ("孟女士", "callback"), ("刘洋", "retry")]
    assert list(Promise.objects.values_list("appointment__lead__name", "kind", "text")) == [("赵敏", "gift", "2 块脚垫")]
    assert Dial.objects.get().call.lead.name == "刘洋"


def test_what_is_saved_while_the_dial_is_on_its_way_goes_after_it(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    held = []
    page.route("**/number/", lambda route: held.append(route))

    for key in ("Space", "2", "Control+Enter"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    before = Call.objects.count()
    held[0].continue_()
    stands_on(page, "赵敏")

    assert (len(held), before, Dial.objects.get().call, Call.objects.get().outcome) == (1, 0, Call.objects.get(), "no_answer")


def test_what_is_typed_between_an_answer_and_its_settling_is_not_put_back_to_what_stood_before(log_in, page, agent, queue):
    log_in(agent)
    page.goto("/calls/")
    stands_on(page, "王建国")
    held = []
    page.route("**/number/", lambda route: held.append(route))
    for key in ("Space", "1", "n"):
        page.keyboard.press(key)
    page.keyboard.type("周末")
    page.evaluate("""() => document.addEventListener("htmx:afterSwap", () => document.execCommand("insertText", false, "试驾"), { once: true })""")
    settling = """() => ({ is: new Promise((so) => document.addEventListener("htmx:afterSettle", () => setTimeout(so), { once: true })) })"""
    settled = page.evaluate_handle(settling)
    held[0].continue_()
    settled.evaluate("(settled) => settled.is")

    assert page.input_value("[name=note]") == "周末试驾"
