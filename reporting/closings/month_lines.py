"""A month's days as the page lists them: closed under which number, by whom, and how many of its figures are others today. Two queries.

What happened on a day after it was closed is no change, and moves nothing here (docs/rules/domain.md#closings).
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import CharField, Count, Q, Value

from dcc.models import Store
from dcc.reckoning.clock import start_of
from dcc.reckoning.months import last_of, months_of
from reporting.closings.closable import Calendar, month_open_days
from reporting.closings.frozen_figures import FROZEN, rows_of
from reporting.closings.later_rows import moment_of
from reporting.figures.store_days import StoreDay
from reporting.models import Closing

MONTHS = 3  # of the months at the head of the list


@dataclass
class Line:
    """A day, or a month: its closings, the last first; `changed`: figures that are others today; `goes_with`: the day with which one closes on which
    the store did not work."""

    first: date
    closings: list[Closing] = field(default_factory=list)
    changed: int = 0
    goes_with: date | None = None
    is_before: bool = False  # before the first signature: closed without a number
    days: int = 1
    closed_days: int = 0
    is_ready: bool = False  # a month that may be closed

    @property
    def closing(self) -> Closing | None:
        """The closing that holds."""
        return self.closings[0] if self.closings else None

    @property
    def earlier(self) -> list[Closing]:
        """Those before it."""
        return self.closings[1:]


def days_of_month(calendar: Calendar, month: date, closings: list[Closing]) -> list[Line]:
    """Return the days of a month until today, the last first; `closings` are all of the store, the last first."""
    of: dict[str, list[Closing]] = defaultdict(list)
    for closing in closings:
        if closing.kind == "day":
            of[closing.period].append(closing)
    until = min(last_of(month), calendar.today)
    days = [until - timedelta(days=back) for back in range((until - month).days + 1)]
    lines = [Line(day, of[day.isoformat()], is_before=calendar.frontier.signed is None or day < calendar.frontier.signed) for day in days]
    for line in lines:
        if not line.closings and not calendar.hours.works_on(line.first):
            line.goes_with = calendar.goes_with(line.first)
    closed = {line.first: line.closing for line in lines if line.closing}
    for day, changed in _changed(calendar.store, closed).items():
        next(line for line in lines if line.first == day).changed = changed
    return lines


def months_of_store(calendar: Calendar, closings: list[Closing], shown: date) -> list[Line]:
    """Return the months since closing began that stand at the head of the list: the last three, and the one shown."""
    begin = calendar.frontier.signed
    if begin is None:
        return []
    months = list(reversed(months_of(begin, calendar.today)))
    of: dict[str, list[Closing]] = defaultdict(list)
    for closing in closings:
        if closing.kind == "month":
            of[closing.period].append(closing)
    return [_month_line(calendar, month, of[f"{month:%Y-%m}"]) for number, month in enumerate(months) if number < MONTHS or month == shown]


def _month_line(calendar: Calendar, month: date, closings: list[Closing]) -> Line:
    """A month: how many of its days are closed, and whether it may be closed."""
    line = Line(month, closings)
    waiting = month_open_days(calendar, month)
    line.days = last_of(month).day
    line.closed_days = line.days - len(waiting)
    line.is_ready = not waiting and not closings and calendar.today > last_of(month)
    return line


def _changed(store: Store, closed: dict[date, Closing]) -> dict[date, int]:
    """Return how many figures of each closed day are others today. One query."""
    if not closed:
        return {}
    first, last = min(closed), max(closed)
    parts = []
    for name in FROZEN:
        moment = moment_of(name)
        since = Q(pk=None)
        for day, closing in closed.items():
            ends = start_of(day + timedelta(days=1), store.zone)
            if closing.at < ends and name != "due":
                since |= Q(**{f"{moment}__gt": closing.at, f"{moment}__lt": ends})
        rows = rows_of(store, name, first, last).exclude(since).order_by() if since != Q(pk=None) else rows_of(store, name, first, last).order_by()
        counted = rows.annotate(of_day=StoreDay(moment, zone=store.zone)).values_list(Value(name, output_field=CharField()), "of_day")
        parts.append(counted.annotate(count=Count("pk")))
    now: dict[tuple[date, str], int] = {(day, name): count for name, day, count in parts[0].union(*parts[1:], all=True)}
    return {day: sum(closing.figures.get("store", {}).get(name, 0) != now.get((day, name), 0) for name in FROZEN) for day, closing in closed.items()}
