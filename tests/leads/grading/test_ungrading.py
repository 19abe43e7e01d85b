"""A judgement that was none is taken back: the lead stands where it stood."""

import pytest

from calls.desk.rules.calling import Said, log_call
from dcc.errors import Refused
from leads.grading.rules.grading import grade_lead, note_contact
from leads.grading.rules.naming_specialist import whose_turn
from leads.grading.rules.reviewing import Decision, review_lead
from leads.grading.rules.ungrading import undo_grading
from leads.grading.waiting_lists import grading_list
from leads.models import FollowUp, Grading, Handover, Lead, Proposal
from tests.factories import CallFactory, FollowUpFactory, LeadFactory, ProposalFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, TUESDAY_9, moment
from tests.trail import trail

STANDING = ("grade", "graded_at", "ungraded_since", "review_since", "tries", "unreached_at", "reception")


@pytest.fixture
def lead(agent):
    lead = LeadFactory(store=agent.store, agent=agent, reached_at=MONDAY_9, ungraded_since=MONDAY_9, call_count=1)
    CallFactory(lead=lead, agent=agent, at=MONDAY_9)
    return lead


def standing() -> tuple:
    return Lead.objects.values_list(*STANDING).get()


def last() -> Grading:
    return Grading.objects.latest("at")


@pytest.mark.parametrize("grade", ["H", "A", "L", "F"])
def test_the_lead_waits_since_its_contact_as_if_it_had_never_been_graded(data_manager, reception, lead, grade):
    before = standing()
    grade_lead(lead, grade=grade, by=data_manager, now=MONDAY_10)

    undo_grading(last(), by=data_manager, now=MONDAY_11)

    assert standing() == before
    assert [row.lead for row in grading_list(data_manager, MONDAY_11)] == [lead]
    assert not FollowUp.objects.filter(done_at=None).exists()
    assert trail("lead.ungrade") == [{"before": grade, "after": ""}]


def test_it_is_a_further_grading_and_neither_is_counted(data_manager, lead):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)

    undo_grading(last(), by=data_manager, now=MONDAY_11)

    rows = Grading.every.order_by("pk").values_list("grade", "at", "undoes", "undone_at", "by")
    assert list(rows) == [("A", MONDAY_10, None, MONDAY_11, data_manager.pk), ("", MONDAY_11, MONDAY_10, None, data_manager.pk)]
    assert list(Grading.objects.all()) == []


def test_the_grade_before_stands_again_with_its_moment_and_its_follow_up(data_manager, lead):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)
    CallFactory(lead=lead, agent=lead.agent, at=MONDAY_11)
    note_contact(lead, at=MONDAY_11)
    before = standing()
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_14)

    undo_grading(last(), by=data_manager, now=moment(23, 14, 1))

    assert (standing(), before[:3]) == (before, ("A", MONDAY_10, MONDAY_11))
    owed = FollowUp.every.order_by("pk").values_list("due_at", "ended_as", "annulled_at")
    assert list(owed) == [(moment(26, 10), "", None), (moment(26, 14), "", moment(23, 14, 1))]


def test_whoever_was_named_gives_way_to_the_one_before_and_is_next_again(data_manager, reception, lead):
    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)
    named = Lead.objects.get().reception

    undo_grading(last(), by=data_manager, now=MONDAY_11)

    assert (named, Lead.objects.get().reception, whose_turn(lead.store, MONDAY_11)) == (reception, None, reception)
    assert list(Handover.every.values_list("reception", "annulled_at")) == [(reception.pk, MONDAY_11)]


def test_a_grade_over_a_grade_is_undone_to_the_first(data_manager, lead):
    grade_lead(lead, grade="L", by=data_manager, now=MONDAY_10)
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_11)

    undo_grading(last(), by=data_manager, now=MONDAY_14)

    assert standing() == ("L", MONDAY_10, None, MONDAY_10, 0, None, None)


def test_two_are_undone_one_after_the_other(data_manager, lead):
    for grade, at in (("L", MONDAY_10), ("A", MONDAY_11)):
        grade_lead(lead, grade=grade, by=data_manager, now=at)

    for minute in (1, 2):
        undo_grading(last(), by=data_manager, now=moment(23, 14, minute))

    assert standing() == ("", None, MONDAY_9, None, 0, None, None)


def test_the_end_of_the_ladder_stands_again(data_manager, agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    for at in (MONDAY_9, MONDAY_11, TUESDAY_9, moment(27, 9)):
        log_call(lead, said=Said(outcome="no_answer"), by=agent, now=at)
    before = standing()
    grade_lead(lead, grade="L", by=data_manager, now=moment(27, 10))

    undo_grading(last(), by=data_manager, now=moment(27, 11))

    assert (standing(), before) == (before, ("", None, moment(27, 9), None, 4, moment(27, 9), None))


def test_an_application_it_rejected_waits_again(data_manager, agent, lead):
    ProposalFactory(lead=lead, kind="lost", by=agent, reason="价格不合")
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)

    undo_grading(last(), by=data_manager, now=MONDAY_11)

    assert list(Proposal.objects.values_list("decided_at", "decision", "decided_by")) == [(None, "", None)]


def test_what_ended_before_stays_ended(data_manager, lead):
    FollowUpFactory(lead=lead, kind="grade", done_at=MONDAY_9, ended_as="replaced")
    grade_lead(lead, grade="L", by=data_manager, now=MONDAY_10)

    undo_grading(last(), by=data_manager, now=MONDAY_11)

    assert not FollowUp.objects.filter(done_at=None).exists()


def test_it_is_refused_once_the_agent_has_called(data_manager, agent, lead):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)
    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_11)

    with pytest.raises(Refused, match="王伟 11-23 11:00"):
        undo_grading(last(), by=data_manager, now=MONDAY_14)

    assert Lead.objects.get().grade == "A"


def test_it_is_refused_once_the_leader_has_decided(data_manager, leader, lead):
    grade_lead(lead, grade="L", by=data_manager, now=MONDAY_10)
    review_lead(lead, decision=Decision("nurture", until=TUESDAY_9), by=leader, now=MONDAY_11)

    with pytest.raises(Refused, match="赵明哲 11-23 11:00"):
        undo_grading(last(), by=data_manager, now=MONDAY_14)


def test_it_is_undone_once(data_manager, lead):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)
    graded = last()
    undo_grading(graded, by=data_manager, now=MONDAY_11)

    with pytest.raises(Refused):
        undo_grading(graded, by=data_manager, now=MONDAY_14)

    assert Grading.every.count() == 2


def test_a_closed_lead_keeps_its_grade(data_manager, lead):
    grade_lead(lead, grade="F", by=data_manager, now=MONDAY_10)
    Lead.objects.update(closed_at=MONDAY_11, closed_as="lost", reason="价格不合")

    with pytest.raises(Refused):
        undo_grading(last(), by=data_manager, now=MONDAY_14)
