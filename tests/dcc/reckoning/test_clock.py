"""Days and working minutes."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dcc.reckoning.clock import WorkingHours, day_of, day_range, day_said, is_holiday, range_of
from dcc.store.store_settings import SETTINGS
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_17, TUESDAY_9, ZONE, moment

HOURS = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE)
MOMENTS = st.integers(0, 500 * 24 * 60).map(lambda minutes: datetime(2025, 6, 1, tzinfo=ZONE) + timedelta(minutes=minutes))


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """Return a moment in the store's zone."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


def test_a_day_begins_at_the_stores_midnight():
    assert day_of(datetime(2026, 11, 23, 15, 59, tzinfo=ZoneInfo("UTC")), ZONE) == date(2026, 11, 23)
    assert day_of(datetime(2026, 11, 23, 16, 0, tzinfo=ZoneInfo("UTC")), ZONE) == date(2026, 11, 24)


def test_a_period_includes_both_its_days():
    assert range_of(date(2026, 11, 23), date(2026, 11, 24), ZONE) == (moment(23, 0), moment(25, 0))
    assert day_range(date(2026, 11, 23), ZONE) == (moment(23, 0), moment(24, 0))


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2026, 2, 17), True),  # 春节
        (date(2026, 10, 1), True),  # 国庆
        (date(2026, 11, 22), False),  # an ordinary Sunday: dealerships work
        (date(2026, 11, 23), False),
        (date(2031, 10, 1), False),  # a year the calendar does not know
    ],
)
def test_public_holidays_are_closed_and_sundays_are_not(day, holiday):
    assert is_holiday(day) is holiday


def test_minutes_before_opening_do_not_run():
    assert HOURS.add_minutes(MONDAY_8, 30) == MONDAY_9
    assert HOURS.minutes_between(MONDAY_8, MONDAY_9) == 30.0


def test_minutes_left_at_closing_run_on_next_morning():
    assert HOURS.add_minutes(moment(23, 17, 50), 30) == moment(24, 8, 50)
    assert HOURS.minutes_between(MONDAY_17, TUESDAY_9) == 90.0


def test_a_limit_that_ends_at_closing_ends_that_day():
    assert HOURS.add_minutes(moment(23, 17, 30), 30) == moment(23, 18)


def test_the_clock_stands_still_over_the_national_holiday():
    assert HOURS.add_minutes(at(2026, 9, 30, 17, 50), 30) == at(2026, 10, 8, 8, 50)
    assert HOURS.minutes_between(at(2026, 9, 30, 17, 50), at(2026, 10, 8, 8, 50)) == 30.0


def test_a_store_may_work_through_holidays():
    hours = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE, holidays=False)

    assert hours.add_minutes(at(2026, 9, 30, 17, 50), 30) == at(2026, 10, 1, 8, 50)


def test_time_never_runs_backwards():
    assert HOURS.minutes_between(MONDAY_10, MONDAY_9) == 0.0


def day_by_day(hours: WorkingHours, start: datetime, end: datetime) -> timedelta:
    """The working time between two moments as one counts it on a calendar."""
    days = [day_of(start, ZONE) + timedelta(days=ahead) for ahead in range((day_of(end, ZONE) - day_of(start, ZONE)).days + 1)]
    spans = [(max(start, opens), min(end, closes)) for opens, closes in (hours.hours_of(day) for day in days if hours.works_on(day))]
    return sum((until - since for since, until in spans if since < until), timedelta())


@pytest.mark.parametrize("holidays", [True, False])
@given(start=MOMENTS, end=MOMENTS)
def test_working_time_is_what_the_calendar_says_day_by_day(holidays, start, end):
    closed = frozenset({date(2025, 7, 1), date(2025, 7, 2), date(2025, 10, 1), date(2026, 3, 9)})
    hours = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE, closed=closed, holidays=holidays)

    assert hours.time_between(start, end) == day_by_day(hours, start, end)


def test_working_time_up_to_the_last_day_there_is_is_counted_at_once():
    hours = WorkingHours(opens=time(8), closes=time(18), zone=ZONE, holidays=False)

    days = (date.max - date(2026, 11, 23)).days + 1
    assert [hours.time_between(moment(23, 0), at(9999, 12, 31, 23, 59)) for _again in range(1000)] == [days * timedelta(hours=10)] * 1000


def test_a_store_that_never_opens_has_no_working_time():
    assert WorkingHours(opens=time(18), closes=time(8), zone=ZONE).time_between(MONDAY_8, TUESDAY_9) == timedelta()


def test_a_store_that_never_opens_is_an_error():
    closed = WorkingHours(opens=time(8, 30), closes=time(18), zone=ZONE, closed=frozenset(date(2026, 11, 23) + timedelta(days=ahead) for ahead in range(70)))

    with pytest.raises(ValueError, match="sixty days"):
        closed.next_opening(MONDAY_9)


@given(start=MOMENTS, minutes=st.integers(0, 5000))
def test_adding_minutes_and_counting_them_are_inverse(start, minutes):
    assert HOURS.minutes_between(start, HOURS.add_minutes(start, minutes)) == float(minutes)


@given(start=MOMENTS, first=st.integers(0, 2000), second=st.integers(1, 2000))
def test_adding_in_two_steps_is_adding_at_once(start, first, second):
    assert HOURS.add_minutes(HOURS.add_minutes(start, first), second) == HOURS.add_minutes(start, first + second)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2000-01-01", date(2000, 1, 1)),
        ("1999-12-31", None),
        ("2099-12-31", date(2099, 12, 31)),
        ("2100-01-01", None),
        ("2026-02-29", None),
        ("²026-11-23", None),
        ("", None),
    ],
)
def test_a_day_is_one_that_pages_reckon_with(text, day):
    assert day_said(text) == day


def test_the_rules_of_a_store_say_up_to_which_year_public_holidays_are_known():
    known = max(day.year for day in chinese_calendar.constants.holidays)

    assert re.findall(r"\d{4}", str(SETTINGS["closed_days"].help)) == [str(known)]
