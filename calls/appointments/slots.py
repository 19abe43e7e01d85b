"""The days and times of a visit: offered, possible, full. A decider: no database, no clock."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dcc.reckoning.clock import WorkingHours, day_of

SLOT = timedelta(minutes=30)

TIMES = (time(9, 30), time(10, 30), time(14), time(15, 30))
SATURDAY = 5
OFFERED = 4
SHOWN_DAYS = 6
LOOKED_AHEAD = 60


def days(now: datetime, hours: WorkingHours) -> list[date]:
    """Return four days to offer: tomorrow, then the coming Friday, Saturday and Sunday or the days after them; days on which the store is closed not."""
    tomorrow = day_of(now, hours.zone) + timedelta(days=1)
    ahead = [tomorrow + timedelta(days=number) for number in range(21) if hours.works_on(tomorrow + timedelta(days=number))]
    weekend = [day for day in ahead[1:] if day.weekday() >= SATURDAY - 1]
    return sorted([*ahead[:1], *weekend[: OFFERED - 1]])


def days_ahead(now: datetime, hours: WorkingHours) -> list[date]:
    """Return the next six days on which somebody may still come in, today among them until the store closes."""
    today = day_of(now, hours.zone)
    candidates = (today + timedelta(days=number) for number in range(LOOKED_AHEAD))
    return [day for day in candidates if hours.works_on(day) and now < hours.hours_of(day)[1]][:SHOWN_DAYS]


def half_hours(hours: WorkingHours) -> list[time]:
    """Return every half hour from opening to closing."""
    first, last = (clock.hour * 60 + clock.minute for clock in (hours.opens, hours.closes))
    return [time(minute // 60, minute % 60) for minute in range(first, last, int(SLOT.total_seconds() // 60))]


def times(hours: WorkingHours) -> list[time]:
    """Return the times to offer: the usual ones inside working hours; the opening where none is."""
    return [slot for slot in TIMES if hours.opens <= slot < hours.closes] or [hours.opens]


def obstacle(at: datetime, *, now: datetime, hours: WorkingHours, days_ahead: int) -> str:
    """Return why nobody comes at this moment: passed, too_far (beyond so many calendar days), closed_day, closed_hours; "" where they may."""
    day = day_of(at, hours.zone)
    opens, closes = hours.hours_of(day)
    against = {
        "passed": at <= now,
        "too_far": day > day_of(now, hours.zone) + timedelta(days=days_ahead),
        "closed_day": not hours.works_on(day),
        "closed_hours": not opens <= at < closes,
    }
    return next((reason for reason, holds in against.items() if holds), "")


def slot_of(at: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the half hour in which a moment lies, as [from, to)."""
    local = at.astimezone(zone)
    start = local.replace(minute=local.minute // 30 * 30, second=0, microsecond=0)
    return start, start + SLOT


def is_full(booked: int, *, each: int, specialists: int) -> bool:
    """Whether a half hour has as many groups as its specialists receive; where nobody is on duty, as one would."""
    return booked >= each * max(specialists, 1)
