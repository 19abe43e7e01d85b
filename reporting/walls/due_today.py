"""Whoever is due today, as both faces of the wall count them: came, may still come, did not come. One question."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from calls.desk.retry import NO_SHOW_AFTER
from calls.models import Appointment
from dcc.models import Store
from dcc.reckoning.clock import day_range
from reporting.figures.measures import DUE

CAME, WAITS, MISSED = "came", "waits", "missed"


@dataclass(frozen=True)
class DueHour:
    """One hour of the day: how many came, may still come, did not come."""

    hour: int
    came: int = 0
    waits: int = 0
    missed: int = 0

    @property
    def shown(self) -> int:
        """Those a guest may see: who did not come is said to nobody."""
        return self.came + self.waits


@dataclass
class DueDay:
    """The appointments of one day that were neither cancelled nor moved, in the order of their time."""

    store: Store
    now: datetime
    rows: list[Appointment] = field(default_factory=list)

    def state_of(self, row: Appointment) -> str:
        """Whether somebody came, may still come, or did not (docs/rules/domain.md#appointment)."""
        if row.status == "arrived":
            return CAME
        return MISSED if row.status == "no_show" or row.scheduled_for + NO_SHOW_AFTER <= self.now else WAITS

    def count(self, state: str) -> int:
        """How many are in a state."""
        return sum(1 for row in self.rows if self.state_of(row) == state)

    def hours(self, *more: int) -> list[DueHour]:
        """The hours that have anybody due, and `more`, in order."""
        found = Counter((self.hour_of(row), self.state_of(row)) for row in self.rows)
        return [DueHour(hour, found[hour, CAME], found[hour, WAITS], found[hour, MISSED]) for hour in sorted({*more, *(hour for hour, _state in found)})]

    def hour_of(self, row: Appointment) -> int:
        """The hour of an appointment in the store's own zone."""
        return row.scheduled_for.astimezone(self.store.zone).hour


def due_day(store: Store, day: date, *, now: datetime) -> DueDay:
    """Read whoever is due on a day, as the daily board counts them."""
    start, end = day_range(day, store.zone)
    rows = Appointment.objects.filter(DUE.rows, DUE.kept, store=store, scheduled_for__gte=start, scheduled_for__lt=end)
    named = rows.select_related("lead__agent", "lead__reception", "reception", "agent").order_by("scheduled_for", "id")
    return DueDay(store, now, list(named))
