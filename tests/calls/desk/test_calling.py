"""Calls, logged."""

from uuid import uuid4

import pytest

from calls.desk.rules.calling import Said, log_call
from calls.models import Call
from dcc.errors import Refused
from dcc.models import Notice
from leads.models import FollowUp, Inquiry
from tests.calling import ring
from tests.factories import DoNotCallFactory, FollowUpFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, TUESDAY_9, WEDNESDAY_9, moment
from tests.trail import trail

TALKED = Said(outcome="connected", seconds=102, note="看车", level="A", checks=("need", "date"))
SILENCE = Said(outcome="no_answer")


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent)


def open_duties(lead):
    return list(FollowUp.objects.filter(lead=lead, done_at=None).values_list("kind", "due_at"))


def endings(lead):
    return list(FollowUp.objects.filter(lead=lead).exclude(done_at=None).order_by("id").values_list("kind", "ended_as"))


def test_a_connected_call_is_credited_to_the_caller_and_makes_the_lead_wait_for_its_grade(agent, lead):
    ring(lead, said=TALKED, by=agent, at=MONDAY_10)

    lead.refresh_from_db()
    assert list(Call.objects.values_list("agent", "at", "outcome", "checks")) == [(agent.pk, MONDAY_10, "connected", ["need", "date"])]
    assert (lead.first_call_at, lead.reached_at, lead.last_call_at, lead.call_count) == (MONDAY_10, MONDAY_10, MONDAY_10, 1)
    assert (lead.level, lead.ungraded_since) == ("A", MONDAY_10)
    assert [(entry["after"], entry["direction"]) for entry in trail("call.log")] == [("connected", "out")]


def test_an_unanswered_call_schedules_the_retry_by_itself(agent, lead):
    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert open_duties(lead) == [("retry", moment(23, 12))]
    assert (lead.first_call_at, lead.reached_at, lead.tries, lead.ungraded_since) == (MONDAY_10, None, 1, None)


def test_the_ladder_climbs_two_hours_then_the_next_day_then_three_days(agent, lead):
    for now in (MONDAY_10, moment(23, 12), moment(24, 15)):
        log_call(lead, said=SILENCE, by=agent, now=now)

    assert list(FollowUp.objects.order_by("id").values_list("due_at", "ended_as")) == [
        (moment(23, 12), "replaced"),
        (moment(24, 15), "replaced"),
        (moment(27, 15), ""),
    ]


def test_at_the_end_of_the_ladder_the_lead_leaves_the_queue_and_waits_for_its_grade(agent, lead):
    for now in (MONDAY_10, moment(23, 12), moment(24, 15), moment(27, 15)):
        log_call(lead, said=SILENCE, by=agent, now=now)

    lead.refresh_from_db()
    assert open_duties(lead) == []
    assert (lead.agent, lead.tries, lead.unreached_at, lead.ungraded_since) == (agent, 4, moment(27, 15), moment(27, 15))


@pytest.mark.parametrize(("outcome", "left"), [("empty_number", []), ("no_answer", [("retry", MONDAY_14)])])
def test_whoever_reaches_the_end_of_the_ladder_ends_what_the_other_was_to_try_again(agent, reception, lead, outcome, left):
    lead.reception = reception
    lead.save()
    FollowUpFactory(lead=lead, kind="retry", agent=agent, due_at=MONDAY_14)
    FollowUpFactory(lead=lead, kind="callback", agent=agent, due_at=TUESDAY_9)

    log_call(lead, said=Said(outcome=outcome), by=reception, now=MONDAY_10)

    owed = FollowUp.objects.filter(lead=lead, agent=agent, done_at=None).order_by("due_at").values_list("kind", "due_at")
    assert list(owed) == [*left, ("callback", TUESDAY_9)]


def test_a_lead_at_the_end_of_the_ladder_gets_no_further_retry(agent, lead):
    lead.tries, lead.unreached_at, lead.ungraded_since = 4, MONDAY_9, MONDAY_9
    lead.save()

    log_call(lead, said=SILENCE, by=agent, now=MONDAY_14)

    assert open_duties(lead) == []


def test_an_empty_number_ends_the_ladder_at_once(agent, lead):
    log_call(lead, said=Said(outcome="empty_number"), by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert (open_duties(lead), lead.unreached_at) == ([], MONDAY_10)


def test_contact_sets_the_ladder_back(agent, lead):
    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    ring(lead, said=TALKED, by=agent, at=MONDAY_11)

    lead.refresh_from_db()
    assert (lead.tries, open_duties(lead), endings(lead)) == (0, [], [("retry", "done")])


def test_the_agent_may_choose_another_time_for_the_retry(agent, lead):
    log_call(lead, said=Said(outcome="busy", retry_at=TUESDAY_9), by=agent, now=MONDAY_10)

    assert open_duties(lead) == [("retry", TUESDAY_9)]


def test_a_call_answers_what_stands_in_the_queue_and_leaves_what_lies_ahead(agent, lead):
    FollowUpFactory(lead=lead, kind="callback", due_at=MONDAY_10)
    FollowUpFactory(lead=lead, kind="grade", due_at=moment(23, 17))
    FollowUpFactory(lead=lead, kind="nurture", due_at=WEDNESDAY_9)

    ring(lead, said=TALKED, by=agent, at=MONDAY_10)

    assert endings(lead) == [("callback", "done"), ("grade", "done")]
    assert open_duties(lead) == [("nurture", WEDNESDAY_9)]


def test_an_unanswered_promise_is_replaced_by_the_retry(agent, lead):
    FollowUpFactory(lead=lead, kind="callback", due_at=MONDAY_10)

    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    assert (endings(lead), open_duties(lead)) == ([("callback", "replaced")], [("retry", moment(23, 12))])


def test_a_leader_who_covers_has_the_credit_and_the_agent_the_retry(agent, leader, lead):
    call = log_call(lead, said=SILENCE, by=leader, now=MONDAY_10)

    assert call.agent == leader
    assert FollowUp.objects.get().agent == agent


def test_what_the_reception_specialist_owes_is_not_answered_by_the_agents_call(agent, reception, lead):
    lead.reception = reception
    lead.save()
    FollowUpFactory(lead=lead, kind="after_visit", agent=reception, due_at=MONDAY_9)

    ring(lead, said=TALKED, by=agent, at=MONDAY_10)

    assert open_duties(lead) == [("after_visit", MONDAY_9)]


def test_the_same_form_sent_twice_is_one_call(agent, lead):
    said = Said(outcome="no_answer", token=uuid4())

    first = log_call(lead, said=said, by=agent, now=MONDAY_10)
    second = log_call(lead, said=said, by=agent, now=MONDAY_10)

    assert (first, Call.objects.count(), FollowUp.objects.count()) == (second, 1, 1)


@pytest.mark.parametrize("hour", [7, 21, 23])
def test_outside_the_call_window_nobody_is_called(agent, lead, hour):
    with pytest.raises(Refused, match="08:00"):
        log_call(lead, said=SILENCE, by=agent, now=moment(23, hour, 0))

    assert Call.objects.count() == 0


def test_a_call_that_began_inside_the_window_may_be_typed_after_it(agent, lead):
    call = log_call(lead, said=Said(outcome="connected", at=moment(23, 20, 59)), by=agent, now=moment(23, 21, 3))

    assert call.at == moment(23, 20, 59)


def test_a_number_on_the_do_not_call_list_is_not_called(agent, lead):
    DoNotCallFactory(store=agent.store, phone=lead.phone, at=MONDAY_9)

    with pytest.raises(Refused):
        log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    assert Call.objects.count() == 0


def test_who_asked_not_to_be_called_may_still_call_us(agent, lead):
    DoNotCallFactory(store=agent.store, phone=lead.phone, at=MONDAY_9)

    call = log_call(lead, said=Said(outcome="connected", direction="in"), by=agent, now=MONDAY_10)

    assert call.direction == "in"


def test_an_entry_that_was_lifted_or_ran_out_blocks_nobody(agent, lead):
    DoNotCallFactory(store=agent.store, phone=lead.phone, at=moment(1, 9), lifted_at=moment(2, 9))
    DoNotCallFactory(store=agent.store, phone=lead.phone, at=moment(1, 9), until=moment(3, 9))

    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    assert Call.objects.count() == 1


def test_a_virtual_number_that_expired_is_neither_dialled_nor_kept_on_the_lead(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400000001,1234")
    InquiryFactory(lead=lead)

    log_call(lead, said=Said(outcome="virtual_expired"), by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert (lead.phone, lead.phone_tail, Inquiry.objects.get().phone) == (None, "", "15400000001,1234")
    with pytest.raises(Refused):
        log_call(lead, said=SILENCE, by=agent, now=MONDAY_11)


def test_a_lead_that_loses_its_only_number_waits_for_the_leader_and_is_owed_nothing(agent):
    both = [LeadFactory(store=agent.store, agent=agent, phone=f"1540000000{n},1234", second_phone=second) for n, second in enumerate(("", "15400000009"))]
    for lead in both:
        FollowUpFactory(lead=lead, kind="nurture", due_at=TUESDAY_9)
    for at, lead in zip((MONDAY_10, MONDAY_11), both, strict=True):
        log_call(lead, said=Said(outcome="virtual_expired"), by=agent, now=at)

    for lead in both:
        lead.refresh_from_db()

    assert [(lead.review_since, lead.grade) for lead in both] == [(MONDAY_10, ""), (None, "")]
    assert list(FollowUp.objects.order_by("lead").values_list("ended_as", flat=True)) == ["no_number", ""]


def test_a_missed_call_has_no_agent_and_is_no_contact(agent, lead):
    log_call(lead, said=Said(outcome="missed", direction="in"), by=None, now=MONDAY_10)

    lead.refresh_from_db()
    assert (Call.objects.get().agent, lead.missed_at, lead.first_call_at, lead.call_count, lead.ungraded_since) == (None, MONDAY_10, None, 0, None)
    assert list(Notice.objects.values_list("user", "kind")) == [(agent.pk, "call.missed")]


@pytest.mark.parametrize("said", [SILENCE, Said(outcome="connected", direction="in")])
def test_any_later_call_ends_the_duty_of_a_missed_one(agent, lead, said):
    log_call(lead, said=Said(outcome="missed", direction="in"), by=None, now=MONDAY_9)

    log_call(lead, said=said, by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert lead.missed_at is None


def test_a_missed_call_noted_after_a_later_call_wants_none_any_more(agent, lead):
    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    log_call(lead, said=Said(outcome="missed", direction="in", at=MONDAY_9), by=None, now=MONDAY_11)

    lead.refresh_from_db()
    assert (lead.missed_at, Call.objects.count(), Notice.objects.filter(kind="call.missed").count()) == (None, 2, 0)


def test_a_closed_lead_takes_no_call(agent, lead):
    lead.closed_at, lead.closed_as = MONDAY_9, "lost"
    lead.save()

    with pytest.raises(Refused):
        log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    assert Call.objects.count() == 0
