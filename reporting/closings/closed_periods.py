"""Which days and months are closed: one question, asked wherever something is set back into the past (docs/rules/domain.md#closings)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Subquery

from dcc.models import Store
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import last_of
from reception.models import DaySigning
from reporting.models import Closing


@dataclass(frozen=True)
class Frontier:
    """Up to where a store's days are closed. `signed`: the first day its desk ever signed, with which closing begins; `closed`: the last day closed."""

    signed: date | None
    closed: date | None

    def holds(self, day: date) -> bool:
        """Whether a day is closed: days close in order, one the store was closed with the next; what lies before the first signature, without a number."""
        return (self.signed is not None and day < self.signed) or (self.closed is not None and day <= self.closed)

    def holds_month(self, month: date) -> bool:
        """Whether a month is closed without a number: it was over when the desk signed first."""
        return self.signed is not None and last_of(month) < self.signed


def frontier_of(store: Store) -> Frontier:
    """Return up to where the days of a store are closed."""
    signed, closed = Store.objects.filter(pk=store.pk).values_list(_first_signed(store), _last_closed(store)).get()
    return Frontier(signed, date.fromisoformat(closed) if closed else None)


def closed_periods(store: Store, moment: datetime) -> Iterable[str]:
    """Return which of the periods a moment lies in are closed: "day", "month". One query."""
    day = day_of(moment, store.zone)
    month = Exists(Closing.objects.of(store, "month", f"{day:%Y-%m}"))
    signed, closed, is_month = Store.objects.filter(pk=store.pk).values_list(_first_signed(store), _last_closed(store), month).get()
    frontier = Frontier(signed, date.fromisoformat(closed) if closed else None)
    found = {"day": frontier.holds(day), "month": is_month or frontier.holds_month(day)}
    return [period for period, holds in found.items() if holds]


def closed_days(store: Store, days: Iterable[date]) -> list[date]:
    """Return those of some days that are closed. One query."""
    frontier = frontier_of(store)
    return [day for day in days if frontier.holds(day)]


def _first_signed(store: Store) -> Subquery:
    return Subquery(DaySigning.objects.filter(store=store).order_by("day").values("day")[:1])


def _last_closed(store: Store) -> Subquery:
    return Subquery(Closing.objects.filter(store=store, kind="day").order_by("-period").values("period")[:1])
