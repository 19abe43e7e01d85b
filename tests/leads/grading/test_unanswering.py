"""An answer to an application is taken back by whoever gave it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.desk.rules.calling import Said, log_call
from dcc.errors import Refused
from leads.grading.rules.proposing import confirm_invalid, propose, reject_proposal
from leads.grading.rules.unanswering import undo_answer
from leads.models import FollowUp, Lead, Proposal
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9
from tests.trail import trail

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lead(agent, reception):
    lead = LeadFactory(store=agent.store, agent=agent, reception=reception, reached_at=MONDAY_9, name="胡俊")
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit", due_at=TUESDAY_9)
    FollowUpFactory(lead=lead, kind="callback", due_at=TUESDAY_9)
    return lead


def standing() -> dict:
    return {
        "lead": Lead.objects.values_list("closed_at", "closed_as", "reason", "review_since").get(),
        "owed": list(FollowUp.objects.order_by("pk").values_list("kind", "agent", "due_at", "done_at", "ended_as")),
        "applied": list(Proposal.objects.values_list("decided_at", "decided_by", "decision", "answer")),
    }


@pytest.mark.parametrize(("kind", "answer"), [("invalid", confirm_invalid), ("invalid", reject_proposal), ("unreachable", reject_proposal)])
def test_everything_is_as_before_the_answer(agent, data_manager, lead, kind, answer):
    applied = propose(lead, kind=kind, reason="空错号", by=agent, now=MONDAY_10)
    before = standing()
    answer(applied, by=data_manager, now=MONDAY_11)

    undo_answer(applied, by=data_manager, now=MONDAY_11 + MINUTE)

    assert standing() == before
    assert [entry["kind"] for entry in trail("lead.unanswer")] == [kind]


def test_not_once_the_agent_has_called(agent, data_manager, lead):
    applied = propose(lead, kind="invalid", reason="空错号", by=agent, now=MONDAY_10)
    reject_proposal(applied, by=data_manager, now=MONDAY_11)
    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_11 + MINUTE)

    with pytest.raises(Refused, match="王伟 11-23 11:01"):
        undo_answer(applied, by=data_manager, now=MONDAY_11 + 2 * MINUTE)


def test_by_nobody_but_whoever_answered_and_once(agent, data_manager, leader, lead):
    applied = propose(lead, kind="invalid", reason="空错号", by=agent, now=MONDAY_10)
    confirm_invalid(applied, by=data_manager, now=MONDAY_11)

    with pytest.raises(Refused):
        undo_answer(applied, by=leader, now=MONDAY_11 + MINUTE)
    undo_answer(applied, by=data_manager, now=MONDAY_11 + MINUTE)
    with pytest.raises(Refused):
        undo_answer(applied, by=data_manager, now=MONDAY_11 + MINUTE)

    assert Lead.objects.get().is_open


@pytest.mark.parametrize(
    ("who", "kind", "deed", "undo", "page"),
    [
        ("data_manager", "invalid", "proposal_confirm", "proposal_undo", "grading"),
        ("data_manager", "invalid", "proposal_reject", "proposal_undo", "grading"),
        ("leader", "unreachable", "proposal_send_back", "proposal_unsend", "review"),
    ],
)
def test_the_toast_takes_it_back_and_the_customer_opens(client_of, request, agent, lead, who, kind, deed, undo, page):
    applied = propose(lead, kind=kind, reason="空错号", by=agent, now=MONDAY_10)
    client = client_of(request.getfixturevalue(who))

    toast = list(client.post(reverse(deed, args=[applied.pk]), headers={"HX-Request": "true"}).context["messages"])[-1]
    answer = client.post(reverse(undo, args=[applied.pk]))

    assert toast.extra_tags == f"undo:{reverse(undo, args=[applied.pk])}"
    assert (answer["Location"], Proposal.objects.get().decision, Lead.objects.get().is_open) == (f"{reverse(page)}?lead={lead.pk}", "", True)
