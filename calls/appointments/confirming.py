"""When somebody who is to come is called to confirm it: the evening before, and two hours before. A decider: no database, no clock.

See docs/rules/interface.md#appointments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dcc.reckoning.clock import day_of

NOON, EVENING = time(12), time(16)  # of the day before: booked by then, confirmed from then
SHORTLY = timedelta(hours=2)  # before the visit
PATIENCE = timedelta(minutes=30)  # of the second one, before it is said in red
AHEAD = timedelta(days=2)  # nothing further ahead is to be confirmed yet


@dataclass(frozen=True, slots=True)
class CallWindow:
    """The hours of the store's day in which customers are called: [first, last)."""

    first: time
    last: time
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Expected:
    """What is known of a visit that lies ahead. `confirmed_at`: its last confirmation; `spoken_at`: when the lead was last spoken with."""

    visit_at: datetime
    booked_at: datetime
    confirmed_at: datetime | None = None
    spoken_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A visit to be confirmed now: since when, and whether that is late."""

    visit_at: datetime
    since: datetime
    late: bool = False


@dataclass(frozen=True, slots=True)
class _Window:
    """On one day, [since, until); for what was booked by a moment; how long it may wait."""

    day: date
    since: datetime
    until: datetime
    booked_by: datetime
    patience: timedelta | None = None

    def stands_for(self, visit: Expected, zone: ZoneInfo) -> bool:
        """Whether it was booked in time, and on that day neither confirmed nor spoken of since: the call that booked it is no such talk."""
        said = [moment for moment in (visit.confirmed_at, visit.spoken_at) if moment is not None and moment > visit.booked_at]
        return visit.booked_at <= self.booked_by and not any(day_of(moment, zone) == self.day for moment in said)


def to_confirm(visit: Expected, *, now: datetime, calling: CallWindow) -> Confirmation | None:
    """Return what is to be confirmed now, None where nothing is. A call in vain leaves it standing."""
    for window in _windows(visit.visit_at, calling):
        if window.since <= now < window.until and window.stands_for(visit, calling.zone):
            return Confirmation(visit.visit_at, window.since, late=window.patience is not None and now >= window.since + window.patience)
    return None


def asked_from(visit: Expected, *, now: datetime, calling: CallWindow) -> datetime | None:
    """Return from when on a visit will have to be confirmed that need not be now; None where nobody will ask any more."""
    ahead = [window.since for window in _windows(visit.visit_at, calling) if window.since > now and window.stands_for(visit, calling.zone)]
    return min(ahead, default=None)


def _windows(visit_at: datetime, calling: CallWindow) -> Iterator[_Window]:
    zone = calling.zone
    day = day_of(visit_at, zone)
    eve = day - timedelta(days=1)
    first = _Window(eve, max(_at(eve, EVENING, zone), _at(eve, calling.first, zone)), _at(eve, calling.last, zone), _at(eve, NOON, zone))
    since = max(visit_at - SHORTLY, _at(day, calling.first, zone))
    for window in (first, _Window(day, since, visit_at, since, PATIENCE)):
        if window.since < window.until:
            yield window


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone)
