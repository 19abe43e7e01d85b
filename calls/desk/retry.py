"""When somebody is called again who did not answer, or did not come. A decider: no database, no clock."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dcc.reckoning.clock import WorkingHours

STEP = re.compile(r"([1-9]\d?)([hd])")
FRUITLESS = frozenset({"empty_number", "virtual_expired"})  # nobody will ever answer there: the ladder ends at once
HOURS = (time(11), time(15), time(17), time(9, 30))  # where "another hour" is looked for, in this order
FAR_ENOUGH = timedelta(hours=2)
NO_SHOW_AFTER = timedelta(minutes=60)  # nobody has come this long after the time of a visit
AFTER_NO_SHOW = timedelta(minutes=30)


def next_try(attempt: int, *, at: datetime, ladder: Sequence[str], hours: WorkingHours, tried: Sequence[datetime] = ()) -> datetime | None:
    """Return when to call again after the `attempt`-th unanswered call in a row, made at `at`; None: the ladder has ended.

    A step of hours counts on; a step of one day goes to another hour than those tried; longer ones keep the hour. Outside working hours: the next
    opening.
    """
    if attempt > len(ladder):
        return None
    number, unit = read_step(ladder[attempt - 1])
    local = at.astimezone(hours.zone)
    if unit == "h":
        return hours.next_opening(local + timedelta(hours=number))
    later = local + timedelta(days=number)
    if number == 1:
        later = datetime.combine(later.date(), another_hour([*tried, at], hours), hours.zone)
    return hours.next_opening(later)


def another_hour(tried: Sequence[datetime], hours: WorkingHours) -> time:
    """Return the first of HOURS that is two hours or more away from every hour tried; the first at all where none is."""
    clocks = [_minutes(moment.astimezone(hours.zone).time()) for moment in tried]
    far = FAR_ENOUGH.total_seconds() / 60
    return next((hour for hour in HOURS if all(abs(_minutes(hour) - clock) >= far for clock in clocks)), HOURS[0])


def after_no_show(missed_at: datetime, *, first: time, last: time, zone: ZoneInfo) -> datetime:
    """Return when somebody is called who was missed at a moment: half an hour later, or at the next opening of the call window [first, last)."""
    due = (missed_at + AFTER_NO_SHOW).astimezone(zone)
    if first <= due.time() < last:
        return due
    day = due.date() if due.time() < first else due.date() + timedelta(days=1)
    return datetime.combine(day, first, zone)


def read_step(step: str) -> tuple[int, str]:
    """Return (number, "h" or "d") of a step like 2h or 3d. Raises ValueError for anything else."""
    found = STEP.fullmatch(step)
    if found is None:
        raise ValueError(step)
    return int(found[1]), found[2]


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
