"""The cards of some days: those listed, and those that will be by today's limit (docs/rules/interface.md#transfer-calendar)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dcc.models import Store
from dcc.reckoning.clock import day_of, range_of
from reception.models import Transfer
from reception.showroom.calendar import Entry
from reception.showroom.ripeness import MORNING, Card, listed_at
from reception.showroom.unlisted import last_hold, limits_of, unlisted


def entries_of(store: Store, first: date, last: date, *, now: datetime) -> list[Entry]:
    """Return what stands on these days: the list of each day up to now, then the forecast; in the order of the list."""
    found = [*_listed(store, first, last), *_ahead(store, first, last, now=now)]
    return sorted(found, key=lambda entry: (entry.day, entry.card.card_date, entry.card.pk))


def _listed(store: Store, first: date, last: date) -> Iterator[Entry]:
    zone = store.zone
    start, end = range_of(first, last, zone)
    rows = list(Transfer.objects.filter(store=store, listed_at__gte=start, listed_at__lt=end).select_related("card", "by", "lead"))
    holds: dict[int, list[Transfer]] = {}
    for hold in Transfer.objects.filter(store=store, decision="held", card__in={row.card_id for row in rows}).select_related("by").order_by("pk"):
        holds.setdefault(hold.card_id, []).append(hold)
    for row in rows:
        former = next((hold for hold in reversed(holds.get(row.card_id, [])) if hold.pk < row.pk and hold.listed_at < row.listed_at), None)
        yield Entry(day_of(row.listed_at, zone), row.card, row, former)


def _ahead(store: Store, first: date, last: date, *, now: datetime) -> Iterator[Entry]:
    """Yield the open cards that are not listed yet, each on its morning by the limit of today."""
    zone, today = store.zone, day_of(now, store.zone)
    if last <= today:
        return
    limits = limits_of(store, now)
    horizon = datetime.combine(last, MORNING, zone)
    for card in unlisted(store, last - timedelta(days=min(limit.days for limit in limits))):
        hold = last_hold(card)
        moment = listed_at(Card(card.card_date, card.entered_at, hold.until if hold else None), limits, zone=zone, now=horizon)
        if moment is not None and max(first, today + timedelta(days=1)) <= moment.date():
            yield Entry(moment.date(), card, None, hold)
