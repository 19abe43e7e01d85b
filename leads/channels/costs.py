"""What a channel costs in a month: the one truth for every page and figure (docs/rules/domain.md#source-and-channel)."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.db.models.functions import TruncMonth

from dcc.models import Store
from dcc.reckoning.clock import range_of
from dcc.reckoning.months import last_of, month_of, months_of
from leads.channels.prices import prices_of
from leads.models import Channel, ChannelCost, Inquiry, Refund

Place = tuple[int, date]  # a channel and the first day of a month


@dataclass(frozen=True)
class MonthCost:
    """One channel in one month: the inquiries that came, what somebody typed, the price of each, and what was paid back for its bad ones."""

    inquiries: int = 0
    typed: Decimal | None = None
    price: Decimal | None = None
    paid_back: Decimal = Decimal(0)

    @property
    def cost(self) -> Decimal | None:
        """What was typed; else, where the store pays by the inquiry, price × inquiries. None: nobody knows."""
        if self.typed is not None:
            return self.typed
        return None if self.price is None else self.price * self.inquiries

    @property
    def net(self) -> Decimal | None:
        """The cost less what was paid back: what every figure of this month reckons with."""
        return None if self.cost is None else self.cost - self.paid_back


def costs_of(store: Store, channels: list[Channel], first: date, last: date) -> dict[Place, MonthCost]:
    """Return the cost of some channels in each month from `first` to `last`, both their first days. Four questions."""
    start, end = range_of(first, last_of(last), store.zone)
    ids = [channel.pk for channel in channels]
    came = Inquiry.objects.filter(store=store, channel__in=ids, received_at__gte=start, received_at__lt=end).order_by()
    counted = came.annotate(month=TruncMonth("received_at", tzinfo=store.zone)).values_list("channel", "month").annotate(number=Count("pk"))
    inquiries = Counter({(channel, month.date()): number for channel, month, number in counted})
    rows = ChannelCost.objects.filter(store=store, channel__in=ids, month__gte=first, month__lte=last)
    typed = {(channel, month): amount for channel, month, amount in rows.values_list("channel", "month", "amount")}
    paid: dict[Place, Decimal] = defaultdict(Decimal)
    back = Refund.objects.filter(store=store, state="paid", inquiry__channel__in=ids, inquiry__received_at__gte=start, inquiry__received_at__lt=end)
    for channel, moment, amount in back.values_list("inquiry__channel", "inquiry__received_at", "amount"):
        paid[channel, month_of(moment.astimezone(store.zone).date())] += amount  # summed here: SQLite would sum floats
    prices = prices_of(channels)
    return {
        (channel.pk, month): MonthCost(inquiries[channel.pk, month], typed.get((channel.pk, month)), prices.of(channel.pk, month), paid[channel.pk, month])
        for channel in channels
        for month in months_of(first, last)
    }
