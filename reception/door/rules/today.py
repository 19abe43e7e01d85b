"""What the front desk and the reception specialists see of a day: who is expected, who is in the house. A fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery

from calls.models import Appointment
from dcc.models import Store
from dcc.reckoning.clock import day_range
from reception.models import Visit

GONE = ("moved", "cancelled")


@dataclass(frozen=True)
class Expected:
    """One appointment of a day as the desk sees it: `state` arrived, late, ahead; `late_minutes` since its time; `came_at` of who arrived."""

    appointment: Appointment
    state: str
    late_minutes: float = 0
    came_at: datetime | None = None

    @property
    def specialist(self) -> int | None:
        """Whom it is for: the specialist named for it, else the customer's own, else nobody."""
        return self.appointment.reception_id or self.appointment.lead.reception_id


def expected_on(store: Store, day: date, *, now: datetime) -> list[Expected]:
    """Return who is expected on a day, by time: those who came, those who are late, those ahead.

    Whoever stood at the desk that day after they were invited came, whosever they were by the rules: nobody waits for them.
    """
    start, end = day_range(day, store.zone)
    stood = Visit.objects.filter(store=store, lead=OuterRef("lead"), at__range=(start, end), at__gte=OuterRef("at")).order_by("at")
    rows = (
        Appointment.objects.between(start, end)
        .filter(store=store)
        .exclude(status__in=GONE)
        .select_related("lead", "agent", "reception", "campaign")
        .annotate(stood_at=Subquery(stood.values("at")[:1]))
    )
    return [_expected(row, now) for row in rows]


def expected_count(store: Store, day: date) -> int:
    """Return how many are expected on a day."""
    start, end = day_range(day, store.zone)
    return Appointment.objects.between(start, end).filter(store=store).exclude(status__in=GONE).count()


def _expected(row: Any, now: datetime) -> Expected:
    if row.status == "arrived":
        return Expected(row, "arrived", came_at=row.ended_at)
    if row.stood_at is not None:
        return Expected(row, "arrived", came_at=row.stood_at)
    late = (now - row.scheduled_for).total_seconds() / 60
    return Expected(row, "late", late) if late > 0 else Expected(row, "ahead")


def in_house(store: Store, day: date) -> Sequence[Visit]:
    """Return the groups that came on a day and have not left, the longest first."""
    start, end = day_range(day, store.zone)
    return list(Visit.objects.filter(store=store).in_house(start, end).select_related("lead", "reception", "called"))
