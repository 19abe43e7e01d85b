"""What is left of the first-response limit."""

from datetime import time

import pytest

from dcc.reckoning.clock import WorkingHours
from leads.pool.first_response import Left, is_short, short_until, time_left
from leads.pool.first_response_words import in_words
from tests.moments import FRIDAY_9, MONDAY_9, ZONE, moment

HOURS = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE)


@pytest.mark.parametrize(
    ("respond_by", "now", "left"),
    [
        (None, MONDAY_9, None),
        (moment(23, 9, 30), MONDAY_9, Left(30)),
        (moment(23, 9, 30), moment(23, 9, 30), Left(0)),
        (moment(24, 8, 40), moment(23, 17, 50), Left(20)),
        (moment(23, 9, 30), moment(23, 9, 42), Left(-13)),
        (moment(23, 17, 50), moment(24, 8, 40), Left(-21)),
        (MONDAY_9, FRIDAY_9, Left(-1, days=4)),
    ],
    ids=["no limit", "half an hour", "the last minute", "over night", "late", "late over night", "days late"],
)
def test_only_working_minutes_count(respond_by, now, left):
    assert time_left(respond_by, now, HOURS) == left


def test_a_limit_that_has_just_begun_to_run_out_is_not_late_and_one_that_has_run_out_is():
    on_time = time_left(moment(23, 9, 30), moment(23, 9, 30), HOURS)
    late = time_left(moment(23, 9, 30), moment(23, 9, 31), HOURS)

    assert (on_time.is_late, late.is_late) == (False, True)


@pytest.mark.parametrize(("minutes", "expected"), [(16, False), (15, True), (0, True), (-1, True)])
def test_a_lead_must_be_given_once_half_its_limit_is_over(minutes, expected):
    assert is_short(Left(minutes), 30) is expected


def test_the_database_is_asked_the_same():
    until = short_until(MONDAY_9, 30, HOURS)

    assert until == moment(23, 9, 15)
    assert is_short(time_left(until, MONDAY_9, HOURS), 30) is True


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "—"),
        (Left(7), "7 分"),
        (Left(90), "1 小时 30 分"),
        (Left(300), "5 小时"),
        (Left(-12), "超限 12 分"),
        (Left(-1, days=3), "超限 3 天"),
    ],
)
def test_it_is_said_as_briefly_as_a_table_wants_it(left, words):
    assert in_words(left) == words
