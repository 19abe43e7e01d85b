"""A button pressed twice in one moment: what takes back, corrects or opens again is done once, and the other is told so (docs/rules/trust.md#twice-is-once)."""

import pytest

from dcc.models import TrailEntry
from tests.whole.racing import at_once
from tests.whole.twice import SAID_ANEW, TAKEN_BACK, Cast, a_booking, a_visit, what_an_order_says

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("scene", TAKEN_BACK, ids=lambda scene: scene.__name__)
def test_what_is_taken_back_corrected_or_opened_twice_is_one_deed_and_the_other_is_told(store, scene):
    deed = scene(Cast(store))

    told = at_once([deed.row] * 2, [deed.verb] * 2)

    assert sorted(sentence == "" for sentence in told) == [False, True]
    assert TrailEntry.objects.filter(action=deed.action).count() == 1


@pytest.mark.parametrize("scene", SAID_ANEW, ids=lambda scene: scene.__name__)
def test_what_is_said_twice_in_the_same_words_is_one_deed(store, scene):
    deed = scene(Cast(store))

    told = at_once([deed.row] * 2, [deed.verb] * 2)

    assert (told, TrailEntry.objects.filter(action=deed.action).count()) == (["", ""], 1)


def test_of_two_who_write_an_order_otherwise_at_once_one_is_told(store):
    deed = what_an_order_says(Cast(store))
    verbs = [lambda order, model=model: deed.verb(order, changes={"model": ("凯美瑞", model)}) for model in ("汉兰达", "卡罗拉")]

    told = at_once([deed.row] * 2, verbs)

    deed.row.refresh_from_db()
    assert sorted(sentence == "" for sentence in told) == [False, True]
    assert deed.row.model == ("汉兰达", "卡罗拉")[told.index("")]


def test_a_visit_and_the_booking_it_kept_are_taken_back_in_one_order(store):
    cast = Cast(store)
    booked, visit = a_booking(cast), a_visit(cast)

    told = at_once([visit.row, booked.row], [visit.verb, booked.verb])

    booked.row.refresh_from_db()
    assert (told[0], booked.row.annulled_at is not None) == ("", told[1] == "")
