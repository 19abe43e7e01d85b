"""Nobody stands nowhere: whom nobody cares for is told to the leader; who has bought is no longer rung as a routine."""

from datetime import timedelta

import pytest

from calls.desk.nobodys import of_the_absent
from calls.desk.overdue import overdue
from calls.desk.queue import agenda_of, places_of
from dcc.models import Absence, User
from leads.grading.waiting_lists import without_next_step
from leads.models import DoNotCall, Lead
from reporting.boards.desk_table import items_of
from tests.factories import AppointmentFactory, FollowUpFactory, LeadFactory, OrderFactory, ProposalFactory, UserFactory
from tests.moments import NOW, TODAY

pytestmark = pytest.mark.usefixtures("any_hour")


@pytest.fixture
def called(agent):
    """Return a function: a customer of the agent who was called once, and to whom nothing is owed."""

    def make(name="李敏", **more):
        return LeadFactory(store=agent.store, agent=agent, name=name, first_call_at=NOW - timedelta(days=1), **more)

    return make


def nowhere():
    return list(without_next_step(Lead.objects.all(), NOW).order_by("pk"))


def test_a_customer_to_whom_nothing_is_owed_stands_nowhere(called):
    lead = called()

    assert nowhere() == [lead]


@pytest.mark.parametrize(
    "give",
    [
        lambda lead, now: FollowUpFactory(lead=lead, due_at=now + timedelta(days=3)),
        lambda lead, now: AppointmentFactory(lead=lead, scheduled_for=now + timedelta(days=1)),
        lambda lead, now: OrderFactory(lead=lead) and Lead.objects.filter(pk=lead.pk).update(reception=lead.agent),
        lambda lead, now: ProposalFactory(lead=lead, at=now),
        lambda lead, now: Lead.objects.filter(pk=lead.pk).update(ungraded_since=now),
        lambda lead, now: Lead.objects.filter(pk=lead.pk).update(review_since=now),
        lambda lead, now: Lead.objects.filter(pk=lead.pk).update(missed_at=now),
        lambda lead, now: Lead.objects.filter(pk=lead.pk).update(first_call_at=None),
        lambda lead, now: Lead.objects.filter(pk=lead.pk).update(agent=None),
        lambda lead, now: Lead.objects.filter(pk=lead.pk).update(closed_at=now, closed_as="lost"),
    ],
)
def test_whatever_is_to_be_done_is_a_next_step_and_the_pool_is_nobodys_hand(called, give):
    give(called(), NOW)

    assert nowhere() == []


def test_a_call_that_may_not_be_made_is_none(called, agent):
    now = NOW
    barred, numberless = called(), called("蔡强", phone=None)
    for lead in (barred, numberless):
        FollowUpFactory(lead=lead, due_at=now)
    DoNotCall.objects.create(store=agent.store, phone=barred.phone, at=now, by=agent)

    assert nowhere() == [barred, numberless]


def test_an_order_is_nobodys_where_no_specialist_looks_after_it(called, reception):
    alone, left, looked_after, promised = called(), called("蔡强", reception=UserFactory(left_at=NOW)), called("王芳", reception=reception), called("叶平")
    for lead in (alone, left, looked_after, promised):
        OrderFactory(lead=lead)
    Lead.objects.update(ordered_at=NOW)
    FollowUpFactory(lead=alone, kind="retry", due_at=NOW)
    FollowUpFactory(lead=promised, kind="callback", due_at=NOW)

    assert nowhere() == [alone, left]


def test_what_somebody_owed_who_has_left_is_nobodys(called, agent, other_agent):
    owed, new, missed = called(), called("新来的", respond_by=NOW), called("来过电", missed_at=NOW)
    FollowUpFactory(lead=owed, due_at=NOW)
    Lead.objects.filter(pk=new.pk).update(first_call_at=None)
    covered = called("有人管")
    FollowUpFactory(lead=covered, agent=other_agent, due_at=NOW)
    User.objects.filter(pk=agent.pk).update(left_at=NOW)

    assert nowhere() == [owed, new, missed]


def test_the_leader_is_told_how_many_stand_nowhere_and_nobody_else_is(called, leader, agent):
    called()

    items = [[(item.what, item.url) for item in items_of(user, NOW)] for user in (leader, agent)]

    assert items == [[("没有下一步", "/leads/?status=nothing")], []]


def test_the_customers_of_somebody_away_today_who_are_to_be_called_are_told_to_the_leader(called, leader, agent, other_agent):
    now = NOW
    due = called()
    FollowUpFactory(lead=due, due_at=now)
    FollowUpFactory(lead=called("以后"), due_at=now + timedelta(days=2))
    new = called("新来的", respond_by=now)
    Lead.objects.filter(pk=new.pk).update(first_call_at=None)
    for person in (agent, other_agent):
        Absence.objects.create(user=person, day=TODAY, by=person)

    waiting = list(of_the_absent(agent.store, now).order_by("pk"))

    assert waiting == [due, new]
    assert [(item.what, item.action, item.url) for item in items_of(leader, now)] == [("有人今天不在", "转给他人", "/leads/allocate/")]


def test_who_has_bought_is_rung_as_promised_and_not_as_a_routine(called, agent):
    now = NOW
    bought, promised, cancelled = called(), called("叶平"), called("退了的")
    OrderFactory(lead=bought)
    OrderFactory(lead=promised)
    OrderFactory(lead=cancelled, cancelled_at=now)
    for lead, kind in ((bought, "retry"), (promised, "callback"), (cancelled, "retry")):
        FollowUpFactory(lead=lead, kind=kind, due_at=now - timedelta(days=1))

    queue = [place.lead_id for place in agenda_of(agent, now=now).places]

    assert queue == [promised.pk, cancelled.pk] == [place.lead_id for place in places_of(agent, now=now)]
    assert set(overdue(agent.store, now=now)) == {promised.pk, cancelled.pk}
