"""What a day or month still lacks to be closed: the very refusals of `close` (docs/rules/domain.md#closings)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from dcc.models import Store
from dcc.reckoning.clock import WorkingHours, day_of, start_of
from dcc.reckoning.months import last_of
from dcc.store.store_settings import values_at, working_hours
from leads.models import Lead
from reception.models import DaySigning
from reporting.closings.closed_periods import Frontier, frontier_of

LOOK_AHEAD = 62  # days within which a store that is closed opens again


@dataclass(frozen=True)
class Calendar:
    """Which days a store works, and up to where they are closed, at a moment."""

    store: Store
    hours: WorkingHours
    frontier: Frontier
    now: datetime

    @property
    def today(self) -> date:
        """The store's day."""
        return day_of(self.now, self.store.zone)

    def closed(self, day: date) -> bool:
        """Whether a day is closed."""
        return self.frontier.holds(day)

    def goes_with(self, day: date) -> date:
        """Return the day with which a day closes: itself where the store works, else the next on which it does."""
        return next((one for one in (day + timedelta(days=ahead) for ahead in range(LOOK_AHEAD)) if self.hours.works_on(one)), day)

    def open_days(self, until: date) -> Iterator[date]:
        """Yield the working days before `until` that are not closed, the oldest first."""
        if self.frontier.signed is None:
            return
        day = max(self.frontier.signed, self.frontier.closed + timedelta(days=1)) if self.frontier.closed else self.frontier.signed
        while day < until:
            if self.hours.works_on(day):
                yield day
            day += timedelta(days=1)

    def next_day(self) -> date | None:
        """Return the earliest working day that is not closed, today at the latest; None where there is none yet."""
        return next(self.open_days(self.today + timedelta(days=1)), None)

    def is_over(self, day: date) -> bool:
        """Whether the store's closing hour of a day has come."""
        return day < self.today or (day == self.today and self.now >= self.hours.hours_of(day)[1])


def calendar_of(store: Store, *, now: datetime) -> Calendar:
    """Return the days of a store as they stand now."""
    return Calendar(store, working_hours(store, values_at(store, now)), frontier_of(store), now)


def ungraded_of(store: Store, day: date) -> QuerySet[Lead]:
    """Return the leads that wait for their grade since before the end of a day, the longest first."""
    ends = start_of(day + timedelta(days=1), store.zone)
    return Lead.objects.ungraded().unmerged().filter(store=store, ungraded_since__lt=ends).order_by("ungraded_since", "pk")


def is_signed(store: Store, day: date) -> bool:
    """Whether the front desk has signed a day."""
    return DaySigning.objects.filter(store=store, day=day).exists()


def signings_of(store: Store, days: Iterable[date | None]) -> dict[date, DaySigning]:
    """Return what the desk signed of some days."""
    asked = [day for day in days if day]
    return {row.day: row for row in DaySigning.objects.filter(store=store, day__in=asked).select_related("by")} if asked else {}


def month_open_days(calendar: Calendar, month: date) -> list[date]:
    """Return the days of a month that are not closed; a day the store was closed counts as long as the next working day is open."""
    days = [month + timedelta(days=number) for number in range(last_of(month).day)]
    return [day for day in days if not calendar.closed(day)]
