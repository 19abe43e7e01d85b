"""When a card is ripe where the store changed its limit, and exactly at each moment."""

from datetime import timedelta

import pytest

from reception.showroom.ripeness import Card, Limit, listed_at
from tests.moments import ZONE, moment

TICK = timedelta.resolution
SINCE = moment(1, 0)
SIXTY = [Limit(SINCE, 60)]


def card_of(days: int, before: int = 25, **facts) -> Card:
    """A card that is so many days old on a day of November."""
    return Card(moment(before, 0).date() - timedelta(days=days), **facts)


def test_a_card_that_was_ripe_by_a_shorter_limit_is_listed_though_the_limit_grew_since():
    listed = listed_at(card_of(30, before=20), [Limit(SINCE, 30), Limit(moment(24, 12), 60)], zone=ZONE, now=moment(25, 20))

    assert listed == moment(20, 8)


def test_a_card_not_ripe_before_the_limit_grew_waits_for_the_longer_one():
    card = card_of(60, before=28)
    limits = [Limit(SINCE, 33), Limit(SINCE + TICK, 60)]

    assert [listed_at(card, limits, zone=ZONE, now=now) for now in (moment(27, 20), moment(28, 8))] == [None, moment(28, 8)]


@pytest.mark.parametrize(("valid_from", "listed"), [(moment(24, 8), moment(24, 8)), (moment(24, 8) + TICK, moment(25, 8))])
def test_a_limit_holds_from_exactly_its_moment(valid_from, listed):
    assert listed_at(card_of(40), [Limit(SINCE, 60), Limit(valid_from, 30)], zone=ZONE, now=moment(26, 20)) == listed


def test_of_several_limits_the_last_that_is_valid_holds_and_before_the_first_the_first():
    three = [Limit(SINCE, 90), Limit(moment(10, 0), 30), Limit(moment(20, 0), 60)]
    later = [Limit(moment(26, 0), 30), Limit(moment(27, 0), 60)]

    assert listed_at(card_of(50), three, zone=ZONE, now=moment(28, 20)) == moment(10, 8)
    assert listed_at(card_of(30), later, zone=ZONE, now=moment(25, 20)) == moment(25, 8)


@pytest.mark.parametrize(("days", "listed"), [(61, moment(24, 8)), (60, moment(25, 8)), (59, None)])
def test_a_card_is_ripe_on_exactly_its_day(days, listed):
    assert listed_at(card_of(days), SIXTY, zone=ZONE, now=moment(25, 20)) == listed


@pytest.mark.parametrize(("now", "listed"), [(moment(25, 8) - TICK, None), (moment(25, 8), moment(25, 8))])
def test_the_list_is_made_at_exactly_eight(now, listed):
    assert listed_at(card_of(60), SIXTY, zone=ZONE, now=now) == listed


@pytest.mark.parametrize("fact", ["entered_at", "held_until"])
@pytest.mark.parametrize(("at", "listed"), [(moment(24, 8), moment(24, 8)), (moment(24, 8) + TICK, moment(25, 8)), (moment(23, 23, 59), moment(24, 8))])
def test_what_was_typed_or_held_until_exactly_eight_is_on_the_list_of_that_morning(fact, at, listed):
    assert listed_at(card_of(90, **{fact: at}), SIXTY, zone=ZONE, now=moment(26, 20)) == listed
