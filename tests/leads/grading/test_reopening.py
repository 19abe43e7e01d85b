"""A decision of the leader is taken back at once; a closed customer is opened again later."""

from datetime import timedelta

import pytest

from calls.appointments.rules.appointments import book
from calls.desk.rules.calling import Said, log_call
from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import Notice
from dcc.people.rules.people import end_access
from leads.customer.rules.do_not_calling import set_do_not_call
from leads.grading.rules.closing_leads import for_review
from leads.grading.rules.grading import grade_lead
from leads.grading.rules.proposing import confirm_invalid, propose
from leads.grading.rules.reopening import reopen_closed
from leads.grading.rules.reviewing import Decision, review_lead
from leads.grading.rules.unreviewing import undo_review
from leads.models import Allocation, FollowUp, Lead, Proposal, Review
from tests.factories import AllocationFactory, FollowUpFactory, LeadFactory, OrderFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, THURSDAY_9, TUESDAY_9, TUESDAY_10, WEDNESDAY_9, moment
from tests.trail import trail

MINUTE = timedelta(minutes=1)
STANDING = ("agent", "allocated_at", "grade", "graded_at", "review_since", "ungraded_since", "missed_at", "closed_at", "closed_as", "reason", "closed_agent")


@pytest.fixture
def lead(agent, data_manager):
    """A customer whom the agent calls lost, graded so, with a visit agreed and a call owed."""
    lead = LeadFactory(store=agent.store, agent=agent, name="孟凤英", reached_at=MONDAY_9, ungraded_since=MONDAY_9)
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_9)
    FollowUpFactory(lead=lead, kind="nurture", due_at=WEDNESDAY_9)
    book(lead, scheduled_for=THURSDAY_9, by=agent, now=MONDAY_9)
    propose(lead, kind="lost", reason="价格不合", by=agent, now=MONDAY_10)
    FollowUpFactory(lead=lead, kind="nurture", due_at=WEDNESDAY_9)
    grade_lead(lead, grade="F", by=data_manager, now=MONDAY_11)
    return Lead.objects.get()


def standing(lead) -> dict:
    """What the lead says, what is owed and proposed, and how its visit stands."""
    return {
        "lead": Lead.objects.filter(pk=lead.pk).values_list(*STANDING).get(),
        "owed": list(FollowUp.objects.order_by("pk").values_list("kind", "agent", "due_at", "done_at", "ended_as")),
        "applied": list(Proposal.objects.order_by("pk").values_list("kind", "decision", "decided_at", "decided_by", "answer")),
        "booked": list(Appointment.objects.order_by("pk").values_list("status", "ended_at")),
        "given": list(Allocation.objects.order_by("pk").values_list("agent", "at")),
    }


def decisions(other_agent) -> dict[str, Decision]:
    return {
        "nurture": Decision("nurture", until=WEDNESDAY_9, reason="年底再说"),
        "reassign": Decision("reassign", agent=other_agent),
        "to_showroom": Decision("to_showroom", consultant="刘顾问", reason="要看展厅的车"),
        "close": Decision("close", outcome="lost", reason="价格不合"),
        "close otherwise": Decision("close", outcome="out_of_area", reason="去外地了"),
    }


@pytest.mark.parametrize("case", ["nurture", "reassign", "to_showroom", "close", "close otherwise"])
def test_a_decision_taken_back_leaves_everything_as_it_was(agent, other_agent, leader, lead, case):
    before = standing(lead)
    made = review_lead(lead, decision=decisions(other_agent)[case], by=leader, now=TUESDAY_9)

    undo_review(made, by=leader, now=TUESDAY_9 + MINUTE)

    assert standing(lead) == before
    assert (Review.objects.count(), Review.every.get().annulled_at, Review.every.get().annulled_by) == (0, TUESDAY_9 + MINUTE, leader)
    assert trail("lead.unreview") == [{"before": made.decision}]


def test_it_is_taken_back_once(other_agent, leader, lead):
    made = review_lead(lead, decision=decisions(other_agent)["nurture"], by=leader, now=TUESDAY_9)
    undo_review(made, by=leader, now=TUESDAY_9 + MINUTE)

    with pytest.raises(Refused):
        undo_review(made, by=leader, now=TUESDAY_10)


def test_not_once_the_agent_has_called(agent, other_agent, leader, lead):
    made = review_lead(lead, decision=decisions(other_agent)["nurture"], by=leader, now=TUESDAY_9)
    log_call(lead, said=Said(outcome="connected"), by=agent, now=TUESDAY_10)

    with pytest.raises(Refused, match="王伟 11-24 10:00"):
        undo_review(made, by=leader, now=TUESDAY_10 + MINUTE)

    assert Review.objects.count() == 1


def test_not_once_somebody_else_has_the_lead(other_agent, leader, lead):
    made = review_lead(lead, decision=decisions(other_agent)["reassign"], by=leader, now=TUESDAY_9)
    Lead.objects.update(agent=None)

    with pytest.raises(Refused):
        undo_review(made, by=leader, now=TUESDAY_10)

    assert Review.objects.count() == 1


def close(lead, leader):
    return review_lead(lead, decision=Decision("close", outcome="lost", reason="价格不合"), by=leader, now=TUESDAY_9)


def test_opened_again_it_is_the_same_cycle_and_its_agent_calls_today(agent, leader, lead):
    close(lead, leader)

    reopened = reopen_closed(lead, by=leader, now=WEDNESDAY_9)

    assert Lead.objects.filter(pk=lead.pk).values_list(*STANDING).get() == (agent.pk, MONDAY_9, "F", MONDAY_11, None, None, None, None, "", "", None)
    owed = FollowUp.objects.filter(done_at=None).values_list("kind", "agent", "due_at", "created_at")
    assert list(owed) == [("callback", agent.pk, WEDNESDAY_9, WEDNESDAY_9)]
    assert (reopened.pk, Review.objects.count(), Review.every.get().annulled_at) == (lead.pk, 0, WEDNESDAY_9)
    assert for_review(reopened) is None  # the leader has decided: a call is what comes next
    assert list(Proposal.objects.values_list("decision", "decided_at", "decided_by")) == [("rejected", WEDNESDAY_9, leader.pk)]
    assert list(Notice.objects.filter(user=agent, at=WEDNESDAY_9).order_by("pk").values_list("kind", flat=True)) == ["lead.rejected", "lead.reopened"]


def test_in_the_evening_the_call_is_for_the_next_opening(leader, lead):
    close(lead, leader)

    reopen_closed(lead, by=leader, now=moment(25, 21))

    assert FollowUp.objects.get(done_at=None).due_at == moment(26, 8, 30)


def test_what_was_closed_as_invalid_is_opened_again_too(agent, data_manager, leader):
    lead = LeadFactory(store=agent.store, agent=agent)
    applied = propose(lead, kind="invalid", reason="空错号", by=agent, now=MONDAY_9)
    confirm_invalid(applied, by=data_manager, now=MONDAY_10)

    reopen_closed(lead, by=leader, now=TUESDAY_9)

    assert (Lead.objects.get().closed_as, Proposal.objects.get().decision, FollowUp.objects.get(done_at=None).kind) == ("", "rejected", "callback")


def test_whose_agent_has_left_lies_in_the_pool(agent, leader, lead):
    close(lead, leader)
    end_access(agent, by=leader, now=TUESDAY_10)

    reopen_closed(lead, by=leader, now=WEDNESDAY_9)

    assert (Lead.objects.get().agent, FollowUp.objects.get(done_at=None).agent) == (None, None)


def later_lead(lead, leader):
    LeadFactory(store=lead.store, phone=lead.phone, name="张先生", received_at=TUESDAY_10, opened_at=TUESDAY_10)
    return "张先生"


def later_closed_lead(lead, leader):
    end = {"closed_at": WEDNESDAY_9, "closed_as": "lost", "reason": "其他"}
    LeadFactory(store=lead.store, phone=lead.phone, name="张先生", received_at=TUESDAY_10, opened_at=TUESDAY_10, **end)
    return "张先生"


def on_the_list(lead, leader):
    set_do_not_call(lead, source="客户要求", by=leader, now=TUESDAY_10)
    return "不再联系"


def delivered(lead, leader):
    OrderFactory(lead=lead, at=MONDAY_10, delivered_at=TUESDAY_10)
    return "11-24 10:00"


def merged(lead, leader):
    into = LeadFactory(store=lead.store, name="李先生")
    Lead.objects.filter(pk=lead.pk).update(closed_as="merged", merged_into=into)
    return "李先生"


@pytest.mark.parametrize("hinders", [later_lead, later_closed_lead, on_the_list, delivered, merged])
@pytest.mark.parametrize("how", ["later", "at once"])
def test_what_hinders_is_named(leader, lead, hinders, how):
    made = close(lead, leader)
    named = hinders(lead, leader)

    with pytest.raises(Refused, match=named):
        reopen_closed(lead, by=leader, now=THURSDAY_9) if how == "later" else undo_review(made, by=leader, now=THURSDAY_9)

    assert (Lead.objects.get(pk=lead.pk).closed_at, Review.objects.count()) == (TUESDAY_9, 1)


def test_without_a_number_another_customer_without_one_hinders_nothing(leader, lead):
    close(lead, leader)
    Lead.objects.filter(pk=lead.pk).update(phone=None)
    LeadFactory(store=lead.store, phone=None, received_at=TUESDAY_10, opened_at=TUESDAY_10)

    reopen_closed(lead, by=leader, now=WEDNESDAY_9)

    assert Lead.objects.get(pk=lead.pk).is_open


def test_an_earlier_cycle_hinders_nothing(leader, lead):
    end = {"closed_at": moment(20, 9), "closed_as": "lost", "reason": "其他"}
    LeadFactory(store=lead.store, phone=lead.phone, received_at=moment(19, 9), opened_at=moment(19, 9), **end)
    close(lead, leader)

    reopen_closed(lead, by=leader, now=WEDNESDAY_9)

    assert Lead.objects.get(pk=lead.pk).is_open


def test_what_is_open_is_not_opened(leader, lead):
    with pytest.raises(Refused):
        reopen_closed(lead, by=leader, now=WEDNESDAY_9)
