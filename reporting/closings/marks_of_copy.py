"""What a backup says of its stores, so that its verification can ask the copy the same (docs/rules/trust.md#backups)."""

from datetime import datetime
from typing import Any

from dcc.models import Store
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import last_of, month_before, month_of
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.models import Closing


def last_closings(*, now: datetime) -> dict[str, Any]:
    """Return the last closing of each store with its seal, which stands on all before it."""
    found: dict[str, Any] = {}
    for store in Store.objects.order_by("code"):
        last = Closing.objects.of_store(store).order_by("-number").first()
        found[store.code] = {"number": last.number, "period": last.period, "hash": last.hash} if last else None
    return found


def last_funnels(*, now: datetime) -> dict[str, Any]:
    """Return the funnel of each store's last full month, by channel, as the pages count it."""
    found = {}
    for store in Store.objects.order_by("code"):
        month = month_before(month_of(day_of(now, store.zone)))
        figures = ask(Question(store, "channel", "cohort", month, last_of(month)))
        found[store.code] = {"month": f"{month:%Y-%m}", "rows": figures.rows, "total": figures.total}
    return found
