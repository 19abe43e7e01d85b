"""Plans and where one should be by now: exact shares of working time. Decides nothing, knows no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property

from dcc.reckoning.clock import WorkingHours, range_of
from dcc.reckoning.months import last_of, months_of


@dataclass(frozen=True)
class Pace:
    """The working time of a period and its months, and how much of each is over: at `now`, or at the end of the period if that is earlier."""

    hours: WorkingHours
    first: date
    last: date
    now: datetime

    @cached_property
    def _period(self) -> tuple[datetime, datetime]:
        return range_of(self.first, self.last, self.hours.zone)

    @cached_property
    def _until(self) -> datetime:
        return min(self.now, self._period[1])

    @cached_property
    def month_gone(self) -> Fraction:
        """The share of the last month's working time that is over, 0 to 1."""
        start, end = _month(self.last, self.hours)
        return self._share(start, end, start, self._until)

    @cached_property
    def period_gone(self) -> Fraction:
        """The share of the period's working time that is over, 0 to 1."""
        return self._share(*self._period, self._period[0], self._until)

    def plan(self, targets: Mapping[date, int]) -> Fraction:
        """The plan of the period: of each of its months the target, times the share of that month's working time inside the period."""
        return sum((targets.get(month, 0) * share for month, share in self._inside.items()), Fraction())

    @cached_property
    def _inside(self) -> dict[date, Fraction]:
        """Of each month of the period, the share of its working time that lies inside."""
        months = {month: _month(month, self.hours) for month in months_of(self.first, self.last)}
        return {month: self._share(start, end, max(start, self._period[0]), min(end, self._period[1])) for month, (start, end) in months.items()}

    def _share(self, start: datetime, end: datetime, since: datetime, until: datetime) -> Fraction:
        """Which share of the working time from start to end lies between two moments inside; none where nobody works at all."""
        whole = self.hours.time_between(start, end)
        return Fraction(_ticks(self.hours.time_between(since, until)), _ticks(whole)) if whole else Fraction()


def _month(day: date, hours: WorkingHours) -> tuple[datetime, datetime]:
    return range_of(day.replace(day=1), last_of(day), hours.zone)


def _ticks(length: timedelta) -> int:
    return length // timedelta.resolution
