"""Whom nobody may call."""

import pytest

from dcc.errors import Refused
from leads.customer.rules.do_not_calling import lift_do_not_call, set_do_not_call
from leads.grading.rules.proposing import reject_proposal
from leads.models import DoNotCall, FollowUp, Proposal
from tests.factories import DoNotCallFactory, FollowUpFactory, LeadFactory, ProposalFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9
from tests.trail import trail


def test_a_refusal_holds_at_once_and_for_good(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    set_do_not_call(lead, source="客户要求", by=agent, now=MONDAY_9)

    entry = DoNotCall.objects.of_lead(lead).holding(MONDAY_9).get()
    assert (entry.phone, entry.source, entry.until, entry.by) == (lead.phone, "客户要求", None, agent)
    assert trail("do_not_call.set") == [{}]


def test_one_with_a_day_ends_with_it(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    set_do_not_call(lead, source="出国", until=TUESDAY_9, by=agent, now=MONDAY_9)

    held = [DoNotCall.objects.of_lead(lead).holding(now).exists() for now in (MONDAY_10, TUESDAY_9)]
    assert held == [True, False]


def test_what_is_owed_ends_and_the_leader_has_an_application_that_stands_while_the_list_does(agent, leader):
    lead = LeadFactory(store=agent.store, agent=agent)
    FollowUpFactory(lead=lead, due_at=TUESDAY_9)

    set_do_not_call(lead, source="客户要求", by=agent, now=MONDAY_9)

    proposal = Proposal.objects.get()
    assert (proposal.kind, proposal.reason, FollowUp.objects.filter(done_at=None).count()) == ("lost", "拒绝联系", 0)
    with pytest.raises(Refused):
        reject_proposal(proposal, by=leader, now=MONDAY_10)
    lift_do_not_call(lead, by=leader, now=MONDAY_10)
    assert reject_proposal(proposal, by=leader, now=MONDAY_10)


@pytest.mark.parametrize(
    ("kind", "until", "stands"),
    [("lost", None, True), ("unreachable", None, True), ("out_of_area", None, True), ("invalid", None, False), ("lost", TUESDAY_9, False)],
)
def test_no_end_that_is_the_leaders_is_rejected_while_nobody_may_call_whatever_its_reason(agent, leader, kind, until, stands):
    lead = LeadFactory(store=agent.store, agent=agent)
    proposal = ProposalFactory(lead=lead, by=agent, kind=kind, reason="价格不合")
    DoNotCallFactory(store=lead.store, phone=lead.phone, at=MONDAY_9, until=until)

    refused = False
    try:
        reject_proposal(proposal, by=leader, now=MONDAY_10)
    except Refused:
        refused = True

    assert (refused, FollowUp.objects.count()) == (stands, 0 if stands else 1)


def test_a_ban_for_a_while_is_followed_by_a_call_when_it_is_over(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    set_do_not_call(lead, source="出国", until=TUESDAY_9, by=agent, now=MONDAY_9)

    assert (list(FollowUp.objects.values_list("kind", "due_at", "agent")), Proposal.objects.count()) == ([("nurture", TUESDAY_9, agent.pk)], 0)


def test_a_day_in_the_past_is_refused(agent):
    lead = LeadFactory(store=agent.store, agent=agent)

    with pytest.raises(Refused):
        set_do_not_call(lead, source="", until=MONDAY_9, by=agent, now=MONDAY_10)

    assert DoNotCall.objects.count() == 0


def test_setting_it_again_replaces_the_entry(agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    set_do_not_call(lead, source="出国", until=TUESDAY_9, by=agent, now=MONDAY_9)

    set_do_not_call(lead, source="不买了", by=agent, now=MONDAY_10)

    assert [entry.source for entry in DoNotCall.objects.of_lead(lead).holding(MONDAY_10)] == ["不买了"]


def test_lifted_it_may_be_called_again_and_the_entry_says_by_whom(agent, leader):
    lead = LeadFactory(store=agent.store, agent=agent)
    set_do_not_call(lead, source="客户要求", by=agent, now=MONDAY_9)

    answers = [lift_do_not_call(lead, by=leader, now=MONDAY_10) for _time in range(2)]

    assert answers == [True, False]
    assert DoNotCall.objects.values_list("lifted_at", "lifted_by").get() == (MONDAY_10, leader.pk)
    assert trail("do_not_call.lift") == [{}]
