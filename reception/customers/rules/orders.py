"""Signed, cancelled, handed over: each on its own day, with the credit of the signing (docs/rules/domain.md#delivering, #credit)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of, day_range
from dcc.trail import audit
from leads.customer.rules.locking import hold, refuse_closed
from leads.grading.rules.closing_leads import close_lead
from leads.models import Lead
from leads.pool.rules.giving import agent_at
from reception.customers.rules.order_facts import check_expected, write_ordered
from reception.customers.rules.receivers import reception_at
from reception.door.rules.stating import Stated, state_moment
from reception.models import Order


@dataclass(frozen=True)
class Signing:
    """What an order says. `signed_at` None: now; `stated_reason` why it is written only now. `token` makes a form sent twice one order."""

    model: str = ""
    number: str = ""
    expected_on: date | None = None
    amount: Decimal | None = None
    payment: str = ""
    trade_in: bool | None = None
    signed_at: datetime | None = None
    stated_reason: str = ""
    token: UUID | None = None


@transaction.atomic
def place_order(lead: Lead, signing: Signing, *, by: User, now: datetime) -> Order:
    """Write a signed order; agent and reception specialist of the lead at the signing have its credit for good.

    Refused on a closed lead, beside a running order, before the lead arrived, and for a moment this person may not state. And on the day on which the
    customer withdrew from one: then that one runs on, and is no further order.
    """
    lead = hold(lead)
    if signing.token and (same := Order.every.filter(token=signing.token).first()):
        return _standing(same)
    refuse_closed(lead)
    if Order.objects.running().filter(lead=lead).exists():
        raise Refused(_("%(name)s has a running order already.") % {"name": lead.name})
    signed = check_signing(lead, signing, by=by, now=now)
    order = Order.objects.create(
        store_id=lead.store_id,
        lead=lead,
        channel_id=lead.channel_id,
        at=signed.at,
        logged_at=signed.logged_at,
        stated_reason=signing.stated_reason[:200],
        agent_id=agent_at(lead, signed.at),
        reception_id=reception_at(lead, signed.at),
        model=signing.model or lead.model,
        number=signing.number,
        expected_on=signing.expected_on,
        amount=signing.amount,
        payment=signing.payment,
        trade_in=signing.trade_in,
        by=by,
        token=signing.token,
    )
    write_ordered(lead)
    audit.record("order.place", order, by=by, now=now, **_stated(signed))
    tell_agent(lead, "order.placed", order, by=by, now=now)
    return order


def check_signing(lead: Lead, signing: Signing, *, by: User, now: datetime) -> Stated:
    """Return when an order would be signed. Refused for a moment or a day that cannot be; nothing is written."""
    signed = state_moment(signing.signed_at, store=lead.store, reason=signing.stated_reason, by=by, now=now)
    if signed.at < lead.received_at:
        raise Refused(_("%(name)s arrived only on %(when)s: nothing was signed before.") % {"name": lead.name, "when": _said(lead.received_at, lead)})
    check_expected(signing.expected_on, signed.at, lead.store)
    _check_no_withdrawal(lead, signed.at)
    return signed


def _check_no_withdrawal(lead: Lead, at: datetime) -> None:
    day = day_of(at, lead.store.zone)
    start, end = day_range(day, lead.store.zone)
    withdrawn = Order.objects.filter(lead=lead, cancelled_at__gte=start, cancelled_at__lt=end).first()
    if withdrawn is not None and withdrawn.cancelled_at is not None:
        facts = {"name": lead.name, "when": _said(withdrawn.cancelled_at, lead)}
        raise Refused(_("%(name)s withdrew at %(when)s, on the same day. Take that cancellation back and correct the order.") % facts)


@transaction.atomic
def cancel_order(order: Order, *, reason: str, at: datetime | None = None, by: User, now: datetime) -> bool:
    """The customer withdraws (退订), with a reason; `at`: when, now unless stated. False if it was cancelled or handed over before us."""
    if not reason.strip():
        raise Refused(_("Say why the order is cancelled."))
    lead = hold(order.lead)
    moment = _after_signing(order, state_moment(at, store=lead.store, reason=reason, by=by, now=now))
    said = {"cancelled_at": moment.at, "cancellation_logged_at": moment.logged_at, "cancelled_by": by, "cancel_reason": reason[:120]}
    cancelled = Order.objects.running().filter(pk=order.pk).update(**said)
    if cancelled:
        write_ordered(lead)
        audit.record("order.cancel", order, by=by, now=now, **_stated(moment))
        tell_agent(lead, "order.cancelled", order, by=by, now=now)
    return bool(cancelled)


@transaction.atomic
def deliver_order(order: Order, *, at: datetime | None = None, reason: str = "", by: User, now: datetime) -> bool:
    """Hand the car over (交车 = 成交); `at`: when, now unless stated. The lead is closed as delivered. False if it was cancelled or handed over before us."""
    lead = hold(order.lead)
    moment = _after_signing(order, state_moment(at, store=lead.store, reason=reason, by=by, now=now))
    said = {"delivered_at": moment.at, "delivery_logged_at": moment.logged_at, "delivered_by": by, "delivery_reason": reason[:200]}
    delivered = Order.objects.running().filter(pk=order.pk).update(**said)
    if delivered:
        write_delivered(lead)
        audit.record("order.deliver", order, by=by, now=now, **_stated(moment))
        close_lead(lead, outcome="delivered", by=by, now=now)
        tell_agent(lead, "order.delivered", order, by=by, now=now)
    return bool(delivered)


def order_obstacle(lead: Lead, outcome: str, _now: datetime) -> str | None:
    """Return why a lead with a running order is not closed: it is delivered or cancelled first. A merge moves orders along."""
    if outcome == "merged" or not Order.objects.running().filter(lead=lead).exists():
        return None
    return _("%(name)s has a running order. Hand the car over or cancel the order first.") % {"name": lead.name}


def delivered_obstacle(lead: Lead, _now: datetime) -> str | None:
    """Return why a closed lead is not opened again: a car was handed over in it."""
    delivered = Order.objects.filter(lead=lead, delivered_at__isnull=False).order_by("delivered_at").first()
    if delivered is None or delivered.delivered_at is None:
        return None
    return _("Another order of %(name)s was delivered on %(when)s.") % {"name": lead.name, "when": _said(delivered.delivered_at, lead)}


def tell_agent(lead: Lead, kind: str, order: Order, *, by: User, now: datetime) -> None:
    """Tell the lead's agent what became of an order, unless they did it themselves."""
    if lead.agent and lead.agent_id != by.pk:
        tell(lead.agent, kind, lead=lead, now=now, order=order.pk)


def write_delivered(lead: Lead) -> None:
    """Write the first car that was handed over to a lead."""
    first = Order.objects.filter(lead=lead).aggregate(first=Min("delivered_at"))["first"]
    Lead.objects.filter(pk=lead.pk).update(delivered_at=first)


def _standing(order: Order) -> Order:
    if order.annulled_at is not None:
        raise Refused(_("This order was taken back. Open the page anew to sign another."))
    return order


def _after_signing(order: Order, moment: Stated) -> Stated:
    if moment.at < order.at:
        raise Refused(_("This moment lies before the order was signed."))
    return moment


def _stated(moment: Stated) -> dict[str, Any]:
    """Return what the trail says of a moment that was stated."""
    return {"stated": moment.at.isoformat()} if moment.logged_at else {}


def _said(moment: datetime, lead: Lead) -> str:
    return f"{moment.astimezone(lead.store.zone):%m-%d %H:%M}"
