"""Whose lead it was is needed until the pay of its last month is frozen (docs/rules/trust.md#erased)."""

from collections.abc import Collection
from datetime import datetime

from dcc.reckoning.clock import day_of
from leads.models import Lead
from reporting.models import Closing, Objection


def kept_for_pay(leads: Collection[int], *, now: datetime) -> bool:
    """Whether the last month in which something of these leads may be paid is open, in a store that freezes its months, or an objection about one is."""
    if Objection.objects.filter(lead__in=leads).unanswered().exists():
        return True
    for lead in Lead.every.filter(pk__in=leads).select_related("store"):
        frozen = set(Closing.objects.filter(store=lead.store, kind="rewards").values_list("period", flat=True))
        last = max(filter(None, (lead.closed_at, lead.visited_at, lead.ordered_at, lead.delivered_at)), default=lead.opened_at)
        month = f"{day_of(last, lead.store.zone):%Y-%m}"
        if frozen and month not in frozen and month >= min(frozen):
            return True
    return False
