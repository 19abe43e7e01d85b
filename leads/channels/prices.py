"""What one lead of a channel cost in a month: a change of the price holds from its own month on (docs/rules/domain.md#price)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dcc.models import Store, TrailEntry
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import month_of
from leads.models import Channel


@dataclass
class Prices:
    """The prices of some channels: `now` as they stand, `changes` of each the (month, price before) in which it was changed, the earliest first."""

    now: dict[int, Decimal | None]
    changes: dict[int, list[tuple[date, Decimal | None]]] = field(default_factory=dict)

    def of(self, channel: int, month: date) -> Decimal | None:
        """Return the price in a month: what stood before the first change after it. The first price of all holds for the months before, too."""
        changes = self.changes.get(channel, [])
        begun = changes[1:] if changes and changes[0][1] is None else changes
        return next((before for changed, before in begun if changed > month), self.now[channel])


def prices_of(store: Store, channels: Iterable[Channel]) -> Prices:
    """Return the prices of some channels, out of what the trail says of their changes: one question."""
    now = {channel.pk: channel.price for channel in channels}
    changes: dict[int, list[tuple[date, Decimal | None]]] = defaultdict(list)
    told = TrailEntry.objects.filter(object_type="channel", object_id__in=list(now), action="channel.price").order_by("at", "id")
    for channel, at, detail in told.values_list("object_id", "at", "detail"):
        before = detail.get("before")
        changes[channel or 0].append((month_of(day_of(at, store.zone)), None if before is None else Decimal(before)))
    return Prices(now, changes)


def price_of(channel: Channel, month: date) -> Decimal | None:
    """Return what one lead of a channel cost in a month."""
    return prices_of(channel.store, [channel]).of(channel.pk, month)
