"""When a showroom card comes onto the director's list."""

from datetime import date, timedelta

from reception.showroom.ripeness import Card, Limit, listed_at
from tests.moments import ZONE, moment

SINCE = moment(1, 0)
SIXTY = [Limit(SINCE, 60)]


def test_a_card_is_listed_on_the_morning_of_the_day_it_is_ripe():
    card = Card(moment(25, 0).date() - timedelta(days=60))

    before, on_time = listed_at(card, SIXTY, zone=ZONE, now=moment(25, 7, 59)), listed_at(card, SIXTY, zone=ZONE, now=moment(25, 8))

    assert (before, on_time) == (None, moment(25, 8))


def test_however_late_the_program_comes_to_it_the_moment_is_that_morning():
    card = Card(moment(20, 0).date() - timedelta(days=60))

    listed = listed_at(card, SIXTY, zone=ZONE, now=moment(25, 17))

    assert listed == moment(20, 8)


def test_a_card_that_was_typed_late_is_listed_the_morning_after():
    card = Card(date(2026, 1, 1), entered_at=moment(23, 15))

    listed = listed_at(card, SIXTY, zone=ZONE, now=moment(25, 17))

    assert listed == moment(24, 8)


def test_a_held_card_returns_on_its_date():
    card = Card(date(2026, 1, 1), held_until=moment(25, 0))

    before, on_time = listed_at(card, SIXTY, zone=ZONE, now=moment(24, 20)), listed_at(card, SIXTY, zone=ZONE, now=moment(25, 20))

    assert (before, on_time) == (None, moment(25, 8))


def test_each_morning_is_judged_by_the_limit_of_that_morning():
    card = Card(moment(25, 0).date() - timedelta(days=40))

    listed = listed_at(card, [Limit(SINCE, 60), Limit(moment(24, 12), 30)], zone=ZONE, now=moment(25, 20))

    assert listed == moment(25, 8)
