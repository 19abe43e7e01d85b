"""Days of a store, as half-open ranges of moments; and working minutes."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import chinese_calendar

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)  # what pages reckon with: further out, a day and a bit leaves the calendar


def is_known(day: date) -> bool:
    """Whether pages reckon with this day."""
    return FIRST_DAY <= day <= LAST_DAY


def day_said(text: str) -> date | None:
    """Return the day an address or a key names like 2026-11-23, None where it is no day or none that pages reckon with."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if is_known(day) else None


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the store's day in which this moment lies."""
    return moment.astimezone(zone).date()


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which a store's day begins."""
    return datetime.combine(day, time(0), zone)


def range_of(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return [from, to) of a period that includes both days."""
    return start_of(first, zone), start_of(last + timedelta(days=1), zone)


def day_range(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return [from, to) of one day of a store."""
    return range_of(day, day, zone)


@lru_cache(maxsize=4096)
def is_holiday(day: date) -> bool:
    """Whether the public calendar closes this day. Weekends are working days of a dealership; a year the calendar does not know has none."""
    try:
        closed, holiday = chinese_calendar.get_holiday_detail(day)
        return closed and holiday is not None
    except NotImplementedError:
        return False


@cache
def _holidays() -> tuple[date, ...]:
    """Every day the public calendar closes, of all years it knows, in order."""
    return tuple(sorted(filter(is_holiday, chinese_calendar.constants.holidays)))


@dataclass(frozen=True)
class WorkingHours:
    """When a store works: from `opens` to `closes` every day but public holidays and the store's own `closed` days."""

    opens: time
    closes: time
    zone: ZoneInfo
    closed: frozenset[date] = frozenset()
    holidays: bool = True

    def works_on(self, day: date) -> bool:
        """Whether the store works at all on this day. One that closes before it opens never does."""
        return self.opens < self.closes and day not in self.closed and not (self.holidays and is_holiday(day))

    def hours_of(self, day: date) -> tuple[datetime, datetime]:
        """Return the moments of opening and closing of a day."""
        return datetime.combine(day, self.opens, self.zone), datetime.combine(day, self.closes, self.zone)

    def next_opening(self, moment: datetime) -> datetime:
        """Return the moment itself if the store is open, else the next opening."""
        day = day_of(moment, self.zone)
        for ahead in range(60):
            candidate = day + timedelta(days=ahead)
            opens, closes = self.hours_of(candidate)
            if self.works_on(candidate) and moment < closes:
                return max(moment, opens)
        raise ValueError("no working day within sixty days")

    def add_minutes(self, moment: datetime, minutes: float) -> datetime:
        """Return the moment at which so many working minutes have passed since `moment` (docs/rules/measures.md#in-time)."""
        left = timedelta(minutes=minutes)
        at = self.next_opening(moment)
        while True:
            _opens, closes = self.hours_of(day_of(at, self.zone))
            if at + left <= closes:
                return at + left
            left -= closes - at
            at = self.next_opening(closes)

    def minutes_between(self, start: datetime, end: datetime) -> float:
        """Return the working minutes from start to end, 0 if end is not after start."""
        return self.time_between(start, end).total_seconds() / 60

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from start to end, exactly; none if end is not after start."""
        if end <= start or self.opens >= self.closes:
            return timedelta()
        first, last = day_of(start, self.zone), day_of(end, self.zone)
        ends = sum((self._worked_on(day, start, end) for day in {first, last}), timedelta())
        opens, closes = self.hours_of(first)
        return ends + self._working_days_within(first, last) * (closes - opens)

    def _worked_on(self, day: date, start: datetime, end: datetime) -> timedelta:
        opens, closes = self.hours_of(day)
        return max(min(end, closes) - max(start, opens), timedelta()) if self.works_on(day) else timedelta()

    def _working_days_within(self, first: date, last: date) -> int:
        """Count the working days between two days, neither of them included: by subtraction, for a deadline may lie thousands of years ahead."""
        free = [day for day in self.closed if first < day < last]
        if self.holidays:
            known = _holidays()
            free = [day for day in free if not is_holiday(day)] + list(known[bisect_right(known, first) : bisect_left(known, last)])
        return max((last - first).days - 1, 0) - len(free)
