"""When somebody may come, and when a half hour is full: each limit just below, at and above."""

from datetime import date, time, timedelta

import pytest

from calls.appointments.slots import days_ahead, half_hours, is_full, obstacle, slot_of
from dcc.reckoning.clock import WorkingHours
from tests.moments import MONDAY_9, ZONE, moment

TICK = timedelta.resolution
HOURS = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE, closed=frozenset({date(2026, 11, 25)}))


def why(at, *, days_ahead=30):
    return obstacle(at, now=MONDAY_9, hours=HOURS, days_ahead=days_ahead)


def test_nobody_comes_in_the_past():
    reasons = [why(MONDAY_9 + shift) for shift in (-TICK, timedelta(), TICK)]

    assert reasons == ["passed", "passed", ""]


@pytest.mark.parametrize("days", [1, 2, 5])
def test_so_many_calendar_days_ahead_are_the_limit(days):
    hours = WorkingHours(opens=time(0), closes=time(23, 59), zone=ZONE)
    midnight = moment(23, 0) + timedelta(days=days + 1)

    reasons = [obstacle(at, now=MONDAY_9, hours=hours, days_ahead=days) for at in (midnight - timedelta(minutes=2), midnight)]

    assert reasons == ["", "too_far"]


def test_people_come_from_opening_until_before_closing():
    reasons = [why(at) for at in (moment(24, 8, 30) - TICK, moment(24, 8, 30), moment(24, 18) - TICK, moment(24, 18))]

    assert reasons == ["closed_hours", "", "", "closed_hours"]


def test_nobody_comes_on_a_day_on_which_the_store_is_closed():
    reasons = [why(moment(day, 10)) for day in (24, 25, 26)]

    assert reasons == ["", "closed_day", ""]


@pytest.mark.parametrize(
    ("at", "start"),
    [
        (moment(24, 10), moment(24, 10)),
        (moment(24, 10, 30) - TICK, moment(24, 10)),
        (moment(24, 10, 30), moment(24, 10, 30)),
        (moment(24, 11) - TICK, moment(24, 10, 30)),
    ],
)
def test_a_moment_lies_in_its_half_hour(at, start):
    assert slot_of(at, ZONE) == (start, start + timedelta(minutes=30))


def test_a_half_hour_is_full_with_so_many_groups_of_each_specialist():
    full = [is_full(booked, each=2, specialists=2) for booked in (3, 4, 5)]

    assert full == [False, True, True]


def test_where_nobody_is_on_duty_one_receives():
    full = [is_full(booked, each=2, specialists=0) for booked in (1, 2)]

    assert full == [False, True]


@pytest.mark.parametrize(("minute", "first"), [(59, 23), (60, 24)])
def test_today_is_offered_until_the_store_closes_and_a_closed_day_never(minute, first):
    days = days_ahead(moment(23, 17) + timedelta(minutes=minute), HOURS)

    assert [day.day for day in days] == [day for day in (23, 24, 26, 27, 28, 29, 30) if day >= first][:6]


def test_every_half_hour_from_opening_to_closing_is_a_slot():
    slots = half_hours(HOURS)

    assert (slots[0], slots[-1], len(slots)) == (time(8, 30), time(17, 30), 19)
