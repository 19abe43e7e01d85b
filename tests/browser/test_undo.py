"""A slip is taken back by one key, on the page one stands on and without reloading."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from calls.models import Appointment, Call
from leads.models import Lead
from reception.models import Visit
from tests.factories import AppointmentFactory, CallFactory, LeadFactory, ProposalFactory
from tests.factories.dcc import open_all_day
from tests.moments import MONDAY_9, MONDAY_10

SETTLED = 600  # milliseconds after which a press is meant for the customer one sees


@pytest.fixture
def waiting(agent):
    """Two customers on the grading list."""
    leads = [LeadFactory(store=agent.store, agent=agent, name=name, ungraded_since=at) for name, at in (("胡俊", MONDAY_9), ("刘芳", MONDAY_10))]
    for lead in leads:
        CallFactory(lead=lead, agent=agent, at=lead.ungraded_since)
    return leads


@pytest.fixture
def queue(agent):
    """Two new customers in the agent's queue."""
    open_all_day(agent.store)
    now = timezone.now()
    facts = {"store": agent.store, "agent": agent, "received_at": now}
    return [LeadFactory(name=name, respond_by=now + timedelta(minutes=left), **facts) for name, left in (("赵敏", 10), ("刘洋", 20))]


@pytest.fixture
def low(agent):
    """A customer on the leader's list."""
    facts = {"grade": "F", "graded_at": timezone.now(), "review_since": timezone.now()}
    lead = LeadFactory(store=agent.store, agent=agent, name="孟凤英", **facts)
    ProposalFactory(lead=lead, by=agent, reason="价格不合")
    return lead


def stays(page) -> None:
    """Mark this document, so that a reload is noticed."""
    page.evaluate("document.documentElement.dataset.stayed = 'yes'")


def stayed(page) -> str | None:
    return page.evaluate("document.documentElement.dataset.stayed")


def grades() -> list[str]:
    return list(Lead.objects.order_by("ungraded_since", "pk").values_list("name", "grade"))


def test_a_grade_is_taken_back_and_the_customer_opens_at_their_place(log_in, data_manager, waiting, assert_accessible):
    page = log_in(data_manager)
    page.goto("/leads/grading/")
    stays(page)
    page.wait_for_timeout(SETTLED)

    page.keyboard.press("2")
    expect(page.locator(".d-pane:has(.d-grade-foot) .d-name")).to_have_text("刘芳")
    expect(page.locator(".d-toast").last).to_contain_text("胡俊：普通")
    page.keyboard.press("z")

    expect(page.locator(".d-pane:has(.d-grade-foot) .d-name")).to_have_text("胡俊")
    expect(page.locator(".d-toast").last).to_contain_text("撤")
    assert [row.inner_text() for row in page.locator(".d-grading-rows .d-key-cell").all()] == ["胡俊", "刘芳"]
    assert (grades(), stayed(page), page.url.endswith(f"?lead={waiting[0].pk}")) == ([("胡俊", ""), ("刘芳", "")], "yes", True)
    assert_accessible(page)


def test_a_key_pressed_twice_grades_one_and_says_so(log_in, data_manager, waiting):
    page = log_in(data_manager)
    page.goto("/leads/grading/")
    page.wait_for_timeout(SETTLED)

    page.keyboard.press("2")
    expect(page.locator(".d-pane:has(.d-grade-foot) .d-name")).to_have_text("刘芳")
    page.keyboard.press("2")

    expect(page.locator(".d-toast").last).to_contain_text("刘芳")
    assert sorted(Lead.objects.values_list("name", "grade")) == [("刘芳", ""), ("胡俊", "A")]
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("2")
    expect(page.locator("#grading")).to_contain_text("全部分级完毕")
    assert sorted(Lead.objects.values_list("grade", flat=True)) == ["A", "A"]


def test_the_last_grade_is_taken_back_long_after_its_toast(log_in, data_manager, waiting):
    page = log_in(data_manager)
    page.goto("/leads/grading/")
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("3")
    expect(page.locator(".d-pane:has(.d-grade-foot) .d-name")).to_have_text("刘芳")
    page.reload()

    page.keyboard.press("z")

    expect(page.locator(".d-pane:has(.d-grade-foot) .d-name")).to_have_text("胡俊")
    assert sorted(Lead.objects.values_list("grade", flat=True)) == ["", ""]


def test_a_call_is_taken_back_and_its_words_stand_in_the_form_again(log_in, agent, queue, assert_accessible):
    page = log_in(agent)
    page.goto("/calls/")
    expect(page.locator("#work h2")).to_have_text("赵敏")
    stays(page)
    page.locator("textarea[name=note]").fill("没人接，晚点再打")
    page.locator("textarea[name=note]").blur()

    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#work h2")).to_have_text("刘洋")
    page.keyboard.press("z")

    expect(page.locator("#work h2")).to_have_text("赵敏")
    expect(page.locator("textarea[name=note]")).to_have_value("没人接，晚点再打")
    assert (Call.objects.count(), Call.every.count(), stayed(page)) == (0, 1, "yes")
    assert_accessible(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#work h2")).to_have_text("刘洋")
    assert Call.objects.values_list("outcome", "note").get() == ("no_answer", "没人接，晚点再打")


def test_the_last_deeds_are_taken_back_after_their_toasts_have_gone_the_last_one_first(log_in, agent, queue, assert_accessible):
    LeadFactory(store=agent.store, agent=agent, name="陈静", received_at=timezone.now(), respond_by=timezone.now() + timedelta(minutes=30))
    page = log_in(agent)
    page.goto("/calls/")
    for name, following in (("赵敏", "刘洋"), ("刘洋", "陈静")):  # a retry in two hours may be tomorrow's
        expect(page.locator("#work h2")).to_have_text(name)
        for key in ("2", "Control+Enter"):
            page.keyboard.press(key)
        expect(page.locator("#work h2")).to_have_text(following)
        page.wait_for_timeout(1100)  # calls of one person do not overlap
    expect(page.locator(".d-toast")).to_have_count(0, timeout=20_000)
    assert_accessible(page)

    page.keyboard.press("z")
    expect(page.locator("#work h2")).to_have_text("刘洋")
    after_one = list(Call.objects.values_list("lead__name", flat=True))
    page.keyboard.press("z")
    expect(page.locator("#work h2")).to_have_text("赵敏")

    assert (after_one, Call.objects.count()) == (["赵敏"], 0)


@pytest.mark.parametrize("way", ["grading", "review"])
def test_the_arrows_open_the_customer_below_and_above(log_in, agent, data_manager, leader, way):
    now = timezone.now()
    waits = {"grading": {"ungraded_since": now}, "review": {"grade": "F", "graded_at": now, "review_since": now}}[way]
    for minutes, name in ((3, "胡俊"), (2, "刘芳"), (1, "韩磊")):
        at = {field: value - timedelta(minutes=minutes) for field, value in waits.items() if field != "grade"}
        LeadFactory(store=agent.store, agent=agent, name=name, **waits | at)
    page = log_in(data_manager if way == "grading" else leader)
    page.goto(f"/leads/{way}/")
    stands = page.locator("[aria-current=true] a")

    for key, name in (("ArrowDown", "刘芳"), ("ArrowDown", "韩磊"), ("ArrowDown", "韩磊"), ("ArrowUp", "刘芳"), ("ArrowUp", "胡俊"), ("ArrowUp", "胡俊")):
        page.keyboard.press(key)
        expect(stands).to_have_text(name)


def test_a_decision_is_taken_back_and_the_customer_waits_again(log_in, leader, low, assert_accessible):
    page = log_in(leader)
    page.goto("/leads/review/")
    stays(page)
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".d-empty")).to_be_visible()

    page.keyboard.press("z")

    expect(page.locator(".d-pane:has(.d-grade-foot) .d-name")).to_have_text("孟凤英")
    assert (Lead.objects.get().closed_as, stayed(page)) == ("", "yes")
    assert_accessible(page)


def test_a_closed_customer_is_opened_again_by_the_leader(log_in, leader, agent, low, assert_accessible):
    page = log_in(leader)
    page.goto("/leads/review/")
    page.wait_for_timeout(SETTLED)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".d-empty")).to_be_visible()
    page.goto(f"/leads/{low.pk}/")
    expect(page.locator(".d-band").first).to_contain_text("价格不合")
    assert_accessible(page)

    page.keyboard.press("o")
    expect(page.locator("#confirm")).to_contain_text(agent.name)
    page.locator("#confirm [data-yes]").click()

    expect(page.locator(".d-toast b")).to_contain_text("重新打开了")
    assert Lead.objects.get().is_open


def test_a_confirmation_is_taken_back_on_the_list_of_appointments(log_in, agent, queue, assert_accessible):
    day = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + timedelta(days=1)
    AppointmentFactory(lead=queue[0], agent=agent, at=timezone.now() - timedelta(hours=1), scheduled_for=day)
    page = log_in(agent)
    page.goto("/calls/appointments/")
    page.get_by_role("button", name="会来").click()
    expect(page.locator(".d-toast b")).to_contain_text("赵敏")
    stays(page)

    page.keyboard.press("z")

    expect(page.locator(".d-toast b").last).to_contain_text("撤")
    assert (Appointment.objects.get().status, stayed(page)) == ("booked", "yes")
    assert_accessible(page)


def test_a_visit_is_taken_back_at_the_front_desk(log_in, front_desk, agent):
    lead = LeadFactory(store=agent.store, phone="15400001234", name="卢浩然", agent=agent, received_at=timezone.now() - timedelta(days=4))
    AppointmentFactory(lead=lead, agent=agent, at=timezone.now() - timedelta(days=1), scheduled_for=timezone.now())
    page = log_in(front_desk)
    page.goto("/reception/")
    page.locator("[name=tail]").press_sequentially("1234")
    page.locator("[data-key=Enter]").wait_for()
    page.keyboard.press("Enter")
    expect(page.locator(".d-toast b")).to_contain_text("卢浩然")
    stays(page)

    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("z")

    expect(page.locator(".d-toast b").last).to_contain_text("撤")
    assert (Visit.objects.count(), Appointment.objects.get().status, stayed(page)) == (0, "booked", "yes")
