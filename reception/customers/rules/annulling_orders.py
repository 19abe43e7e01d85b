"""An order, a delivery or a cancellation that was none is taken back (docs/rules/ledger.md#taken-back)."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User, taken_back
from dcc.models.annulled import hold_standing
from dcc.people.permissions import decides
from dcc.trail import audit
from leads.customer.rules.locking import hold, hold_open
from leads.grading.rules.reopening import reopen_lead
from leads.intake.rules.collecting import hold_door
from leads.models import Lead
from reception.customers.rules.order_facts import write_ordered
from reception.customers.rules.orders import tell_agent, write_delivered
from reception.door.rules.taking_back import adjustment, at_once, check_reason
from reception.models import Order

NO_DELIVERY = {"delivered_at": None, "delivery_logged_at": None, "delivered_by": None, "delivery_reason": ""}
NO_CANCELLATION = {"cancelled_at": None, "cancellation_logged_at": None, "cancelled_by": None, "cancel_reason": ""}


@transaction.atomic
def annul_order(order: Order, *, reason: str = "", by: User, now: datetime) -> Order:
    """Take back an order that was never signed; with it goes its cancellation. A delivery is taken back first, of one joined by hand with it.

    Whoever wrote it does so within five minutes; later the leader or the data manager, with a reason.
    """
    order = _hold(order)
    if order.entered_at is not None:
        _check(order.by_id, order.entered_at, reason, by=by, now=now)
        return _unjoin(order, "order.annul", reason=reason, by=by, now=now)
    if order.delivered_at is not None:
        raise Refused(_("The car was handed over. Take the delivery back first."))
    _check(order.by_id, order.logged_at or order.at, reason, by=by, now=now)
    Order.objects.filter(pk=order.pk).update(**taken_back(by=by, now=now, reason=reason.strip()))
    _finish(order, "order.annul", order.at, by=by, now=now)
    tell_agent(order.lead, "order.annulled", order, by=by, now=now)
    return order


@transaction.atomic
def reverse_joining(order: Order, *, reason: str, by: User, now: datetime) -> Order:
    """The director takes back what was joined by hand, within seven days of it, with a reason (docs/rules/domain.md#joining)."""
    if not reason.strip():
        raise Refused(_("Say why it is reversed."))
    order = _hold(order)
    if not decides(by, "order.reverse") or not Order.objects.reversible(now).filter(pk=order.pk).exists():
        raise Refused(_("This joining cannot be reversed any more."))
    return _unjoin(order, "order.reverse", reason=reason, by=by, now=now)


@transaction.atomic
def annul_delivery(order: Order, *, reason: str = "", by: User, now: datetime) -> Order:
    """Take back a delivery that was none: the order runs on, the lead is open again, and what its closing ended is owed again.

    Refused as any reopening: while the number has a later lead or is on the do-not-call list, or another order of the lead is delivered. By whom and how
    long: as the order itself.
    """
    order = _hold(order)
    delivered_at = order.delivered_at
    if delivered_at is None:
        raise Refused(_("It was taken back already."))
    if order.entered_at is not None:
        raise Refused(_("Signing and handing over were joined by hand in one. Take the order back."))
    _check(order.delivered_by_id, order.delivery_logged_at or delivered_at, reason, by=by, now=now)
    _empty(order, {"delivered_at": delivered_at}, NO_DELIVERY, reason, by=by, now=now)
    if order.lead.closed_as == "delivered":
        reopen_lead(order.lead, by=by, now=now)
    _finish(order, "order.annul_delivery", delivered_at, by=by, now=now)
    tell_agent(order.lead, "order.delivery_annulled", order, by=by, now=now)
    return order


@transaction.atomic
def annul_cancellation(order: Order, *, reason: str = "", by: User, now: datetime) -> Order:
    """Take back a cancellation that was none: the order runs on. Refused on a closed lead, and beside another running order."""
    order = _hold(order)
    cancelled_at = order.cancelled_at
    if cancelled_at is None:
        raise Refused(_("It was taken back already."))
    _check(order.cancelled_by_id, order.cancellation_logged_at or cancelled_at, reason, by=by, now=now)
    lead = hold_open(order.lead)
    if Order.objects.running().filter(lead=lead).exists():
        raise Refused(_("%(name)s has a running order already.") % {"name": lead.name})
    _empty(order, {"cancelled_at": cancelled_at}, NO_CANCELLATION, reason, by=by, now=now)
    _finish(order, "order.annul_cancellation", cancelled_at, by=by, now=now)
    tell_agent(lead, "order.cancellation_annulled", order, by=by, now=now)
    return order


def _unjoin(order: Order, action: str, *, reason: str, by: User, now: datetime) -> Order:
    """Take a joined order back whole; a lead that the joining ended is open again."""
    Order.objects.filter(pk=order.pk).update(**taken_back(by=by, now=now, reason=reason.strip()))
    if order.lead.closed_as == "delivered" and order.lead.closed_at == order.entered_at:
        reopen_lead(order.lead, by=by, now=now)
    _finish(order, action, order.at, order.delivered_at, by=by, now=now)
    tell_agent(order.lead, "order.annulled", order, by=by, now=now)
    return order


def _hold(order: Order) -> Order:
    """Return the order and its lead as they stand now; nobody else changes them. The door first: a lead may be opened again."""
    hold_door(order.store)
    lead = hold(order.lead)
    found = hold_standing(Order.every, order.pk)
    found.lead = lead
    return found


def _check(author_id: int | None, written_at: datetime, reason: str, *, by: User, now: datetime) -> None:
    if not at_once(author_id, written_at, by=by, now=now):
        check_reason(reason, "order.annul", by=by)


def _empty(order: Order, was: dict[str, datetime], emptied: dict, reason: str, *, by: User, now: datetime) -> None:
    """Empty a moment of an order; the order keeps that it stood there, and who took it back."""
    kept: dict[str, Any] = {name: moment.astimezone(UTC).isoformat() for name, moment in was.items()}
    kept |= {"at": now.astimezone(UTC).isoformat(), "by": by.pk, "reason": reason.strip()[:200]}
    Order.objects.filter(pk=order.pk).update(taken_back=[*order.taken_back, kept], **emptied)


def _finish(order: Order, action: str, *moments: datetime | None, by: User, now: datetime) -> None:
    """Write the lead's milestones as its orders stand now, and the deed on the trail."""
    lead = Lead.objects.get(pk=order.lead_id)
    write_ordered(lead)
    write_delivered(lead)
    audit.record(action, order, by=by, now=now, **adjustment(order.store, *moments))
