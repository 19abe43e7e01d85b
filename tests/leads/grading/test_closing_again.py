"""重新打开 taken back: closed as before."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.desk.rules.calling import Said, log_call
from dcc.errors import Refused
from dcc.models import Notice
from dcc.people.rules.people import end_access
from leads.grading.rules.closing_again import undo_reopening
from leads.grading.rules.grading import grade_lead
from leads.grading.rules.proposing import confirm_invalid, propose
from leads.grading.rules.reopening import reopen_closed
from leads.grading.rules.reviewing import Decision, review_lead
from leads.grading.rules.unreviewing import undo_review
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect_one
from leads.models import Allocation, FollowUp, Lead, Proposal, Review
from leads.pool.rules.giving import give_lead
from tests.factories import AllocationFactory, ChannelFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, THURSDAY_9, TUESDAY_9
from tests.trail import trail

MINUTE = timedelta(minutes=1)
STANDING = ("agent", "allocated_at", "grade", "review_since", "closed_at", "closed_as", "reason", "closed_agent")


@pytest.fixture
def lead(agent, data_manager):
    lead = LeadFactory(store=agent.store, agent=agent, name="孟凤英", reached_at=MONDAY_9, ungraded_since=MONDAY_9)
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_9)
    return lead


def closed_by_decision(lead, agent, data_manager, leader):
    propose(lead, kind="lost", reason="价格不合", by=agent, now=MONDAY_10)
    grade_lead(lead, grade="F", by=data_manager, now=MONDAY_11)
    review_lead(lead, decision=Decision("close", outcome="lost", reason="价格不合"), by=leader, now=TUESDAY_9)


def closed_as_invalid(lead, agent, data_manager, _leader):
    confirm_invalid(propose(lead, kind="invalid", reason="空错号", by=agent, now=MONDAY_10), by=data_manager, now=TUESDAY_9)


def standing() -> dict:
    return {
        "lead": Lead.objects.values_list(*STANDING).get(),
        "owed": list(FollowUp.objects.order_by("pk").values_list("kind", "done_at", "ended_as")),
        "applied": list(Proposal.objects.values_list("decision", "decided_at", "decided_by", "answer")),
        "decided": list(Review.objects.values_list("decision", "at", "by", "annulled_at")),
        "given": list(Allocation.objects.values_list("agent", "at")),
    }


@pytest.mark.parametrize("close", [closed_by_decision, closed_as_invalid])
@pytest.mark.parametrize("agent_left", [False, True])
def test_everything_is_as_before_the_opening(agent, data_manager, leader, director, lead, close, agent_left):
    close(lead, agent, data_manager, leader)
    if agent_left:
        end_access(agent, by=director, now=TUESDAY_9 + MINUTE)
    before = standing()
    reopen_closed(lead, by=leader, now=THURSDAY_9)

    undo_reopening(lead, by=leader, now=THURSDAY_9 + MINUTE)

    assert standing() == before
    assert Notice.objects.unread().filter(kind__in=("lead.reopened", "lead.rejected")).count() == 0
    assert len(trail("lead.unreopen")) == 1


def test_by_nobody_but_whoever_opened_and_once(agent, data_manager, leader, director, lead):
    closed_by_decision(lead, agent, data_manager, leader)
    reopen_closed(lead, by=leader, now=THURSDAY_9)

    with pytest.raises(Refused):
        undo_reopening(lead, by=director, now=THURSDAY_9 + MINUTE)
    undo_reopening(lead, by=leader, now=THURSDAY_9 + MINUTE)
    with pytest.raises(Refused):
        undo_reopening(lead, by=leader, now=THURSDAY_9 + MINUTE)

    assert Lead.objects.get().closed_as == "lost"


def called(lead, agent, _other_agent):
    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=THURSDAY_9 + MINUTE)


def given_away(lead, _agent, other_agent):
    give_lead(lead, agent=other_agent, reason="hand", at=THURSDAY_9 + MINUTE, by=None, now=THURSDAY_9 + MINUTE)


def asked_again(lead, _agent, _other_agent):
    arrival = Arrival(phone=lead.phone, received_at=THURSDAY_9)
    collect_one(lead.store, arrival, channel=ChannelFactory(store=lead.store), by=None, now=THURSDAY_9 + MINUTE)


@pytest.mark.parametrize("deed", [called, given_away, asked_again])
def test_not_once_somebody_has_built_on_it(agent, other_agent, data_manager, leader, lead, deed):
    closed_by_decision(lead, agent, data_manager, leader)
    lead = reopen_closed(lead, by=leader, now=THURSDAY_9)
    deed(lead, agent, other_agent)

    with pytest.raises(Refused):
        undo_reopening(lead, by=leader, now=THURSDAY_9 + 2 * MINUTE)

    assert Lead.objects.get().is_open


def test_a_decision_taken_back_is_no_opening_to_be_taken_back(agent, data_manager, leader, lead):
    closed_by_decision(lead, agent, data_manager, leader)
    undo_review(Review.objects.get(), by=leader, now=THURSDAY_9)

    with pytest.raises(Refused):
        undo_reopening(lead, by=leader, now=THURSDAY_9 + MINUTE)


def test_the_toast_takes_it_back_on_the_customers_page(client_of, agent, data_manager, leader, lead):
    closed_by_decision(lead, agent, data_manager, leader)
    client, address = client_of(leader), reverse("lead_reopen_undo", args=[lead.pk])

    page = client.get(client.post(reverse("lead_reopen", args=[lead.pk]))["Location"])
    answer = client.post(address)

    assert (f'action="{address}"' in page.content.decode(), answer["Location"]) == (True, reverse("lead", args=[lead.pk]))
    assert Lead.objects.get().closed_at == TUESDAY_9
