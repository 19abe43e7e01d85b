"""A call and everything agreed in it, in one deed."""

from uuid import uuid4

import pytest

from calls.cards.rules.cards import Wanted, wanted_by
from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import CardFacts, Learned, Next, finish_call
from calls.models import Appointment, Call, Card, CardFact
from dcc.errors import Refused
from leads.models import NO_NAME, FollowUp, Proposal
from tests.calling import over, ring_and_finish
from tests.factories import AppointmentFactory, FollowUpFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_14, SATURDAY_9, TUESDAY_9, moment

TALKED = Said(outcome="connected", seconds=90)


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国", model="卡罗拉")


def test_one_form_logs_the_call_opens_the_card_and_books_the_visit(agent, lead):
    ring_and_finish(lead, said=TALKED, card=CardFacts(), then=Next("invite", at=SATURDAY_9), by=agent, at=MONDAY_10)

    lead.refresh_from_db()
    assert (Call.objects.count(), Card.objects.count()) == (1, 1)
    assert list(Appointment.objects.values_list("scheduled_for", "agent")) == [(SATURDAY_9, agent.pk)]
    assert (lead.reached_at, lead.card_at, lead.invited_at) == (MONDAY_10, over(TALKED, MONDAY_10), over(TALKED, MONDAY_10))


def test_what_a_call_tells_is_written_where_it_differs_and_the_last_holds(agent, lead):
    first, second = Wanted(budget="18 万", payment="loan"), Wanted(budget="20 万", payment="loan")
    for at, wanted in ((MONDAY_9, first), (MONDAY_10, first), (MONDAY_14, second)):
        ring_and_finish(lead, said=TALKED, learned=Learned(model="凯美瑞", wanted=wanted), by=agent, at=at)

    known = list(CardFact.objects.values_list("at", "key", "before", "after", "by"))

    lead.refresh_from_db()
    first_at, second_at = over(TALKED, MONDAY_9), over(TALKED, MONDAY_14)
    assert known == [
        (first_at, "budget", "", "18 万", agent.pk),
        (first_at, "payment", "", "loan", agent.pk),
        (second_at, "budget", "18 万", "20 万", agent.pk),
    ]
    assert (wanted_by(lead), lead.model) == (second, "凯美瑞")


def test_a_name_is_learned_where_none_is_known_and_never_written_over(agent, lead):
    nameless = LeadFactory(store=agent.store, agent=agent, name=NO_NAME)
    for at, one in ((MONDAY_9, lead), (MONDAY_10, nameless)):
        ring_and_finish(one, said=TALKED, learned=Learned(name="孟女士"), by=agent, at=at)

    names = [type(one).objects.get(pk=one.pk).name for one in (lead, nameless)]

    assert names == ["王建国", "孟女士"]


def test_if_one_part_is_refused_nothing_is_written(agent):
    nameless = LeadFactory(store=agent.store, agent=agent, name=NO_NAME)

    with pytest.raises(Refused):
        finish_call(nameless, said=TALKED, card=CardFacts(), by=agent, now=MONDAY_10)

    assert (Call.objects.count(), Card.objects.count()) == (0, 0)


def test_the_same_form_sent_twice_has_one_call_and_one_next_step(agent, lead):
    said = Said(outcome="connected", token=uuid4())

    for _press in (1, 2):
        finish_call(lead, said=said, then=Next("callback", at=TUESDAY_9), by=agent, now=MONDAY_10)

    assert (Call.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_a_new_promise_replaces_the_earlier_one(agent, lead):
    FollowUpFactory(lead=lead, kind="callback", due_at=MONDAY_14)

    ring_and_finish(lead, said=TALKED, then=Next("callback", at=TUESDAY_9, note="问置换"), by=agent, at=MONDAY_9)

    assert list(FollowUp.objects.order_by("id").values_list("due_at", "note", "ended_as")) == [(MONDAY_14, "", "replaced"), (TUESDAY_9, "问置换", "")]


@pytest.mark.parametrize("at", [None, MONDAY_9, moment(23, 22)])
def test_a_promise_needs_a_time_ahead_inside_the_call_window(agent, lead, at):
    with pytest.raises(Refused):
        ring_and_finish(lead, said=TALKED, then=Next("callback", at=at), by=agent, at=MONDAY_10)

    assert (Call.objects.count(), FollowUp.objects.count()) == (0, 0)


def test_inviting_again_moves_the_running_appointment(agent, lead):
    AppointmentFactory(lead=lead, agent=agent, scheduled_for=TUESDAY_9)

    ring_and_finish(lead, said=TALKED, then=Next("invite", at=SATURDAY_9), by=agent, at=MONDAY_10)

    assert list(Appointment.objects.order_by("id").values_list("status", "scheduled_for")) == [("moved", TUESDAY_9), ("booked", SATURDAY_9)]


def test_an_application_stands_with_its_reason_and_leaves_the_queue(agent, lead):
    FollowUpFactory(lead=lead, kind="grade", due_at=TUESDAY_9)

    ring_and_finish(lead, said=TALKED, then=Next("lost", reason="他品战败", detail="现车更快", competitor="CR-V", why="当周能提"), by=agent, at=MONDAY_10)

    assert list(Proposal.objects.values_list("kind", "reason", "detail", "competitor", "why", "by")) == [
        ("lost", "他品战败", "现车更快", "CR-V", "当周能提", agent.pk)
    ]
    assert list(FollowUp.objects.values_list("ended_as", flat=True)) == ["proposed"]


def test_the_first_call_may_learn_the_real_number_behind_a_privacy_number(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400000001,1234")

    ring_and_finish(lead, said=TALKED, real_number="154 0000 8888", by=agent, at=MONDAY_10)

    lead.refresh_from_db()
    assert (lead.phone, lead.phone_tail) == ("15400008888", "8888")
