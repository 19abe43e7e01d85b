"""不再联系 set by a slip and taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.finishing import Next, finish_call
from dcc.errors import Refused
from leads.customer.rules.do_not_calling import annul_do_not_call, set_do_not_call
from leads.grading.rules.grading import grade_lead
from leads.models import DoNotCall, FollowUp, Lead, Proposal
from tests.factories import FollowUpFactory, LeadFactory, ProposalFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
SOON = MONDAY_10 + MINUTE


@pytest.fixture
def lead(agent):
    lead = LeadFactory(store=agent.store, agent=agent, reached_at=MONDAY_9)
    FollowUpFactory(lead=lead, kind="callback", due_at=TUESDAY_9, created_at=MONDAY_9)
    return lead


def bar(lead, by, now=MONDAY_10, until=None):
    return set_do_not_call(lead, source="客户要求", until=until, by=by, now=now)


def standing() -> dict:
    return {
        "listed": list(DoNotCall.objects.order_by("pk").values_list("at", "until", "lifted_at", "lifted_by")),
        "owed": list(FollowUp.objects.order_by("pk").values_list("kind", "due_at", "done_at", "ended_as")),
        "applied": list(Proposal.objects.values_list("kind", "reason", "decision")),
        "waits": list(Lead.objects.values_list("review_since", "ungraded_since")),
    }


@pytest.mark.parametrize("until", [None, WEDNESDAY_9])
@pytest.mark.parametrize("listed", [False, True])
def test_everything_is_as_before_it_was_set(agent, leader, lead, until, listed):
    if listed:
        bar(lead, leader, now=MONDAY_9 + MINUTE, until=TUESDAY_9)
    before = standing()
    bar(lead, agent, until=until)

    annul_do_not_call(lead, by=agent, now=SOON)

    assert standing() == before
    assert (DoNotCall.every.count(), trail("do_not_call.annul")) == (2 if listed else 1, [{}])


def test_an_application_of_before_stays(agent, lead):
    ProposalFactory(lead=lead, by=agent, kind="lost", reason="价格不合", at=MONDAY_9)
    bar(lead, agent)

    annul_do_not_call(lead, by=agent, now=SOON)

    assert list(Proposal.objects.values_list("reason", flat=True)) == ["价格不合"]


@pytest.mark.parametrize(("later", "taken"), [(15 * MINUTE - SECOND, True), (15 * MINUTE, True), (15 * MINUTE + SECOND, False)])
def test_within_a_quarter_of_an_hour(agent, lead, later, taken):
    bar(lead, agent)

    try:
        annul_do_not_call(lead, by=agent, now=MONDAY_10 + later)
    except Refused:
        assert not taken

    assert DoNotCall.objects.count() == int(not taken)


def test_by_nobody_but_whoever_set_it_and_once(agent, leader, lead):
    bar(lead, agent)

    with pytest.raises(Refused):
        annul_do_not_call(lead, by=leader, now=SOON)
    annul_do_not_call(lead, by=agent, now=SOON)
    with pytest.raises(Refused):
        annul_do_not_call(lead, by=agent, now=SOON)


def test_not_once_it_was_graded(agent, data_manager, lead):
    bar(lead, agent)
    grade_lead(lead, grade="F", by=data_manager, now=SOON)

    with pytest.raises(Refused, match="10:01"):
        annul_do_not_call(lead, by=agent, now=SOON + MINUTE)


def test_what_was_said_in_a_call_goes_with_the_call(agent, lead):
    finish_call(lead, said=Said(outcome="connected"), then=Next("refuses"), by=agent, now=MONDAY_10)

    with pytest.raises(Refused, match="撤销那通电话"):
        annul_do_not_call(lead, by=agent, now=SOON)


def test_taken_back_the_number_is_called_again(agent, lead):
    bar(lead, agent)
    annul_do_not_call(lead, by=agent, now=SOON)

    call = log_call(lead, said=Said(outcome="no_answer"), by=agent, now=SOON + MINUTE)

    assert call.phone == lead.phone


def test_the_toast_takes_it_back_on_the_customers_page(client_of, agent, lead):
    client, address = client_of(agent), reverse("lead_do_not_call_undo", args=[lead.pk])

    page = client.get(client.post(reverse("lead_do_not_call", args=[lead.pk]), {"source": "客户要求"})["Location"])
    answer = client.post(address)

    assert (f'action="{address}"' in page.content.decode(), answer["Location"]) == (True, reverse("lead", args=[lead.pk]))
    assert DoNotCall.objects.count() == 0
