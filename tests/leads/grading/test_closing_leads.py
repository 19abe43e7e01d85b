"""The end of a purchase cycle."""

import pytest

from dcc.errors import Refused
from leads import sockets
from leads.grading.rules.closing_leads import close_lead
from leads.models import FollowUp, Lead, Proposal
from tests.factories import FollowUpFactory, LeadFactory, ProposalFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11
from tests.trail import trail


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent)


def test_a_closed_lead_carries_how_why_when_and_whose_it_was(leader, agent, lead):
    closed = close_lead(lead, outcome="lost", reason="价格不合", by=leader, now=MONDAY_10)

    assert closed is True
    assert list(Lead.objects.values_list("closed_at", "closed_as", "reason", "closed_agent")) == [(MONDAY_10, "lost", "价格不合", agent.pk)]
    assert trail("lead.close") == [{"after": "lost", "reason": "价格不合"}]


def test_the_second_closing_writes_nothing(leader, lead):
    close_lead(lead, outcome="lost", reason="价格不合", by=leader, now=MONDAY_10)

    again = close_lead(lead, outcome="delivered", by=leader, now=MONDAY_11)

    assert (again, Lead.objects.get().closed_as, len(trail("lead.close"))) == (False, "lost", 1)


@pytest.mark.parametrize("outcome", ["lost", "invalid", "unreachable", "out_of_area", "showroom"])
def test_lost_without_a_reason_does_not_exist(leader, lead, outcome):
    with pytest.raises(Refused):
        close_lead(lead, outcome=outcome, by=leader, now=MONDAY_10)

    assert Lead.objects.get().closed_at is None


def test_closing_ends_what_is_owed_and_leaves_the_lists(leader, lead):
    FollowUpFactory(lead=lead, kind="nurture")
    Lead.objects.update(review_since=MONDAY_9, missed_at=MONDAY_9)

    close_lead(lead, outcome="delivered", by=leader, now=MONDAY_10)

    assert list(FollowUp.objects.values_list("ended_as", "done_at")) == [("closed", MONDAY_10)]
    assert list(Lead.objects.values_list("review_since", "missed_at")) == [(None, None)]


@pytest.mark.parametrize(("outcome", "decision"), [("lost", "confirmed"), ("delivered", "rejected")])
def test_an_open_application_is_answered_by_the_closing(leader, agent, lead, outcome, decision):
    ProposalFactory(lead=lead, by=agent)

    close_lead(lead, outcome=outcome, reason="价格不合", by=leader, now=MONDAY_10)

    assert list(Proposal.objects.values_list("decision", "decided_by")) == [(decision, leader.pk)]


def test_a_room_above_may_object(leader, lead):
    obstacle = lambda lead, outcome, now: "订单还没交车" if outcome == "lost" else None  # noqa: E731
    sockets.closing_obstacles.add(obstacle, name="test")
    try:
        with pytest.raises(Refused, match="订单还没交车"):
            close_lead(lead, outcome="lost", reason="价格不合", by=leader, now=MONDAY_10)
    finally:
        sockets.closing_obstacles._things = [line for line in sockets.closing_obstacles._things if line[1] != "test"]

    assert Lead.objects.get().closed_at is None


def test_those_who_listen_learn_how_it_was_closed(leader, lead):
    heard = []

    def listen(*, lead, by, at, **_sent):
        heard.append((lead.closed_as, by, at))

    sockets.lead_closed.connect(listen)
    close_lead(lead, outcome="delivered", by=leader, now=MONDAY_10)
    sockets.lead_closed.disconnect(listen)

    assert heard == [("delivered", leader, MONDAY_10)]
