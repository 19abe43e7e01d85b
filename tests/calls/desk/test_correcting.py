"""A call written down wrongly is written anew, by whoever logged it and within fifteen minutes."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.correcting import Corrected, correct_call
from calls.desk.rules.finishing import Next, finish_call
from calls.models import Call
from dcc.errors import Refused
from leads.grading.rules.grading import grade_lead
from leads.models import FollowUp, Lead
from tests.calls.desk.test_annulling_calls import standing
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9, moment
from tests.trail import trail

MINUTE = timedelta(minutes=1)
OUTCOMES = ("connected", "no_answer", "busy", "empty_number")


def called(agent, outcome: str) -> tuple[Lead, Call]:
    """A customer who was to be called, and the call."""
    lead = LeadFactory(store=agent.store, agent=agent, level="C")
    FollowUpFactory(lead=lead, kind="new", due_at=MONDAY_10)
    return lead, log_call(lead, said=Said(outcome=outcome, outcome_name="话"), by=agent, now=MONDAY_11)


def shown(lead) -> dict:
    """How a lead stands, whoever has it and whatever it is called."""
    found = standing(lead)
    owed = [(kind, due_at, done_at, ended_as) for kind, _agent, due_at, done_at, ended_as in found["owed"]]
    return {**found, "lead": found["lead"][5:16], "owed": owed}


@pytest.mark.parametrize("wrong", OUTCOMES)
@pytest.mark.parametrize("right", OUTCOMES)
def test_the_lead_stands_as_if_it_had_been_said_rightly_at_once(agent, other_agent, wrong, right):
    meant, _call = called(other_agent, right)
    lead, call = called(agent, wrong)

    correct_call(call, said=Corrected(right, "话"), by=agent, now=MONDAY_11 + 3 * MINUTE)

    assert shown(lead) == shown(meant)


def test_the_note_and_the_level_are_written_anew(agent):
    lead = LeadFactory(store=agent.store, agent=agent, level="C")
    call = log_call(lead, said=Said(outcome="connected", outcome_name="已接通", note="问价", level="H"), by=agent, now=MONDAY_11)

    correct_call(call, said=Corrected("connected", "已接通", "问现车", "A"), by=agent, now=MONDAY_11 + MINUTE)

    assert Call.objects.values_list("note", "level", "at").get() == ("问现车", "A", MONDAY_11)
    assert Lead.objects.get().level == "A"
    assert trail("call.correct") == [{"call": call.pk, "corrected": ["note", "level"]}]


def test_a_level_stated_by_mistake_gives_way_to_the_one_before(agent):
    lead = LeadFactory(store=agent.store, agent=agent, level="C")
    call = log_call(lead, said=Said(outcome="connected", level="H"), by=agent, now=MONDAY_11)

    correct_call(call, said=Corrected("connected"), by=agent, now=MONDAY_11 + MINUTE)

    assert Lead.objects.get().level == "C"


def test_what_was_agreed_stays_with_the_call(agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    call = finish_call(lead, said=Said(outcome="connected"), then=Next("callback", at=TUESDAY_9), by=agent, now=MONDAY_11)

    with pytest.raises(Refused):
        correct_call(call, said=Corrected("no_answer"), by=agent, now=MONDAY_11 + MINUTE)

    assert list(FollowUp.objects.values_list("kind", "due_at", "done_at")) == [("callback", TUESDAY_9, None)]


def test_the_note_may_be_put_right_though_the_data_manager_has_graded_but_not_the_outcome(agent, data_manager):
    lead = LeadFactory(store=agent.store, agent=agent)
    call = log_call(lead, said=Said(outcome="connected"), by=agent, now=MONDAY_11)
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_11 + MINUTE)

    correct_call(call, said=Corrected("connected", note="周六来"), by=agent, now=MONDAY_11 + 2 * MINUTE)
    with pytest.raises(Refused):
        correct_call(call, said=Corrected("no_answer"), by=agent, now=MONDAY_11 + 3 * MINUTE)

    assert Call.objects.values_list("outcome", "note").get() == ("connected", "周六来")


@pytest.mark.parametrize(("after", "holds"), [(14.99, True), (15, True), (15.01, False)])
def test_for_fifteen_minutes_from_the_logging(agent, after, holds):
    lead = LeadFactory(store=agent.store, agent=agent)
    call = log_call(lead, said=Said(outcome="connected", at=MONDAY_9), by=agent, now=MONDAY_11)
    then, said = MONDAY_11 + after * MINUTE, Corrected("connected", note="周六来")

    if holds:
        correct_call(call, said=said, by=agent, now=then)
    else:
        with pytest.raises(Refused):
            correct_call(call, said=said, by=agent, now=then)

    assert (Call.objects.get().note == "周六来") is holds


def test_by_nobody_but_its_author(agent, leader):
    call = log_call(LeadFactory(store=agent.store, agent=agent), said=Said(outcome="connected"), by=agent, now=MONDAY_11)

    with pytest.raises(Refused):
        correct_call(call, said=Corrected("no_answer"), by=leader, now=moment(23, 11, 1))

    assert Call.objects.get().outcome == "connected"


def test_what_does_not_differ_is_no_deed(agent):
    call = log_call(LeadFactory(store=agent.store, agent=agent), said=Said(outcome="no_answer", note="占线"), by=agent, now=MONDAY_11)

    correct_call(call, said=Corrected("no_answer", note="占线"), by=agent, now=MONDAY_11 + MINUTE)

    assert (trail("call.correct"), Call.objects.get().note) == ([], "占线")


@pytest.mark.parametrize("taken", [False, True])
def test_a_number_that_had_not_expired_is_the_leads_again_unless_another_has_it_by_now(agent, taken):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400000012,3456")
    call = log_call(lead, said=Said(outcome="virtual_expired"), by=agent, now=MONDAY_11)
    if taken:
        LeadFactory(store=agent.store, phone="15400000012,3456")

    with pytest.raises(Refused, match="号码") if taken else nullcontext():
        correct_call(call, said=Corrected("busy"), by=agent, now=MONDAY_11 + MINUTE)

    lead.refresh_from_db()
    assert (Call.objects.get().outcome, lead.phone) == (("virtual_expired", None) if taken else ("busy", "15400000012,3456"))


@pytest.mark.parametrize(("apart", "holds"), [(timedelta(), False), (timedelta(seconds=1) - timedelta.resolution, False), (timedelta(seconds=1), True)])
def test_nobody_is_said_to_have_spoken_with_two_at_the_same_moment(agent, apart, holds):
    first, second = (LeadFactory(store=agent.store, agent=agent) for _lead in range(2))
    log_call(first, said=Said(outcome="no_answer", at=MONDAY_10), by=agent, now=MONDAY_11)
    call = log_call(second, said=Said(outcome="no_answer", at=MONDAY_10 + apart), by=agent, now=MONDAY_11)
    correct_call(Call.objects.get(lead=first), said=Corrected("connected"), by=agent, now=MONDAY_11)

    with nullcontext() if holds else pytest.raises(Refused, match="11-23 10:00"):
        correct_call(call, said=Corrected("connected"), by=agent, now=MONDAY_11)

    assert Call.objects.filter(outcome="connected").count() == (2 if holds else 1)
