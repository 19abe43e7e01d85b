"""One's own targets beside what one has done: today's part of the month's goal, or the month's. Without a target there is none."""

from datetime import datetime

from dcc.clock import day_of, range_of
from dcc.models import User
from dcc.rounding import rounded
from dcc.store_settings import values_at, working_hours
from reporting.models import Target
from reporting.pace import Pace

Plans = dict[str, tuple[float, float]]  # measure → (goal, share of its time that is over)


def daily_plans(user: User, now: datetime) -> Plans:
    """Return what falls to today of this person's month, in whole numbers that add up to it; nothing on a day the store is closed."""
    targets, pace = _targets(user, now), _pace(user, now)
    start, end = range_of(pace.first, pace.first, user.store.zone)
    before, after = (Pace(pace.hours, pace.first, pace.last, moment).of_month() for moment in (start, end))
    goals = {measure: rounded(value * after) - rounded(value * before) for measure, value in targets.items()}
    return {measure: (goal, pace.of_period()) for measure, goal in goals.items() if goal}


def month_plans(user: User, now: datetime) -> Plans:
    """Return this person's targets of the month, and how much of its working time is over."""
    tick = _pace(user, now).of_month()
    return {measure: (value, tick) for measure, value in _targets(user, now).items()}


def _targets(user: User, now: datetime) -> dict[str, int]:
    month = day_of(now, user.store.zone).replace(day=1)
    return dict(Target.of_month(user.store, month).filter(user=user, value__gt=0).values_list("measure", "value"))


def _pace(user: User, now: datetime) -> Pace:
    today = day_of(now, user.store.zone)
    return Pace(working_hours(user.store, values_at(user.store, now)), today, today, now)
