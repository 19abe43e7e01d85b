"""How much of the first-response limit is left: a decider, it knows no database and no clock.

The clock runs in working hours only, from the moment the lead entered the system (the measure “in time”).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dcc.reckoning.clock import WorkingHours

LONG = timedelta(days=2)  # later than this nobody counts working minutes any more


@dataclass(frozen=True)
class Left:
    """`minutes` of working time until the limit, negative: past it. `days` is set instead of exact minutes where it is long past."""

    minutes: int
    days: int = 0

    @property
    def is_late(self) -> bool:
        """Whether the limit has passed."""
        return self.minutes < 0 or self.days > 0


def time_left(respond_by: datetime | None, now: datetime, hours: WorkingHours) -> Left | None:
    """Return what is left of the limit at `now`; None where there is no limit. A minute that has begun counts as left."""
    if respond_by is None:
        return None
    if now - respond_by > LONG:
        return Left(minutes=-1, days=(now - respond_by).days)
    if now > respond_by:
        return Left(minutes=-1 - int(hours.minutes_between(respond_by, now)))
    return Left(minutes=-int(-hours.minutes_between(now, respond_by) // 1))


def is_short(left: Left | None, limit: int) -> bool:
    """Whether a lead that nobody has yet must be given now: half of its limit is over, for it has to be called as well."""
    return left is not None and (left.is_late or 2 * left.minutes <= limit)


def short_until(now: datetime, limit: int, hours: WorkingHours) -> datetime:
    """Return the moment up to which a deadline is short at `now`: the same rule as `is_short`, as a question to the database asks it."""
    return hours.add_minutes(now, limit / 2)
