"""The opening stock of a month is taken by itself at 0:00 of its first day (docs/rules/domain.md#by-itself)."""

from datetime import datetime

from django.db import transaction

from dcc.models import Store
from dcc.reckoning.clock import day_of, start_of
from dcc.reckoning.months import month_of
from leads.intake.rules.collecting import hold_door
from reporting.closings.opening_stock import stock_of
from reporting.models import Opening


def take_openings(*, now: datetime) -> int:
    """Take the stock of each store's month where nobody has. Return how many were taken."""
    return sum(_take(store, now) for store in Store.objects.order_by("pk"))


def _take(store: Store, now: datetime) -> int:
    month = month_of(day_of(now, store.zone))
    moment = start_of(month, store.zone)
    if Opening.objects.filter(store=store, month=month).exists():
        return 0
    with transaction.atomic():
        hold_door(store)
        _opening, is_new = Opening.objects.get_or_create(store=store, month=month, defaults={"at": moment, "figures": stock_of(store, moment)})
        return int(is_new)
