"""Signed, cancelled, handed over: each on its own day, with the credit of the signing (01, step 7; Credit)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from dcc import audit
from dcc.errors import Refused
from dcc.models import User
from dcc.notices import tell
from leads.models import Lead
from leads.rules.closing import close_lead
from leads.rules.giving import agent_at
from leads.rules.holding import hold, hold_open
from reception.models import Order
from reception.rules.receivers import reception_at


@dataclass(frozen=True)
class Signing:
    """What an order says. `signed_at` None: now. `token` makes a form sent twice one order."""

    model: str = ""
    number: str = ""
    expected_on: date | None = None
    signed_at: datetime | None = None
    token: UUID | None = None


@transaction.atomic
def place_order(lead: Lead, signing: Signing, *, by: User, now: datetime) -> Order:
    """Write a signed order; agent and reception specialist of the lead at the signing have its credit for good.

    Refused on a closed lead, beside a running order, and for a moment that lies ahead.
    """
    lead = hold_open(lead)
    if signing.token and (same := Order.objects.filter(token=signing.token).first()):
        return same
    if Order.objects.running().filter(lead=lead).exists():
        raise Refused(_("%(name)s has a running order already.") % {"name": lead.name})
    signed_at = _moment(signing.signed_at, earliest=None, now=now)
    order = Order.objects.create(
        store_id=lead.store_id,
        lead=lead,
        channel_id=lead.channel_id,
        at=signed_at,
        agent_id=agent_at(lead, signed_at),
        reception_id=reception_at(lead, signed_at),
        model=signing.model or lead.model,
        number=signing.number,
        expected_on=signing.expected_on,
        by=by,
        token=signing.token,
    )
    _write_ordered(lead)
    audit.record("order.place", order, by=by, now=now)
    if lead.agent_id and lead.agent_id != by.pk:
        tell(lead.agent, "order.placed", lead=lead, now=now, order=order.pk)
    return order


@transaction.atomic
def cancel_order(order: Order, *, reason: str, at: datetime | None = None, by: User, now: datetime) -> bool:
    """The customer withdraws (退订), with a reason; `at`: when, now unless named. False if it was cancelled or handed over before us."""
    if not reason.strip():
        raise Refused(_("Say why the order is cancelled."))
    lead = hold(order.lead)
    moment = _moment(at, earliest=order.at, now=now)
    cancelled = Order.objects.running().filter(pk=order.pk).update(cancelled_at=moment, cancel_reason=reason[:120])
    if cancelled:
        _write_ordered(lead)
        audit.record("order.cancel", order, by=by, now=now)
        if lead.agent_id and lead.agent_id != by.pk:
            tell(lead.agent, "order.cancelled", lead=lead, now=now, order=order.pk)
    return bool(cancelled)


@transaction.atomic
def deliver_order(order: Order, *, at: datetime | None = None, by: User, now: datetime) -> bool:
    """Hand the car over (交车 = 成交); `at`: when, now unless named. The lead is closed as delivered. False if it was cancelled or handed over before us."""
    lead = hold(order.lead)
    delivered = Order.objects.running().filter(pk=order.pk).update(delivered_at=_moment(at, earliest=order.at, now=now))
    if delivered:
        first = Order.objects.filter(lead=lead).aggregate(first=Min("delivered_at"))["first"]
        Lead.objects.filter(pk=lead.pk).update(delivered_at=first)
        audit.record("order.deliver", order, by=by, now=now)
        close_lead(lead, outcome="delivered", by=by, now=now)
        if lead.agent_id and lead.agent_id != by.pk:
            tell(lead.agent, "order.delivered", lead=lead, now=now, order=order.pk)
    return bool(delivered)


def order_obstacle(lead: Lead, outcome: str, _now: datetime) -> str | None:
    """Return why a lead with a running order is not closed: it is delivered or cancelled first. A merge moves orders along."""
    if outcome == "merged" or not Order.objects.running().filter(lead=lead).exists():
        return None
    return _("%(name)s has a running order. Hand the car over or cancel the order first.") % {"name": lead.name}


def _moment(named: datetime | None, *, earliest: datetime | None, now: datetime) -> datetime:
    """Return when it happened: now, unless somebody types it later. Refused ahead of now and before the signing."""
    moment = named or now
    if moment > now:
        raise Refused(_("This moment lies ahead."))
    if earliest is not None and moment < earliest:
        raise Refused(_("This moment lies before the order was signed."))
    return moment


def _write_ordered(lead: Lead) -> None:
    first = Order.objects.filter(lead=lead, cancelled_at=None).aggregate(first=Min("at"))["first"]
    Lead.objects.filter(pk=lead.pk).update(ordered_at=first)
