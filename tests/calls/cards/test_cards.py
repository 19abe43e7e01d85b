"""The A-card."""

import pytest

from calls.cards.rules.cards import open_card
from calls.models import Card
from dcc.errors import Refused
from leads.models import NO_NAME
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11
from tests.trail import trail


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国", model="卡罗拉", reached_at=MONDAY_9)


def test_whoever_opens_the_card_is_its_author(agent, lead):
    opened = open_card(lead, by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert opened is True
    assert list(Card.objects.values_list("agent", "at")) == [(agent.pk, MONDAY_10)]
    assert (lead.card_at, lead.card_by, len(trail("card.open"))) == (MONDAY_10, agent, 1)


def test_a_second_card_is_none_and_author_and_moment_stay(agent, other_agent, lead):
    open_card(lead, by=agent, now=MONDAY_10)

    opened = open_card(lead, by=other_agent, now=MONDAY_11)

    assert opened is False
    assert list(Card.objects.values_list("agent", "at")) == [(agent.pk, MONDAY_10)]


def test_a_card_needs_a_conversation(agent, lead):
    lead.reached_at = None
    lead.save()

    with pytest.raises(Refused):
        open_card(lead, by=agent, now=MONDAY_10)

    assert Card.objects.count() == 0


@pytest.mark.parametrize("missing", [{"name": NO_NAME}, {"model": ""}, {"phone": None}])
def test_a_card_needs_a_name_a_number_and_a_model(agent, lead, missing):
    for field, value in missing.items():
        setattr(lead, field, value)
    lead.save()

    with pytest.raises(Refused):
        open_card(lead, by=agent, now=MONDAY_10)

    assert Card.objects.count() == 0


def test_name_and_model_may_come_with_the_card_and_make_the_lead_findable(agent):
    lead = LeadFactory(store=agent.store, agent=agent, name=NO_NAME, model="", reached_at=MONDAY_9)

    open_card(lead, name="王建国", model="亚洲龙", by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert (lead.name, lead.given_name, lead.initials, lead.model) == ("王建国", "建国", "wjg", "亚洲龙")


def test_a_known_name_is_not_overwritten_by_the_card(agent, lead):
    open_card(lead, name="王先生", by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert lead.name == "王建国"
