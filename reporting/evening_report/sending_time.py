"""When a store's evening report goes out by itself (a setting)."""

from datetime import datetime, time

from dcc.models import Store
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import value

SENT_AT = "evening_report_at"


def sending_moment(store: Store, now: datetime) -> datetime:
    """Return the moment of the store's day at which its report goes out."""
    return datetime.combine(day_of(now, store.zone), time.fromisoformat(value(store, SENT_AT, now)), store.zone)
