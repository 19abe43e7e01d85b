"""The pace of a period of one store, by the working time that was settled while its days ran."""

from datetime import date, datetime, timedelta

from dcc.models import Store
from dcc.reckoning.clock import range_of
from dcc.store.store_settings import hours_lived
from reporting.plan.planned_pace import Pace


def pace_of(store: Store, first: date, last: date, now: datetime) -> Pace:
    """Return the pace of a period: a rule changed later changes no plan of a day that is over."""
    _start, end = range_of(first, last, store.zone)
    return Pace(hours_lived(store, min(end - timedelta.resolution, now)), first, last, now)
