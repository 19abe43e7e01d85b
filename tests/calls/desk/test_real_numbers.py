"""A card wants the real number: a portal's, which ends, makes none."""

import pytest
from django.urls import reverse

from calls.cards.rules.cards import open_card
from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import CardFacts, finish_call
from calls.incoming.rules.incoming import Agreed, Caller, identify, take_call
from calls.models import Call
from dcc.errors import Refused
from dcc.models import Word
from leads.models import Lead
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9

PRIVATE, REAL = "15400000001,1234", "15400000002"
TALKED = Said("connected", "已接通")


@pytest.fixture
def lead(store, agent):
    return LeadFactory(store=store, agent=agent, phone=PRIVATE, name="龚雪梅", model="卡罗拉")


def test_a_card_on_a_privacy_number_is_refused_and_nothing_of_the_call_is_written(lead, agent):
    with pytest.raises(Refused) as refusal:
        finish_call(lead, said=TALKED, card=CardFacts(), by=agent, now=MONDAY_10)

    assert (str(refusal.value), refusal.value.about) == ("建卡要真号：这是虚拟号，会过期，先问真号。", "real_number")
    assert (Call.objects.count(), Lead.objects.get().card_at) == (0, None)


def test_so_it_is_on_a_plain_number_that_ends(lead, agent):
    Lead.objects.update(phone=REAL, phone_until=TUESDAY_9)

    with pytest.raises(Refused):
        finish_call(Lead.objects.get(), said=TALKED, card=CardFacts(), by=agent, now=MONDAY_10)


def test_the_real_number_told_in_the_same_call_makes_it(lead, agent):
    finish_call(lead, said=TALKED, card=CardFacts(), real_number=REAL, by=agent, now=MONDAY_10)

    assert Lead.objects.values_list("phone", "card_at").get() == (REAL, MONDAY_10)


def test_one_that_another_customer_has_was_told_and_holds_for_later_calls_too(lead, agent, other_agent):
    LeadFactory(store=lead.store, agent=other_agent, phone=REAL)
    finish_call(lead, said=TALKED, real_number=REAL, by=agent, now=MONDAY_9)

    assert open_card(lead, by=agent, now=MONDAY_10)


def test_the_form_asks_for_it_and_keeps_what_was_typed(client_of, lead, agent):
    outcome = Word.objects.get(store=lead.store, kind="call_outcome", meaning="connected").pk
    browser, address = client_of(agent), reverse("calls_log", args=[lead.pk])
    browser.post(reverse("calls_number", args=[lead.pk]), {"dial": "yes"})
    typed = {"token": "0b7f2a5e-3c1d-4b8e-9a66-0d4c2f1e7a10", "outcome": outcome, "note": "等报价", "card": "on"}

    refused = browser.post(address, typed)
    kept = browser.post(address, typed | {"real_number": "154 0000 0002"})

    page = refused.content.decode()
    assert (refused.status_code, kept.status_code) == (422, 303)
    assert all(words in page for words in ("建卡要真号：这是虚拟号，会过期，先问真号。", "等报价"))
    assert (Lead.objects.get().phone, Lead.objects.get().card_by) == (REAL, agent)


def test_a_real_number_told_at_the_incoming_window_is_kept(lead, agent):
    Lead.objects.update(phone="15400000003", phone_until=TUESDAY_9)
    window = identify("15400000003", by=agent, now=MONDAY_10)

    take_call(window, said=TALKED, caller=Caller(), agreed=Agreed(CardFacts(), real_number=REAL), by=agent, now=MONDAY_11)

    assert Lead.objects.values_list("phone", "card_at").get() == (REAL, MONDAY_11)
