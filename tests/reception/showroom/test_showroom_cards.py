"""The showroom's cards, kept at the front desk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dcc.errors import Refused
from reception.models import ShowroomCard
from reception.showroom.forms.showroom import CardForm
from reception.showroom.rules.showroom_cards import CardFacts, add_card, change_card, close_card
from tests.moments import MONDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail

FACTS = CardFacts(phone="15400001234", name="吕建华", model="凯美瑞", consultant="马涛", card_date=MONDAY_9.date())


def test_a_card_is_written_with_its_last_four_and_the_moment_it_was_entered(store, front_desk):
    card = add_card(store, FACTS, by=front_desk, now=TUESDAY_9)

    assert (card.phone_tail, card.entered_at, card.by, card.state, card.consultant) == ("1234", TUESDAY_9, front_desk, "open", "马涛")
    assert trail("showroom_card.add") == [{}]


def test_a_number_has_one_open_card(store, front_desk):
    card = add_card(store, FACTS, by=front_desk, now=MONDAY_9)

    with pytest.raises(Refused):
        add_card(store, FACTS, by=front_desk, now=TUESDAY_9)
    close_card(card, state="lost", by=front_desk, now=TUESDAY_9)
    add_card(store, FACTS, by=front_desk, now=WEDNESDAY_9)

    assert list(ShowroomCard.objects.order_by("pk").values_list("state", flat=True)) == ["lost", "open"]


def test_the_day_of_a_card_does_not_lie_ahead(store, front_desk):
    with pytest.raises(Refused):
        add_card(store, replace(FACTS, card_date=MONDAY_9.date() + timedelta(days=1)), by=front_desk, now=MONDAY_9)

    assert ShowroomCard.objects.count() == 0


def test_what_a_card_says_is_corrected_and_its_number_stays(store, front_desk):
    card = add_card(store, FACTS, by=front_desk, now=MONDAY_9)
    after = replace(FACTS, phone="15400009999", consultant="李响", last_contact_at=MONDAY_9)

    answers = [change_card(card, after, by=front_desk, now=TUESDAY_9) for _ in range(2)]

    card.refresh_from_db()
    assert (answers, card.phone, card.consultant, card.last_contact_at) == ([True, False], "15400001234", "李响", MONDAY_9)
    assert trail("showroom_card.change") == [{"after": ["consultant", "last_contact_at"]}]


def test_a_card_is_closed_once(store, front_desk):
    card = add_card(store, FACTS, by=front_desk, now=MONDAY_9)

    answers = [close_card(card, state=state, by=front_desk, now=TUESDAY_9) for state in ("sold", "lost")]

    assert (answers, ShowroomCard.objects.get().state) == ([True, False], "sold")


@pytest.mark.parametrize(("days", "wrong"), [(-1, True), (0, False), (1, False), (2, True)])
def test_the_last_contact_lies_between_the_card_and_today(store, days, wrong):
    made = MONDAY_9.date()
    said = {"phone": "15400001234", "name": "吕建华", "consultant": "马涛", "card_date": made, "last_contact": made + timedelta(days=days)}
    form = CardForm(said, store=store, area="", today=TUESDAY_9.date())
    form.is_valid()
    assert ("last_contact" in form.errors) is wrong
