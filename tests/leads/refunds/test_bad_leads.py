"""Why an inquiry is a bad lead: the first reason that holds."""

from datetime import timedelta

import pytest

from leads.refunds.bad_leads import Came, Judged, judge
from tests.moments import MONDAY_9, MONDAY_10

HERE, ELSEWHERE = 1, 2
DAY = timedelta(days=1)
OURS = Came(10, HERE, MONDAY_9)


def why(*others, closed_as="", meaning="", came=OURS):
    return judge(came, closed_as=closed_as, meaning=meaning, others=others)


@pytest.mark.parametrize(
    ("closed_as", "meaning", "reason"),
    [
        ("invalid", "wrong_number", "wrong_number"),
        ("invalid", "out_of_service", "out_of_service"),
        ("invalid", "not_the_person", "not_the_person"),
        ("invalid", "trade", ""),
        ("invalid", "never_reached", ""),
        ("invalid", "", ""),
        ("out_of_area", "", "out_of_area"),
        ("lost", "wrong_number", ""),
        ("", "", ""),
    ],
)
def test_a_platform_pays_for_numbers_that_were_none_and_for_people_of_elsewhere(closed_as, meaning, reason):
    assert why(closed_as=closed_as, meaning=meaning) == Judged(reason)


@pytest.mark.parametrize(
    ("ago", "is_bad"),
    [(timedelta(seconds=1), True), (30 * DAY, True), (30 * DAY + timedelta(microseconds=1), False), (-timedelta(seconds=1), False)],
)
def test_who_came_by_another_channel_within_thirty_days_before_is_bad(ago, is_bad):
    other = Came(9, ELSEWHERE, MONDAY_9 - ago)

    assert why(other) == (Judged("other_channel", other) if is_bad else Judged())


def test_who_came_by_the_same_channel_before_is_not_bad():
    assert why(Came(9, HERE, MONDAY_9 - DAY)) == Judged()


def test_of_two_at_the_same_moment_the_one_entered_first_is_first():
    assert why(Came(9, ELSEWHERE, MONDAY_9)).reason == "other_channel"
    assert why(Came(11, ELSEWHERE, MONDAY_9)).reason == ""


def test_a_day_without_a_time_comes_after_all_moments_of_its_day():
    midnight = MONDAY_9.replace(hour=0)

    assert why(Came(11, ELSEWHERE, MONDAY_10), came=Came(10, HERE, midnight, day_only=True)).reason == "other_channel"
    assert why(Came(9, ELSEWHERE, midnight, day_only=True)).reason == ""


def test_of_two_earlier_ones_the_nearest_is_named():
    near, far = Came(8, ELSEWHERE, MONDAY_9 - DAY), Came(9, 3, MONDAY_9 - 2 * DAY)

    assert why(far, near) == Judged("other_channel", near)


def test_an_invalid_number_comes_before_a_number_that_was_here():
    assert why(Came(9, ELSEWHERE, MONDAY_9 - DAY), closed_as="invalid", meaning="out_of_service") == Judged("out_of_service")
