"""The forecast of a day is frozen by itself at the closing hour of the evening before (docs/rules/measures.md#arrivals)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from dcc.models import DueOfStore, Store
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import hours_lived
from reporting.arrivals.expected_day import foretold_at
from reporting.models import Forecast

FROZEN = "forecast"
LONGEST_AWAY = 30  # evenings that are made up for, where nothing ran that long
DAY = timedelta(days=1)


def freeze_forecasts(*, now: datetime) -> int:
    """Freeze the day after each evening that ended and was not frozen, with that evening's moment. Return how many appointments were foretold."""
    return sum(_freeze_in(store, now) for store in Store.objects.order_by("pk"))


@transaction.atomic
def _freeze_in(store: Store, now: datetime) -> int:
    last = _last_evening(store, now)
    done, _is_new = DueOfStore.objects.get_or_create(store=store, name=FROZEN, defaults={"at": last - DAY})
    if not DueOfStore.objects.filter(pk=done.pk, at__lt=last).update(at=last):
        return 0
    first = max(day_of(done.at, store.zone), day_of(last, store.zone) - LONGEST_AWAY * DAY) + DAY
    evenings = [first + number * DAY for number in range((day_of(last, store.zone) - first).days + 1)]
    return sum(_freeze(store, evening, hours_lived(store, now).hours_of(evening)[1]) for evening in evenings)


def _last_evening(store: Store, now: datetime) -> datetime:
    """The last closing hour up to now, of whatever day: who comes after a holiday is foretold too."""
    hours, today = hours_lived(store, now), day_of(now, store.zone)
    closes = hours.hours_of(today)[1]
    return closes if closes <= now else hours.hours_of(today - DAY)[1]


def _freeze(store: Store, evening: date, at: datetime) -> int:
    day = evening + DAY
    if Forecast.objects.filter(store=store, day=day).exists():  # a ledger brought it
        return 0
    rows = [
        Forecast(store=store, appointment_id=appointment, day=day, over=chance.over if chance else 0, under=chance.under if chance else 0, at=at)
        for appointment, chance in foretold_at(store, day, at)
    ]
    return len(Forecast.objects.bulk_create(rows))
