"""A card on a lead whose real number another open lead has counts, and pays nothing until the two are merged or told apart."""

import pytest

from leads.models import Lead, ToldApart
from reception.merging.rules.merging import merge_leads
from reception.reconcile.card_pay import pays, unpaid
from tests.factories import CallFactory, CardFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW

NUMBER = "15411110007"


@pytest.fixture
def told(store, agent) -> Lead:
    """A lead with a card, whose customer told a number in the second of two calls."""
    lead = LeadFactory(store=store, agent=agent, phone="15499990001,1234")
    CardFactory(lead=lead, agent=agent, at=MONDAY_9)
    CallFactory(lead=lead, agent=agent, at=MONDAY_9)
    CallFactory(lead=lead, agent=agent, at=MONDAY_10, real_number=NUMBER)
    return lead


def test_it_waits_while_another_open_lead_has_the_number(store, other_store, told):
    nobody = pays(told)
    LeadFactory(store=other_store, phone=NUMBER)
    elsewhere = pays(told)
    other = LeadFactory(store=store, phone=NUMBER)
    waits = unpaid([told.pk, other.pk])
    Lead.objects.filter(pk=other.pk).update(closed_at=NOW, closed_as="lost")

    assert (nobody, elsewhere, waits, pays(told)) == (True, True, {told.pk: "waits"}, True)


@pytest.mark.parametrize("told_first", [True, False])
def test_it_pays_once_the_two_are_told_apart(store, told, told_first):
    other = LeadFactory(store=store, phone=NUMBER)
    pair = {"lead": told, "other": other} if told_first else {"lead": other, "other": told}
    waits = pays(told)
    ToldApart.objects.create(store=store, **pair, at=NOW)

    assert (waits, pays(told)) == (False, True)


def test_it_pays_once_they_are_one(store, told, data_manager):
    kept = merge_leads(told, LeadFactory(store=store, phone=NUMBER), by=data_manager, now=NOW)

    assert pays(kept)
