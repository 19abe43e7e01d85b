"""The real number that another customer has: kept with the call, proposed as a merge, no dead end."""

import pytest

from calls.desk.parts.saved_words import said_words
from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import CardFacts, Next, finish_call
from calls.models import Call
from dcc.errors import Refused
from leads.grading.rules.closing_leads import close_lead
from leads.models import Lead
from reception.merging.pairs import REAL_NUMBER, Pair, proposed
from reception.merging.rules.telling_apart import tell_apart
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9

PRIVATE, REAL = "15400000001,1234", "15400000002"
TALKED = Said("connected", "已接通")


@pytest.fixture
def pair(store, agent, other_agent):
    """The one whose number it is, and one who gives it in a call, known by a privacy number."""
    theirs = LeadFactory(store=store, agent=other_agent, phone=REAL)
    return theirs, LeadFactory(store=store, agent=agent, phone=PRIVATE, name="龚雪梅", model="卡罗拉", phone_until=TUESDAY_9)


def test_the_number_is_kept_with_the_call_and_the_lead_keeps_its_own(pair, agent):
    call = finish_call(pair[1], said=TALKED, real_number=REAL, by=agent, now=MONDAY_10)

    pair[1].refresh_from_db()
    assert (Call.objects.get().real_number, pair[1].phone, pair[1].phone_until) == (REAL, PRIVATE, TUESDAY_9)
    assert said_words(pair[1], call, Next(), MONDAY_10).endswith("这个号是另一位客户的：已记在这通里，数据管理员会看要不要合并")


def test_the_card_is_opened_all_the_same(pair, agent):
    finish_call(pair[1], said=TALKED, card=CardFacts(), real_number=REAL, by=agent, now=MONDAY_10)

    assert Lead.objects.get(pk=pair[1].pk).card_at == MONDAY_10


def test_the_two_are_proposed_to_the_data_manager_as_one_person(pair, agent, data_manager):
    finish_call(pair[1], said=TALKED, real_number=REAL, by=agent, now=MONDAY_10)

    assert proposed(data_manager, MONDAY_11) == [Pair(pair[0].pk, pair[1].pk, REAL_NUMBER)]


def test_who_was_told_apart_or_has_closed_is_proposed_no_more(pair, agent, data_manager, leader):
    finish_call(pair[1], said=TALKED, real_number=REAL, by=agent, now=MONDAY_9)
    tell_apart(*pair, by=data_manager, now=MONDAY_10)
    apart = proposed(data_manager, MONDAY_11)
    third = LeadFactory(store=pair[0].store, agent=agent, phone="15400000009,1")
    finish_call(third, said=TALKED, real_number=REAL, by=agent, now=MONDAY_10)
    close_lead(pair[0], outcome="lost", reason="价格", by=leader, now=MONDAY_11)

    assert (apart, proposed(data_manager, MONDAY_11)) == ([], [])


def test_what_is_no_number_is_refused_still(pair, agent):
    with pytest.raises(Refused):
        finish_call(pair[1], said=TALKED, real_number="12345", by=agent, now=MONDAY_10)

    assert Call.objects.count() == 0


def test_a_number_that_only_a_closed_lead_has_is_learned(pair, agent, leader):
    close_lead(pair[0], outcome="lost", reason="价格", by=leader, now=MONDAY_9)

    finish_call(pair[1], said=TALKED, real_number=REAL, by=agent, now=MONDAY_10)

    assert list(Lead.objects.open().values_list("phone", "phone_until")) == [(REAL, None)]
