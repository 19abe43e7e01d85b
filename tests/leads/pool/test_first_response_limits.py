"""What is left of the first-response limit exactly at its limits."""

from datetime import time, timedelta

import pytest

from dcc.reckoning.clock import WorkingHours
from leads.pool.first_response import Left, is_short, short_until, time_left
from tests.moments import MONDAY_9, WEDNESDAY_9, ZONE, moment

TICK = timedelta.resolution
HOURS = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE)


@pytest.mark.parametrize(
    ("now", "left"),
    [
        (moment(23, 9) - timedelta(minutes=1) + TICK, Left(1)),
        (MONDAY_9 - TICK, Left(1)),
        (MONDAY_9, Left(0)),
        (MONDAY_9 + TICK, Left(-1)),
        (MONDAY_9 + timedelta(minutes=1) - TICK, Left(-1)),
        (MONDAY_9 + timedelta(minutes=1), Left(-2)),
        (WEDNESDAY_9, Left(-1 - 2 * 570)),
        (WEDNESDAY_9 + TICK, Left(-1, days=2)),
        (moment(26, 9) - TICK, Left(-1, days=2)),
        (moment(26, 9), Left(-1, days=3)),
    ],
)
def test_a_minute_that_has_begun_counts_until_more_than_two_days_have_passed(now, left):
    assert time_left(MONDAY_9, now, HOURS) == left


@pytest.mark.parametrize(("left", "late"), [(Left(1), False), (Left(0), False), (Left(-1), True), (Left(0, days=1), True), (Left(0, days=0), False)])
def test_late_is_what_is_past(left, late):
    assert left.is_late is late


@pytest.mark.parametrize(("minutes", "limit", "short"), [(16, 31, False), (15, 31, True), (15, 30, True), (16, 30, False), (0, 0, True), (1, 1, False)])
def test_half_of_the_limit_must_be_left(minutes, limit, short):
    assert is_short(Left(minutes), limit) is short


def test_who_has_no_limit_is_never_short_and_who_is_days_late_always():
    assert (is_short(None, 30), is_short(Left(20, days=3), 30)) == (False, True)


@pytest.mark.parametrize(("now", "until"), [(MONDAY_9, moment(23, 9, 15)), (moment(23, 17, 50), moment(24, 8, 35)), (moment(23, 20), moment(24, 8, 45))])
def test_short_is_due_within_half_the_limit_of_working_time(now, until):
    assert short_until(now, 30, HOURS) == until
