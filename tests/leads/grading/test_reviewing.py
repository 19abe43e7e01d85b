"""The leader's decisions on low and lost leads."""

import pytest
from django.db import transaction

from dcc.errors import Refused
from leads.grading.rules.reviewing import Decision, review_lead
from leads.models import Allocation, FollowUp, Lead, Proposal, Review
from tests.factories import DoNotCallFactory, LeadFactory, ProposalFactory, UserFactory
from tests.moments import FRIDAY_9, MONDAY_9, MONDAY_10, MONDAY_11, moment
from tests.trail import trail


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, grade="L", graded_at=MONDAY_9, review_since=MONDAY_9)


def test_nurturing_owes_a_call_on_the_day_chosen(leader, agent, lead):
    review_lead(lead, decision=Decision("nurture", until=FRIDAY_9, reason="年底再看"), by=leader, now=MONDAY_10)

    assert list(FollowUp.objects.values_list("kind", "agent", "due_at", "note")) == [("nurture", agent.pk, FRIDAY_9, "年底再看")]
    assert list(Review.objects.values_list("decision", "until", "by")) == [("nurture", FRIDAY_9, leader.pk)]
    assert Lead.objects.get().review_since is None
    assert trail("lead.review") == [{"after": "nurture"}]


@pytest.mark.parametrize("until", [None, MONDAY_9])
def test_nurturing_wants_a_day_ahead(leader, lead, until):
    with pytest.raises(Refused):
        review_lead(lead, decision=Decision("nurture", until=until), by=leader, now=MONDAY_10)

    assert Review.objects.count() == 0


def test_another_agent_gets_the_lead_with_a_call_to_make(leader, agent, other_agent, lead):
    review_lead(lead, decision=Decision("reassign", agent=other_agent), by=leader, now=MONDAY_10)

    assert Lead.objects.get().agent == other_agent
    assert list(Allocation.objects.values_list("previous", "agent", "by", "at", "reason")) == [(agent.pk, other_agent.pk, leader.pk, MONDAY_10, "review")]
    assert list(FollowUp.objects.values_list("kind", "agent")) == [("callback", other_agent.pk)]


def test_it_is_given_to_an_agent_of_this_store_who_has_it_not(leader, agent, reception, foreign_agent, lead):
    for person in (None, agent, reception, foreign_agent):
        with pytest.raises(Refused):
            review_lead(lead, decision=Decision("reassign", agent=person), by=leader, now=MONDAY_10)

    assert Allocation.objects.count() == 0


@pytest.mark.parametrize("until", [None, FRIDAY_9])
def test_whom_nobody_may_call_is_neither_nurtured_nor_given_to_another_agent(leader, other_agent, lead, until):
    DoNotCallFactory(store=lead.store, phone=lead.phone, at=MONDAY_9, until=until)
    refused = 0

    for decision in (Decision("nurture", until=FRIDAY_9), Decision("reassign", agent=other_agent)):
        try:
            with transaction.atomic():
                review_lead(lead, decision=decision, by=leader, now=MONDAY_10)
                transaction.set_rollback(True)
        except Refused:
            refused += 1

    assert refused == (0 if until else 2)


def test_the_showroom_gets_it_by_name_of_the_consultant(leader, lead):
    review_lead(lead, decision=Decision("to_showroom", consultant="刘涛", reason="展厅已建卡"), by=leader, now=MONDAY_10)

    assert list(Lead.objects.values_list("closed_as", "reason")) == [("showroom", "展厅已建卡")]
    assert list(Review.objects.values_list("decision", "consultant")) == [("to_showroom", "刘涛")]


def test_what_the_showroom_has_a_card_of_goes_back_without_a_grade(leader, agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    review_lead(lead, decision=Decision("to_showroom", consultant="刘涛", reason="展厅已建卡", has_card=True), by=leader, now=MONDAY_10)

    assert Lead.objects.get().closed_as == "showroom"


def test_without_such_a_card_the_showroom_gets_no_lead_that_nobody_graded(leader, agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    with pytest.raises(Refused):
        review_lead(lead, decision=Decision("to_showroom", consultant="刘涛", reason="客户只认展厅"), by=leader, now=MONDAY_10)

    assert (Lead.objects.get().closed_as, Review.objects.count()) == ("", 0)


@pytest.mark.parametrize("outcome", ["lost", "unreachable", "out_of_area"])
def test_closing_keeps_the_leaders_reason(leader, lead, outcome):
    review_lead(lead, decision=Decision("close", outcome=outcome, reason="取消计划"), by=leader, now=MONDAY_10)

    assert list(Lead.objects.values_list("closed_as", "reason")) == [(outcome, "取消计划")]


@pytest.mark.parametrize("outcome", ["invalid", "delivered", "merged"])
def test_the_leader_closes_nothing_else(leader, lead, outcome):
    with pytest.raises(Refused):
        review_lead(lead, decision=Decision("close", outcome=outcome, reason="测试"), by=leader, now=MONDAY_10)

    assert (Lead.objects.get().closed_at, Review.objects.count()) == (None, 0)


def test_closing_without_a_reason_is_refused(leader, lead):
    with pytest.raises(Refused):
        review_lead(lead, decision=Decision("close"), by=leader, now=MONDAY_10)

    assert (Lead.objects.get().closed_at, Review.objects.count()) == (None, 0)


def test_both_reasons_are_kept(leader, agent, lead):
    ProposalFactory(lead=lead, by=agent, reason="价格不合")

    review_lead(lead, decision=Decision("close", reason="取消计划"), by=leader, now=MONDAY_10)

    assert list(Proposal.objects.values_list("reason", "decision", "decided_by")) == [("价格不合", "confirmed", leader.pk)]
    assert (Review.objects.get().reason, Lead.objects.get().reason) == ("取消计划", "取消计划")


def test_a_lost_customer_is_confirmed_only_after_the_application_was_graded(leader, agent, lead):
    ProposalFactory(lead=lead, by=agent, reason="价格不合", at=MONDAY_10)

    with pytest.raises(Refused, match="先分级"):
        review_lead(lead, decision=Decision("close", reason="取消计划"), by=leader, now=MONDAY_11)

    Lead.objects.update(graded_at=MONDAY_11)
    review_lead(lead, decision=Decision("close", reason="取消计划"), by=leader, now=MONDAY_11)
    assert Proposal.objects.get().decision == "confirmed"


def test_deciding_otherwise_rejects_the_application(leader, agent, lead):
    ProposalFactory(lead=lead, by=agent, reason="价格不合")

    review_lead(lead, decision=Decision("nurture", until=FRIDAY_9), by=leader, now=MONDAY_10)

    assert list(Proposal.objects.values_list("decision", flat=True)) == ["rejected"]


def test_the_leader_does_not_confirm_their_own_application_while_another_leader_could(leader, lead):
    other = UserFactory(store=lead.store, roles=["leader"], name="周国栋")
    ProposalFactory(lead=lead, by=leader, reason="价格不合")

    with pytest.raises(Refused, match="周国栋"):
        review_lead(lead, decision=Decision("close", reason="价格不合"), by=leader, now=MONDAY_10)

    review_lead(lead, decision=Decision("close", reason="价格不合"), by=other, now=MONDAY_11)
    assert Lead.objects.get().closed_as == "lost"


def test_a_lead_is_decided_once(leader, lead):
    review_lead(lead, decision=Decision("nurture", until=FRIDAY_9), by=leader, now=MONDAY_10)

    with pytest.raises(Refused):
        review_lead(lead, decision=Decision("nurture", until=moment(30, 9)), by=leader, now=MONDAY_11)

    assert Review.objects.count() == 1
