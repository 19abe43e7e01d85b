"""Plans and paces: exact shares of working time, and a past day is judged by its own end."""

from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest

from dcc.reckoning.clock import WorkingHours
from dcc.reckoning.months import months_of
from dcc.reckoning.pace import behind
from reporting.plan.planned_pace import Pace
from tests.moments import MONDAY_9, TUESDAY_9, ZONE, moment

HOURS = WorkingHours(time(8, 30), time(18), ZONE)
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def pace(first: date, last: date, now: datetime) -> Pace:
    return Pace(HOURS, first, last, now)


def test_a_days_plan_is_its_share_of_the_months_working_time():
    monday = pace(MONDAY, MONDAY, MONDAY_9)

    assert (monday.plan({NOVEMBER: 300}), monday.plan({NOVEMBER: 400}), monday.plan({})) == (10, Fraction(400, 30), 0)


def test_the_plan_of_a_period_adds_its_months_each_by_its_own_target():
    september, november = date(2026, 9, 16), date(2026, 11, 3)

    plan = pace(september, november, MONDAY_9).plan({date(2026, 9, 1): 300, OCTOBER: 240, NOVEMBER: 900})

    assert plan == Fraction(300 * worked(9, 16, 30), worked(9, 1, 30)) + 240 + Fraction(900 * 3, 30)


def worked(month: int, first: int, last: int) -> int:
    """Count the days of a month on which the store works."""
    return sum(HOURS.works_on(date(2026, month, day)) for day in range(first, last + 1))


def test_months_are_those_a_period_touches():
    assert months_of(date(2025, 12, 31), date(2026, 2, 1)) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert months_of(MONDAY, MONDAY) == [NOVEMBER]


@pytest.mark.parametrize("now", [TUESDAY_9, moment(26, 14), datetime(2027, 3, 1, tzinfo=UTC)])
def test_a_past_day_is_judged_by_its_own_end(now):
    monday = pace(MONDAY, MONDAY, now)

    assert (monday.month_gone, monday.period_gone) == (Fraction(23, 30), 1)


def test_today_is_judged_by_now():
    monday = pace(MONDAY, MONDAY, MONDAY_9)

    assert (monday.month_gone, monday.period_gone) == (Fraction(22 * 570 + 30, 30 * 570), Fraction(30, 570))


def test_of_a_day_to_come_nothing_is_over():
    ahead = pace(date(2026, 12, 1), date(2026, 12, 5), MONDAY_9)

    assert (ahead.month_gone, ahead.period_gone) == (0, 0)


def test_before_the_first_working_day_of_a_month_nothing_is_due():
    holiday = pace(date(2026, 10, 3), date(2026, 10, 3), MONDAY_9)

    assert (holiday.month_gone, behind(0, 330, holiday.month_gone), holiday.plan({OCTOBER: 330})) == (0, 0, 0)


@pytest.mark.parametrize(
    ("value", "late"),
    [(220, 10), (224, 0), (223, 7), (230, 0), (300, 0)],  # 230 of 300 are due; two points are six of them
)
def test_behind_is_who_lags_by_more_than_two_points_and_says_by_how_many(value, late):
    assert behind(value, 300, Fraction(23, 30)) == late


def test_whoever_is_behind_lacks_at_least_one():
    assert (behind(0, 4, Fraction(1, 10)), behind(0, 0, 1)) == (1, 0)
