"""When somebody who is to come is called to confirm it: the evening before, and two hours before. A decider: no database, no clock.

See docs/rules/interface.md#appointments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dcc.reckoning.clock import day_of, start_of

NOON, EVENING = time(12), time(16)  # of the day before: booked by then, confirmed from then
SHORTLY = timedelta(hours=2)  # before the visit
PATIENCE = timedelta(minutes=30)  # of the second one, before it is said in red
AHEAD = timedelta(days=2)  # nothing further ahead is to be confirmed yet


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a visit that lies ahead. `called_at`: when the lead was last called or answered."""

    visit_at: datetime
    booked_at: datetime
    confirmed_at: datetime | None = None
    called_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A visit to be confirmed now: since when, and whether that is late."""

    visit_at: datetime
    since: datetime
    late: bool = False


def to_confirm(visit: Expected, *, now: datetime, zone: ZoneInfo) -> Confirmation | None:
    """Return what is to be confirmed now, None where nothing is.

    Whoever was called since a window opened is out of it: a talk ends the duty, and a call in vain has its own retry.
    """
    for since, until, booked_by, confirmed_from, patience in _windows(visit.visit_at, zone):
        is_due = since <= now < until and visit.booked_at <= booked_by
        is_said = visit.confirmed_at is not None and visit.confirmed_at >= min(confirmed_from, since)
        is_called = visit.called_at is not None and visit.called_at >= since
        if is_due and not is_said and not is_called:
            return Confirmation(visit.visit_at, since, late=patience is not None and now >= since + patience)
    return None


def asked_from(visit: Expected, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return from when on a visit will have to be confirmed that need not be now; None where nobody will ask any more."""
    ahead = [since for since, _until, booked_by, _from, _patience in _windows(visit.visit_at, zone) if since > now and visit.booked_at <= booked_by]
    return min(ahead, default=None)


def _windows(visit_at: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime, datetime, datetime, timedelta | None]]:
    """Yield of each: from when, until when, booked by when, confirmed since when it is not needed, how long it may wait."""
    day = day_of(visit_at, zone)
    eve, midnight = day - timedelta(days=1), start_of(day, zone)
    yield datetime.combine(eve, EVENING, zone), midnight, datetime.combine(eve, NOON, zone), start_of(eve, zone), None
    yield visit_at - SHORTLY, visit_at, visit_at - SHORTLY, midnight, PATIENCE
