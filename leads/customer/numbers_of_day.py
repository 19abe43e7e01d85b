"""Whose full numbers a person was shown on a day, by whatever button, page, file or endpoint (docs/rules/trust.md#numbers-counted)."""

from datetime import datetime

from dcc.models import Store, TrailEntry, User
from dcc.reckoning.clock import day_of, start_of


def shown_today(store: Store, *, by: User, now: datetime) -> set[tuple[str, int]]:
    """Return whose full numbers a person was shown today: rows by their type and key."""
    today = start_of(day_of(now, store.zone), store.zone)
    shown = TrailEntry.objects.showing_numbers().filter(by=by, at__gte=today)
    return set(shown.order_by().values_list("object_type", "object_id").distinct())
