"""The leader's list as a page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from dcc.reckoning.clock import day_of
from leads.customer.rules.do_not_calling import lift_do_not_call, set_do_not_call
from leads.models import FollowUp, Lead, Proposal, Review
from tests.factories import LeadFactory, ProposalFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW


@pytest.fixture
def waiting(agent):
    """Two leads on the list, the longest waiting first."""
    first = LeadFactory(store=agent.store, agent=agent, name="董洁", grade="L", graded_at=MONDAY_9, review_since=MONDAY_9)
    second = LeadFactory(store=agent.store, agent=agent, name="袁浩", grade="F", graded_at=MONDAY_10, review_since=MONDAY_10)
    return first, second


def decide(client, lead, **data):
    return client.post(reverse("review_decide", args=[lead.pk]), data, headers={"HX-Request": "true"})


def test_the_longest_waiting_comes_first_and_one_decision_opens_the_next(client_of, leader, waiting):
    client = client_of(leader)

    first = client.get(reverse("review")).context["lead"]
    response = decide(client, first, decision="close", outcome="lost", reason="取消计划")

    assert (first, response.context["lead"], Lead.objects.get(pk=waiting[0].pk).closed_as) == (waiting[0], waiting[1], "lost")


def test_nurturing_ends_at_the_opening_of_its_day(client_of, leader, waiting):
    day = day_of(NOW, leader.store.zone) + timedelta(days=90)

    decide(client_of(leader), waiting[0], decision="nurture", until=f"{day}")

    due = FollowUp.objects.get().due_at.astimezone(leader.store.zone)
    assert f"{due:%Y-%m-%d %H:%M}" == f"{day} 08:30"


@pytest.mark.parametrize(
    ("data", "at"),
    [
        ({"decision": "nurture"}, "until"),
        ({"decision": "nurture", "until": "2026-11-26"}, "until"),
        ({"decision": "reassign"}, "agent"),
        ({"decision": "close", "outcome": "lost"}, "reason"),
        ({"decision": "to_showroom"}, "reason"),
        ({"decision": "to_showroom", "reason": "已建卡"}, "consultant"),
        ({}, "decision"),
    ],
)
def test_a_decision_without_what_it_needs_comes_back_and_says_so_at_its_field(client_of, leader, waiting, data, at):
    response = decide(client_of(leader), waiting[0], **data)

    assert (response.status_code, list(response.context["form"].errors), Review.objects.count()) == (422, [at], 0)
    assert at == "decision" or response.content.decode().count("d-error") == 1


def test_applicant_reason_and_grade_are_seen_together_and_may_be_rejected(client_of, leader, agent, waiting):
    proposal = ProposalFactory(lead=waiting[1], by=agent, reason="价格不合")
    client = client_of(leader)

    page = client.get(reverse("review"), {"lead": waiting[1].pk}).content.decode()
    client.post(reverse("proposal_send_back", args=[proposal.pk]))

    assert (agent.name in page, "价格不合" in page, "战败" in page) == (True, True, True)
    assert (Proposal.objects.get().decision, FollowUp.objects.get().kind) == ("rejected", "callback")


def test_an_application_for_invalid_is_not_the_leaders_to_answer(client_of, leader, agent, waiting):
    proposal = ProposalFactory(lead=waiting[0], kind="invalid", by=agent, reason="空错号")

    assert client_of(leader).post(reverse("proposal_send_back", args=[proposal.pk])).status_code == 404


@pytest.mark.parametrize("who", ["agent", "data_manager", "reception", "front_desk", "director", "manager"])
def test_only_the_leader_decides(client_of, request, waiting, who):
    client = client_of(request.getfixturevalue(who))

    answers = [client.get(reverse("review")).status_code, decide(client, waiting[0], decision="close", reason="取消计划").status_code]

    assert (answers, Review.objects.count()) == ([403, 403], 0)


def test_a_lead_of_another_store_does_not_exist(client_of, foreign_leader, waiting):
    assert decide(client_of(foreign_leader), waiting[0], decision="close", reason="取消计划").status_code == 404


@pytest.mark.parametrize("rows", [3, 60])
def test_the_same_queries_for_a_short_and_a_long_list(client_of, leader, agent, rows, django_assert_max_num_queries):
    for _row in range(rows):
        LeadFactory(store=agent.store, agent=agent, grade="L", graded_at=MONDAY_9, review_since=MONDAY_9)
    client = client_of(leader)

    with django_assert_max_num_queries(16):
        response = client.get(reverse("review"), headers={"HX-Request": "true"})

    assert len(response.context["rows"]) == rows


def test_whose_number_may_not_be_called_is_said_so_wherever_one_decides_or_calls(client_of, leader, agent, store):
    lead = LeadFactory(store=store, agent=agent, graded_at=MONDAY_9, grade="L", review_since=MONDAY_9, first_call_at=MONDAY_9)
    pages = ((leader, "/leads/review/"), (leader, f"/leads/review/?lead={lead.pk}"), (agent, f"/calls/{lead.pk}/"), (agent, f"/leads/{lead.pk}/"))

    def said() -> list[bool]:
        texts = [client_of(who).get(path).content.decode().partition("<main")[2].partition("</main>")[0] for who, path in pages]
        return [bool(re.search(r">不再联系</(span|b)>", text)) for text in texts]

    before = said()
    set_do_not_call(lead, source="客户要求", by=leader, now=NOW)
    during = said()
    lift_do_not_call(lead, by=leader, now=NOW)

    assert (before, during, said()) == ([False] * 4, [True] * 4, [False] * 4)
