"""A customer whose only number has gone waits for the leader, until somebody decides or the number comes back (docs/rules/domain.md#nobody-stands-nowhere)."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.correcting import Corrected, correct_call
from calls.desk.rules.dialling import dial
from calls.desk.rules.finishing import finish_call
from calls.models import Call
from dcc.errors import Refused
from leads.grading.rules.grading import grade_lead
from leads.grading.rules.proposing import propose, reject_proposal
from leads.grading.rules.reviewing import Decision, review_lead
from leads.grading.rules.unreviewing import undo_review
from leads.models import FollowUp, Lead, Proposal
from leads.numbers.rules.expiring import expire_numbers
from reporting.ledger.left_waiting import stand
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import FRIDAY_9, MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9

MINUTE = timedelta(minutes=1)
GONE = Said(outcome="virtual_expired")


@pytest.fixture
def lead(agent):
    """An agent's customer of a portal, known by a privacy number alone, who is to be called today and later on."""
    made = LeadFactory(store=agent.store, agent=agent, phone="15400000012,3456")
    FollowUpFactory(lead=made, kind="nurture", due_at=TUESDAY_9)
    return made


def waits():
    """Since when the customer waits for the leader, and how what is owed to them stands."""
    return Lead.objects.get().review_since, list(FollowUp.objects.filter(kind="nurture").values_list("due_at", "ended_as"))


@pytest.mark.parametrize("grade", ["H", "A"])
def test_a_grade_takes_nobody_without_a_number_from_the_leaders_list(agent, data_manager, reception, lead, grade):
    log_call(lead, said=GONE, by=agent, now=MONDAY_10)

    grade_lead(lead, grade=grade, by=data_manager, now=MONDAY_11)

    assert (Lead.objects.get().grade, Lead.objects.get().review_since) == (grade, MONDAY_10)


def test_a_grade_after_the_decision_asks_for_no_other(agent, leader, data_manager, lead):
    log_call(lead, said=GONE, by=agent, now=MONDAY_10)
    review_lead(lead, decision=Decision("nurture", until=FRIDAY_9), by=leader, now=MONDAY_11)

    grade_lead(lead, grade="A", by=data_manager, now=TUESDAY_9)

    assert Lead.objects.get().review_since is None


def test_a_decision_taken_back_leaves_them_on_the_list(agent, leader, lead):
    log_call(lead, said=GONE, by=agent, now=MONDAY_10)
    decided = review_lead(lead, decision=Decision("nurture", until=FRIDAY_9), by=leader, now=MONDAY_11)

    undo_review(decided, by=leader, now=MONDAY_11 + MINUTE)

    assert Lead.objects.get().review_since == MONDAY_10


def test_an_application_rejected_leaves_them_on_the_list(agent, leader, lead):
    log_call(lead, said=Said(outcome="connected"), by=agent, now=MONDAY_9)
    log_call(lead, said=GONE, by=agent, now=MONDAY_10)
    propose(lead, kind="unreachable", reason="打不通", by=agent, now=MONDAY_11)

    reject_proposal(Proposal.objects.get(), by=leader, now=TUESDAY_9)

    assert Lead.objects.get().review_since == MONDAY_10


def test_a_call_taken_back_gives_back_what_was_owed_with_the_number(agent, lead):
    call = log_call(lead, said=GONE, by=agent, now=MONDAY_10)
    gone = waits()

    annul_call(call, by=agent, now=MONDAY_10 + MINUTE)

    assert (gone, waits()) == ((MONDAY_10, [(TUESDAY_9, "no_number")]), (None, [(TUESDAY_9, "")]))


def test_another_outcome_gives_back_what_was_owed_with_the_number(agent, lead):
    call = log_call(lead, said=GONE, by=agent, now=MONDAY_10)

    correct_call(call, said=Corrected("busy"), by=agent, now=MONDAY_10 + MINUTE)

    assert waits() == (None, [(TUESDAY_9, "")])


def test_a_number_found_gone_afterwards_is_as_one_found_at_once(agent, lead):
    call = log_call(lead, said=Said(outcome="busy"), by=agent, now=MONDAY_10)

    correct_call(call, said=Corrected("virtual_expired"), by=agent, now=MONDAY_10 + MINUTE)

    assert (Lead.objects.get().phone, waits()) == (None, (MONDAY_10, [(TUESDAY_9, "no_number")]))


@pytest.mark.parametrize("decided", [False, True])
def test_a_history_that_does_not_say_who_waits_tells_it(agent, leader, lead, decided):
    log_call(lead, said=GONE, by=agent, now=MONDAY_10)
    if decided:
        review_lead(lead, decision=Decision("nurture", until=FRIDAY_9), by=leader, now=MONDAY_11)
    stood = Lead.objects.get().review_since
    Lead.objects.update(review_since=MONDAY_11)

    stand(agent.store)

    assert (stood, Lead.objects.get().review_since) == ((None, None) if decided else (MONDAY_10, MONDAY_10))


@pytest.fixture
def ending(agent):
    """An agent's customer whose privacy number ends by itself at eleven."""
    return LeadFactory(store=agent.store, agent=agent, phone="15400000012,3456", phone_until=MONDAY_11)


@pytest.mark.parametrize("real", ["", "15400000099"])
def test_a_talk_that_began_before_the_number_ended_by_itself_is_saved(agent, ending, real):
    dial(ending, by=agent, now=MONDAY_11 - MINUTE)
    expire_numbers(now=MONDAY_11)

    call = finish_call(Lead.objects.get(), said=Said(outcome="connected", seconds=60), real_number=real, by=agent, now=MONDAY_11 + MINUTE)

    assert (call.phone, call.at, Lead.objects.get().phone) == ("15400000012,3456", MONDAY_11 - MINUTE, real or None)


def test_nobody_is_to_try_again_a_number_that_ended_while_it_rang(agent, ending):
    dial(ending, by=agent, now=MONDAY_11 - MINUTE)
    expire_numbers(now=MONDAY_11)

    log_call(Lead.objects.get(), said=Said(outcome="no_answer"), by=agent, now=MONDAY_11 + MINUTE)

    assert (FollowUp.objects.count(), Lead.objects.get().unreached_at, Lead.objects.get().review_since) == (0, MONDAY_11 - MINUTE, MONDAY_11)


@pytest.mark.parametrize(("began", "is_saved"), [(MONDAY_11 - MINUTE, True), (MONDAY_11, False)])
def test_from_its_end_on_the_number_is_called_no_more(agent, ending, began, is_saved):
    expire_numbers(now=MONDAY_11)
    said = Said(outcome="no_answer", at=began)

    with nullcontext() if is_saved else pytest.raises(Refused, match="没有可打的号码"):
        log_call(Lead.objects.get(), said=said, by=agent, now=MONDAY_11 + 2 * MINUTE)

    assert Call.objects.count() == int(is_saved)
