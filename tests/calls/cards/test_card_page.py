"""The page of a customer's card: written anew at any time, opened where there is none, both versions where two write the same."""

import pytest
from django.urls import reverse

from calls.models import Card, CardFact
from dcc.models import TrailEntry
from leads.models import Lead
from tests.factories import CallFactory, LeadFactory
from tests.moments import MONDAY_10


@pytest.fixture
def spoken(store, agent):
    """A customer of the agent's who was spoken with: a name, a number, a model."""
    return LeadFactory(store=store, agent=agent, name="王建国", model="凯美瑞", phone="15400009999", reached_at=MONDAY_10)


def written(lead):
    return list(CardFact.objects.filter(lead=lead).values_list("key", "before", "after", "call", "by__username"))


def send(client, lead, **said):
    """Send the page's form: what stands there, with some of it changed."""
    page = client.get(reverse("calls_card", args=[lead.pk]))
    form = page.context["form"]
    stands = {name: form.initial.get(name, "") for name in form.fields}
    return client.post(reverse("calls_card", args=[lead.pk]), stands | {f"initial-{name}": value for name, value in stands.items()} | said)


def test_the_card_is_opened_with_all_that_is_known_and_author_and_moment_stay(client_of, agent, spoken):
    client = client_of(agent)
    opened = send(client, spoken, open="1", budget="18 万", payment="loan")
    card = Card.objects.get(lead=spoken)

    again = send(client, spoken, open="1", budget="20 万")

    assert (opened.status_code, again.status_code, card.agent) == (303, 303, agent)
    assert (Card.objects.get(lead=spoken).at, Card.objects.count()) == (card.at, 1)
    assert written(spoken) == [("budget", "", "18 万", None, "agent"), ("payment", "", "loan", None, "agent"), ("budget", "18 万", "20 万", None, "agent")]


def test_what_is_written_anew_stands_on_the_timeline_and_the_trail(client_of, agent, spoken):
    client = client_of(agent)
    send(client, spoken, budget="18 万")
    send(client, spoken, budget="20 万", model="RAV4荣放")

    page = client.get(reverse("lead", args=[spoken.pk])).content.decode()

    assert "预算 18 万 → 20 万" in page
    assert Lead.objects.get(pk=spoken.pk).model == "RAV4荣放"
    assert TrailEntry.objects.filter(action="card.facts", object_id=spoken.pk).count() == 2
    assert not Card.objects.exists()


def test_of_two_who_write_the_same_both_versions_are_shown_and_either_is_taken(client_of, agent, leader, spoken):
    client = client_of(agent)
    send(client_of(leader), spoken, budget="15 万", rivals="CR-V")

    both = client.post(reverse("calls_card", args=[spoken.pk]), {"name": "王建国", "initial-name": "王建国", "budget": "20 万", "initial-budget": ""})
    said = {"name": "王建国", "initial-name": "王建国", "budget": "20 万", "initial-budget": "15 万", "collided": "budget"}
    client.post(reverse("calls_card", args=[spoken.pk]), said | {"keep": "theirs"})
    theirs = written(spoken)[-1]
    client.post(reverse("calls_card", args=[spoken.pk]), said | {"keep": "mine"})

    assert (both.status_code, "15 万" in both.content.decode(), "20 万" in both.content.decode()) == (409, True, True)
    assert (theirs[:3], written(spoken)[-1][:3]) == (("rivals", "", "CR-V"), ("budget", "15 万", "20 万"))


@pytest.mark.parametrize(("facts", "lacks"), [({"name": ""}, "name"), ({"model": ""}, "model")])
def test_a_card_is_not_opened_without_name_and_model_and_what_was_typed_comes_back(client_of, agent, spoken, facts, lacks):
    answer = send(client_of(agent), spoken, open="1", budget="18 万", **facts)

    assert (answer.status_code, list(answer.context["form"].errors), "18 万" in answer.content.decode()) == (422, [lacks], True)
    assert not CardFact.objects.exists()


def test_with_a_privacy_number_alone_the_real_one_is_asked_and_opens_the_card(client_of, store, agent):
    lead = LeadFactory(store=store, agent=agent, name="龚雪梅", model="卡罗拉", phone="15400987706,8421", reached_at=MONDAY_10)
    client = client_of(agent)
    refused = send(client, lead, open="1")
    send(client, lead, open="1", real_number="15400135521")

    lead.refresh_from_db()

    assert (refused.status_code, list(refused.context["form"].errors), lead.phone, lead.card_by) == (422, ["real_number"], "15400135521", agent)


def test_a_real_number_that_another_customer_has_is_kept_with_the_call_and_opens_the_card(client_of, store, agent):
    LeadFactory(store=store, phone="15400135521")
    lead = LeadFactory(store=store, agent=agent, name="龚雪梅", model="卡罗拉", phone="15400987706,8421", reached_at=MONDAY_10, call_count=1)
    call = CallFactory(lead=lead, agent=agent, outcome="connected", at=MONDAY_10)

    send(client_of(agent), lead, open="1", real_number="15400135521")

    call.refresh_from_db()
    lead.refresh_from_db()
    assert (call.real_number, lead.phone, lead.card_by) == ("15400135521", "15400987706,8421", agent)


def test_who_was_never_spoken_with_has_no_card_to_open(client_of, store, agent):
    lead = LeadFactory(store=store, agent=agent, name="赵敏", model="凯美瑞")

    page, refused = client_of(agent).get(reverse("calls_card", args=[lead.pk])), send(client_of(agent), lead, open="1")

    assert ('name="open"' in page.content.decode(), refused.status_code, Card.objects.exists()) == (False, 422, False)


def test_a_number_in_what_is_known_is_masked_and_stays(client_of, agent, spoken):
    client = client_of(agent)
    send(client, spoken, decides="妻 15400001111")

    page = client.get(reverse("calls_card", args=[spoken.pk])).content.decode()
    send(client, spoken, budget="18 万")

    assert "15400001111" not in page
    assert [row[:3] for row in written(spoken)] == [("decides", "", "妻 15400001111"), ("budget", "", "18 万")]


def test_a_colleagues_customer_and_a_closed_one_have_no_such_page(client_of, store, agent, other_agent, spoken):
    closed = LeadFactory(store=store, agent=agent, closed_at=MONDAY_10, closed_as="lost")

    answers = [client_of(person).get(reverse("calls_card", args=[lead.pk])).status_code for person, lead in ((other_agent, spoken), (agent, closed))]

    assert answers == [404, 404]
