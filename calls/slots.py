"""The days and times offered for a visit. A decider: no database, no clock."""

from datetime import date, datetime, time, timedelta

from dcc.clock import WorkingHours, day_of

TIMES = (time(9, 30), time(10, 30), time(14), time(15, 30))
SATURDAY = 5
OFFERED = 4


def days(now: datetime, hours: WorkingHours) -> list[date]:
    """Return four days to offer: tomorrow, then the coming Friday, Saturday and Sunday or the days after them; days on which the store is closed not."""
    tomorrow = day_of(now, hours.zone) + timedelta(days=1)
    ahead = [tomorrow + timedelta(days=number) for number in range(21) if hours.works_on(tomorrow + timedelta(days=number))]
    weekend = [day for day in ahead[1:] if day.weekday() >= SATURDAY - 1]
    return sorted([*ahead[:1], *weekend[: OFFERED - 1]])


def times(hours: WorkingHours) -> list[time]:
    """Return the times to offer: the usual ones inside working hours; the opening where none is."""
    return [slot for slot in TIMES if hours.opens <= slot < hours.closes] or [hours.opens]
