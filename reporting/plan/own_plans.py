"""One's own targets beside what one has done: today's part of the month's goal, or the month's. Without a target there is none."""

from datetime import datetime
from fractions import Fraction

from django.core.cache import cache

from dcc.models import User
from dcc.reckoning.clock import day_of
from reporting.models import Target
from reporting.plan.planned_pace import Pace
from reporting.plan.working_time import pace_of

Plans = dict[str, tuple[Fraction, Fraction]]  # measure → (exact goal, share of its time that is over)


def daily_plans(user: User, now: datetime) -> Plans:
    """Return what falls to today of this person's month; nothing on a day the store is closed."""
    pace = _pace(user, now)
    month = pace.last.replace(day=1)
    targets = cache.get_or_set(f"targets-{user.pk}-{month}", lambda: _targets(user, now), 60)  # changed once a month, they may be a minute old
    goals = {measure: pace.plan({month: value}) for measure, value in targets.items()}
    return {measure: (goal, pace.period_gone) for measure, goal in goals.items() if goal}


def month_plans(user: User, now: datetime) -> Plans:
    """Return this person's targets of the month, and how much of its working time is over."""
    gone = _pace(user, now).month_gone
    return {measure: (Fraction(value), gone) for measure, value in _targets(user, now).items()}


def _targets(user: User, now: datetime) -> dict[str, int]:
    month = day_of(now, user.store.zone).replace(day=1)
    return dict(Target.of_month(user.store, month).filter(user=user, value__gt=0).values_list("measure", "value"))


def _pace(user: User, now: datetime) -> Pace:
    today = day_of(now, user.store.zone)
    return pace_of(user.store, today, today, now)
