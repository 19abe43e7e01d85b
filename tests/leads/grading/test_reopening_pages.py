"""A decision taken back and a closed customer opened again, as pages."""

import pytest
from django.urls import reverse

from leads.grading.rules.reviewing import Decision, review_lead
from leads.models import Lead, Review
from tests.factories import AllocationFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11


@pytest.fixture
def low(agent):
    lead = LeadFactory(store=agent.store, agent=agent, name="孟凤英", grade="L", graded_at=MONDAY_9, review_since=MONDAY_9)
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_9)
    return lead


@pytest.fixture
def closed(leader, low):
    return review_lead(low, decision=Decision("close", outcome="lost", reason="价格不合"), by=leader, now=MONDAY_11)


def test_the_toast_of_a_decision_and_the_strip_offer_the_way_back(client_of, leader, low):
    client = client_of(leader)

    data = {"decision": "close", "outcome": "lost", "reason": "价格不合"}
    response = client.post(reverse("review_decide", args=[low.pk]), data, headers={"HX-Request": "true"})

    made = Review.objects.get()
    assert list(response.context["messages"])[-1].extra_tags == f"undo:{reverse('review_undo', args=[made.pk])}"
    assert client.get(reverse("review")).context["undo"] == made.pk


def test_taken_back_the_customer_opens_on_the_list(client_of, leader, low, closed):
    client = client_of(leader)

    answer = client.post(reverse("review_undo", args=[closed.pk]))

    assert (answer.status_code, answer["Location"]) == (303, f"{reverse('review')}?lead={low.pk}")
    assert client.get(answer["Location"]).context["lead"] == low


def test_what_cannot_be_taken_back_says_why_on_the_page_one_stands_on(client_of, leader, closed):
    client = client_of(leader)
    client.post(reverse("review_undo", args=[closed.pk]))

    answer = client.post(reverse("review_undo", args=[closed.pk]), headers={"referer": f"http://testserver{reverse('review')}"})

    assert answer["Location"] == reverse("review")
    assert "撤过了" in [str(message) for message in client.get(answer["Location"]).context["messages"]][-1]


def test_the_closed_customers_page_says_who_closed_and_offers_the_leader_to_open_it(client_of, leader, data_manager, low, closed):
    pages = {person: client_of(person).get(reverse("lead", args=[low.pk])) for person in (leader, data_manager)}

    assert [pages[person].context["closed"] for person in pages] == [{"by": leader.name, "may_reopen": True}, {"by": leader.name, "may_reopen": False}]
    assert [reverse("lead_reopen", args=[low.pk]) in page.content.decode() for page in pages.values()] == [True, False]


@pytest.mark.parametrize(("outcome", "offered"), [("delivered", False), ("merged", False), ("lost", True), ("invalid", True), ("showroom", True)])
def test_a_delivery_and_a_merge_are_no_decision_to_open(client_of, leader, low, outcome, offered):
    into = {"merged_into": LeadFactory(store=low.store)} if outcome == "merged" else {}
    Lead.objects.filter(pk=low.pk).update(closed_at=MONDAY_10, closed_as=outcome, **into)

    page = client_of(leader).get(reverse("lead", args=[low.pk]))

    assert page.context["closed"]["may_reopen"] is offered


def test_it_is_opened_and_stands_struck_through_in_the_record(client_of, leader, low, closed):
    client = client_of(leader)

    answer = client.post(reverse("lead_reopen", args=[low.pk]))

    page = client.get(answer["Location"])
    assert (answer.status_code, answer["Location"], Lead.objects.get().is_open) == (303, reverse("lead", args=[low.pk]), True)
    assert ("<s><b>关闭</b>" in page.content.decode(), page.context["closed"]) == (True, None)


@pytest.mark.parametrize("who", ["agent", "data_manager", "director"])
def test_nobody_but_the_leader_opens_or_takes_back(client_of, request, low, closed, who):
    client = client_of(request.getfixturevalue(who))

    answers = [client.post(reverse(name, args=[pk])).status_code for name, pk in (("lead_reopen", low.pk), ("review_undo", closed.pk))]

    assert (answers, Lead.objects.get().closed_as) == ([403, 403], "lost")
