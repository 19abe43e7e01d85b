"""Moments that are stated instead of pressed when they are there (补写): how far back they may lie, and who may write them.

See docs/rules/domain.md#stated-orders.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.people.permissions import decides
from reception import sockets

A_DAY = timedelta(days=1)  # what lies further back is the leader's or the data manager's to write


@dataclass(frozen=True)
class Stated:
    """When something happened; `logged_at` when it was written, where the moment was stated, else None."""

    at: datetime
    logged_at: datetime | None = None


def closed_periods(store: Store, moment: datetime) -> set[str]:
    """Return which of the periods a moment lies in were closed: "day", "month"."""
    return {period for asked in sockets.closed_periods for period in asked(store, moment)}


def closed_days(store: Store, days: Iterable[date]) -> set[date]:
    """Return which of some days were closed: one question for any number of them."""
    asked = set(days)
    return {day for ask in sockets.closed_days for day in ask(store, asked)} if asked else set()


def state_moment(moment: datetime | None, *, store: Store, reason: str = "", by: User, now: datetime) -> Stated:
    """Return when an order was signed, handed over or cancelled: now, unless a moment is stated.

    Refused ahead of now and in a closed month. More than a day back it is for whoever keeps the orders of the whole store, with a reason.
    """
    if moment is None or moment == now:
        return Stated(now)
    if moment > now:
        raise Refused(_("This moment lies ahead."))
    if now - moment > A_DAY and not decides(by, "order.correct"):
        raise Refused(_("This lies more than a day back. The leader or the data manager writes it, with a reason."))
    if now - moment > A_DAY and not reason.strip():
        raise Refused(_("This lies more than a day back: say why it is written only now."))
    if "month" in closed_periods(store, moment):
        raise Refused(_("%(month)s is closed. Nothing is written into it any more.") % {"month": f"{moment.astimezone(store.zone):%Y-%m}"})
    return Stated(moment, now)
