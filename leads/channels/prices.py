"""What one lead of a channel cost in a month: a change of the price holds from its own month on (docs/rules/domain.md#price)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from leads.models import Channel, ChannelPrice


@dataclass
class Prices:
    """The prices of some channels: `now` as they stand, `since` of each the (month, price from it on), the earliest first."""

    now: dict[int, Decimal | None]
    since: dict[int, list[tuple[date, Decimal | None]]] = field(default_factory=dict)

    def of(self, channel: int, month: date) -> Decimal | None:
        """Return the price in a month. The first price of all holds for the months before, too."""
        known = self.since.get(channel)
        if not known:
            return self.now[channel]
        return next((price for since, price in reversed(known) if since <= month), known[0][1])


def prices_of(channels: Iterable[Channel]) -> Prices:
    """Return the prices of some channels: one question."""
    now = {channel.pk: channel.price for channel in channels}
    since: dict[int, list[tuple[date, Decimal | None]]] = defaultdict(list)
    rows = ChannelPrice.objects.filter(channel__in=list(now)).order_by("month")
    for channel, month, price in rows.values_list("channel", "month", "price"):
        since[channel].append((month, price))
    return Prices(now, since)


def price_of(channel: Channel, month: date) -> Decimal | None:
    """Return what one lead of a channel cost in a month."""
    return prices_of([channel]).of(channel.pk, month)
