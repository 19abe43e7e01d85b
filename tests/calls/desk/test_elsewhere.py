"""Whom one stands on after a call, and what is said of a customer who is a colleague's by now, or closed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from calls.models import Call
from dcc.models import Word
from leads.models import Lead
from leads.pool.rules.giving import give_lead
from tests.factories import FollowUpFactory, LeadFactory
from tests.moments import NOW

pytestmark = pytest.mark.usefixtures("any_hour")


def unanswered(store):
    outcome = Word.objects.get(store=store, kind="call_outcome", meaning="no_answer").pk
    return {"token": str(uuid4()), "outcome": outcome, "note": "说到一半"}


@pytest.fixture
def queue(agent):
    """A new lead that runs out, and two that are due later today: the most urgent first."""
    now = NOW
    new = LeadFactory(store=agent.store, agent=agent, name="董俊杰", received_at=now, respond_by=now + timedelta(minutes=5))
    others = [LeadFactory(store=agent.store, agent=agent, name=name, first_call_at=now) for name in ("万永福", "胡子涵")]
    for minutes, lead in enumerate(others, start=1):
        FollowUpFactory(lead=lead, kind="retry", due_at=now + timedelta(minutes=minutes))
    return [new, *others]


def test_after_a_call_one_stands_on_the_head_of_the_queue_not_on_the_row_below(client_of, agent, queue):
    response = client_of(agent).post(reverse("calls_log", args=[queue[1].pk]), unanswered(agent.store), headers={"HX-Request": "true"})

    assert response["HX-Push-Url"] == reverse("calls_on", args=[queue[0].pk])


def test_whoever_skips_goes_on_to_the_row_below_and_is_told_who_is_next(client_of, agent, queue):
    shown = client_of(agent).get(reverse("calls_on", args=[queue[1].pk])).context

    assert (shown["skip_to"], shown["next_lead"]) == (f"{reverse('calls_on', args=[queue[2].pk])}?skipped={queue[1].pk}", queue[0])


def test_a_customer_given_to_a_colleague_is_said_to_be_theirs(client_of, agent, other_agent, leader, queue):
    give_lead(queue[0], agent=other_agent, reason="hand", by=leader, now=NOW)

    response = client_of(agent).get(reverse("calls_on", args=[queue[0].pk]))

    page = response.content.decode()
    assert (response.status_code, f"这位客户 现在由 {other_agent.name} 跟" in page, "董俊杰" in page) == (404, True, False)


def test_a_call_of_a_customer_taken_meanwhile_is_not_saved_and_what_was_typed_stays(client_of, agent, other_agent, leader, queue):
    give_lead(queue[0], agent=other_agent, reason="hand", by=leader, now=NOW)

    response = client_of(agent).post(reverse("calls_log", args=[queue[0].pk]), unanswered(agent.store), headers={"HX-Request": "true"})

    page = response.content.decode()
    assert (response.status_code, response["HX-Retarget"], Call.objects.count()) == (422, "#meanwhile", 0)
    assert ("写的还在" in page, f"告诉 {other_agent.name}" in page) == (True, True)


def test_a_closed_customer_of_ones_own_is_said_to_be_closed(client_of, agent, queue):
    Lead.objects.filter(pk=queue[0].pk).update(closed_at=NOW, closed_as="lost", closed_agent=agent)

    response = client_of(agent).get(reverse("calls_on", args=[queue[0].pk]))

    assert (response.status_code, "董俊杰 已关闭" in response.content.decode()) == (200, True)


def test_of_a_customer_one_never_had_nothing_is_said(client_of, other_agent, queue):
    response = client_of(other_agent).get(reverse("calls_on", args=[queue[0].pk]))

    assert (response.status_code, "董俊杰" in response.content.decode()) == (404, False)
