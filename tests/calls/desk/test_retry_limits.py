"""The ladder of retries exactly at its limits."""

from datetime import time, timedelta

import pytest

from calls.desk.retry import after_no_show, another_hour, next_try, read_step
from dcc.reckoning.clock import WorkingHours
from tests.moments import ZONE, moment

HOURS = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE)
LADDER = ["2h", "1d", "3d"]


@pytest.mark.parametrize(
    ("tried", "hour"),
    [
        ([(13, 1)], time(11)),
        ([(12, 59)], time(15)),
        ([(13, 0)], time(11)),
        ([(9, 0)], time(11)),
        ([(9, 1)], time(15)),
        ([(11, 0)], time(15)),
        ([(11, 0), (15, 0)], time(17)),
        ([(11, 0), (15, 0), (17, 0)], time(11)),
        ([(12, 0), (13, 30), (17, 0)], time(9, 30)),
        ([(9, 0), (11, 0), (14, 0), (16, 30)], time(11)),
    ],
)
def test_two_hours_exactly_are_far_enough_and_the_first_that_is_counts(tried, hour):
    moments = [moment(23, *clock) for clock in tried]

    assert another_hour(moments, HOURS) == hour


def test_the_next_day_avoids_the_hour_of_this_call_and_of_those_before_it():
    due_at = next_try(2, at=moment(23, 15), ladder=LADDER, hours=HOURS, tried=[moment(23, 11)])

    assert due_at == moment(24, 17)


def test_a_step_of_two_days_keeps_the_hour():
    due_at = next_try(1, at=moment(23, 14, 32), ladder=["2d"], hours=HOURS)

    assert due_at == moment(25, 14, 32)


@pytest.mark.parametrize(("attempt", "due_at"), [(1, moment(23, 16)), (2, moment(24, 11)), (3, moment(26, 14)), (4, None)])
def test_each_attempt_takes_its_own_step_and_after_the_last_there_is_none(attempt, due_at):
    assert next_try(attempt, at=moment(23, 14), ladder=LADDER, hours=HOURS, tried=[moment(23, 17)]) == due_at


@pytest.mark.parametrize(
    ("at", "due_at"),
    [
        (moment(23, 16) - timedelta.resolution, moment(23, 18) - timedelta.resolution),
        (moment(23, 16), moment(24, 8, 30)),
        (moment(23, 5), moment(23, 8, 30)),
    ],
)
def test_a_retry_lies_inside_the_working_hours(at, due_at):
    assert next_try(1, at=at, ladder=LADDER, hours=HOURS) == due_at


@pytest.mark.parametrize(("step", "read"), [("1h", (1, "h")), ("9d", (9, "d")), ("10h", (10, "h")), ("99d", (99, "d"))])
def test_a_step_has_one_digit_or_two(step, read):
    assert read_step(step) == read


@pytest.mark.parametrize("step", ["100h", "01d", "2H", "2hd"])
def test_anything_longer_is_no_step(step):
    with pytest.raises(ValueError, match=step):
        read_step(step)


@pytest.mark.parametrize(
    ("missed_at", "due"),
    [
        (moment(23, 10), moment(23, 10, 30)),
        (moment(23, 20, 30) - timedelta.resolution, moment(23, 21) - timedelta.resolution),
        (moment(23, 20, 30), moment(24, 8)),
        (moment(23, 7, 30) - timedelta.resolution, moment(23, 8)),
        (moment(23, 7, 30), moment(23, 8)),
        (moment(23, 23, 45), moment(24, 8)),
    ],
)
def test_who_did_not_come_is_called_half_an_hour_later_inside_the_call_window(missed_at, due):
    assert after_no_show(missed_at, first=time(8), last=time(21), zone=ZONE) == due
