"""What channels cost: the price of one lead, and the sum of a month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.reckoning.clock import day_of
from dcc.reckoning.money_words import yuan
from dcc.reckoning.months import month_before, month_of
from dcc.trail import audit
from leads.models import Channel, ChannelCost, ChannelPrice


@dataclass(frozen=True)
class Change:
    """What somebody saw in one cell, and what they want there; None: nothing."""

    seen: Decimal | None
    wanted: Decimal | None


@transaction.atomic
def set_price(channel: Channel, price: Change, *, by: User, now: datetime) -> bool:
    """Say what one inquiry of the channel costs from this month on; None: the store does not pay by the inquiry. False if nothing differs.

    Earlier months keep theirs; whatever else was written in this month was a slip and holds for none (docs/rules/domain.md#price).
    """
    stored = Channel.objects.select_for_update().get(pk=channel.pk).price
    if stored == price.wanted:
        return False
    _refuse_where_changed(stored, price)
    _keep_price(channel, stored, price.wanted, month=month_of(day_of(now, channel.store.zone)))
    Channel.objects.filter(pk=channel.pk).update(price=price.wanted)
    channel.price = price.wanted
    audit.record("channel.price", channel, by=by, now=now, before=_text(stored), after=_text(price.wanted))
    return True


def _keep_price(channel: Channel, before: Decimal | None, price: Decimal | None, *, month: date) -> None:
    """Write from when a price holds; what stood before where nobody had written when it began."""
    rows = ChannelPrice.objects.filter(channel=channel)
    if before is not None and not rows.exists():
        ChannelPrice.objects.create(store_id=channel.store_id, channel=channel, month=month_before(month), price=before)
    rows.update_or_create(channel=channel, month=month, defaults={"store_id": channel.store_id, "price": price})


@transaction.atomic
def set_month_costs(channel: Channel, changes: Mapping[date, Change], *, by: User, now: datetime) -> int:
    """Write what the channel cost in some months (by their first days). Returns how many changed; refused where somebody changed one meanwhile."""
    Channel.objects.select_for_update().get(pk=channel.pk)
    stored = {cost.month: cost.amount for cost in ChannelCost.objects.filter(channel=channel, month__in=list(changes))}
    changed = 0
    for month, change in sorted(changes.items()):
        before = stored.get(month)
        if before == change.wanted:
            continue
        _refuse_where_changed(before, change)
        _write(channel, month, change.wanted)
        audit.record("channel.cost", channel, by=by, now=now, month=f"{month:%Y-%m}", before=_text(before), after=_text(change.wanted))
        changed += 1
    return changed


def _write(channel: Channel, month: date, amount: Decimal | None) -> None:
    if amount is None:
        ChannelCost.objects.filter(channel=channel, month=month).delete()
    else:
        ChannelCost.objects.update_or_create(channel=channel, month=month, defaults={"store_id": channel.store_id, "amount": amount})


def _refuse_where_changed(stored: Decimal | None, change: Change) -> None:
    if stored != change.seen:
        said = {"stored": yuan(stored), "wanted": yuan(change.wanted)}
        raise Refused(_("Somebody changed it meanwhile: it is %(stored)s now, you wrote %(wanted)s. Look at the page anew.") % said)


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"
