"""Where one should be by now: shares of working time. Decides nothing, knows no database."""

from dataclasses import dataclass
from datetime import date, datetime

from dcc.clock import WorkingHours, range_of
from reporting.periods import last_of


@dataclass(frozen=True)
class Pace:
    """The working minutes of a month, of a period in it, and how much of each is over at `now`."""

    hours: WorkingHours
    first: date
    last: date
    now: datetime

    @property
    def _month(self) -> tuple[datetime, datetime]:
        return range_of(self.last.replace(day=1), last_of(self.last), self.hours.zone)

    @property
    def _period(self) -> tuple[datetime, datetime]:
        return range_of(self.first, self.last, self.hours.zone)

    def of_month(self) -> float:
        """The share of the month's working time that is over, 0 to 1."""
        return self._share(*self._month)

    def of_period(self) -> float:
        """The share of the period's working time that is over, 0 to 1."""
        return self._share(*self._period)

    def _share(self, start: datetime, end: datetime) -> float:
        whole = self.hours.minutes_between(start, end)
        return self.hours.minutes_between(start, min(self.now, end)) / whole if whole else 0.0

    def part(self, target: int) -> int:
        """What of a month's target falls to the period."""
        month = self.hours.minutes_between(*self._month)
        return round(target * self.hours.minutes_between(*self._period) / month) if month else 0

    def behind(self, value: int, target: int) -> int:
        """How much is missing of what should be there by now: 0 up to two points behind."""
        if not target or value / target >= self.of_month() - 0.02:
            return 0
        return max(round(target * self.of_month()) - value, 0)
