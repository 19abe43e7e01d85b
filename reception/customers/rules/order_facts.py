"""What an order says is completed and corrected after its signing: number, model, day, amount, payment, trade-in, and by few its moment.

Never a new fact for an old one; credit never moves (docs/rules/domain.md#order-facts).
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.models.annulled import hold_standing
from dcc.people.permissions import decides
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from leads.customer.rules.locking import hold
from leads.intake.phones import mask, read_phone
from leads.models import Lead
from reception.door.rules.stating import closed_periods
from reception.door.rules.taking_back import adjustment
from reception.models import Order

FACTS = ("model", "number", "expected_on", "amount", "payment", "trade_in")
LABELS = {"number": "order_number", "payment": "order_payment", "trade_in": "order_trade_in"}  # on the trail these words are a lead's
USUAL = (Decimal("0.5"), Decimal(300))  # ten thousand yuan: what a car costs; anything else is asked about


def is_odd(amount: Decimal | None) -> bool:
    """Whether an amount is no usual price of a car."""
    return amount is not None and not USUAL[0] <= amount <= USUAL[1]


def check_expected(expected_on: date | None, signed_at: datetime, store: Store) -> None:
    """Refuse a day of handing over before that of the signing: nobody means it."""
    signed_on = day_of(signed_at, store.zone)
    if expected_on is not None and expected_on < signed_on:
        raise Refused(_("Signed on %(day)s: no car is handed over before. Choose a later day.") % {"day": f"{signed_on:%m-%d}"}, about="expected_on")


@transaction.atomic
def change_order(order: Order, changes: dict[str, tuple[Any, Any]], *, by: User, now: datetime) -> bool:
    """Write facts of an order anew; `changes`: name → (as it was shown, as it is to be). False if nothing differs.

    Refused where somebody else wrote the same fact meanwhile, once the order was taken back, and for a handing over before the signing.
    """
    hold(order.lead)
    found = hold_standing(Order.every, order.pk)
    wanted = {name: value for name, (_was, value) in changes.items() if name in FACTS and getattr(found, name) != value}
    for name in wanted:
        if getattr(found, name) != changes[name][0]:
            raise Refused(_("Somebody else changed this order meanwhile. Look at it once more."))
    if not wanted:
        return False
    check_expected(wanted.get("expected_on"), found.at, found.store)
    Order.objects.filter(pk=found.pk).update(**wanted)
    before, after = ({LABELS.get(name, name): _kept(row[name]) for name in wanted} for row in (vars(found), wanted))
    audit.record("order.change", found, by=by, now=now, before=before, after=after, **adjustment(found.store, found.at))
    return True


@transaction.atomic
def move_signing(order: Order, at: datetime, *, reason: str, by: User, now: datetime) -> bool:
    """Write another moment of the signing, with a reason; credit stays with whom it was written for. False if it is the same.

    Refused for whoever keeps no orders of the whole store, out of or into a closed month, ahead, before the lead arrived, and after its end.
    """
    lead = hold(order.lead)
    found = hold_standing(Order.every, order.pk)
    if at == found.at:
        return False
    if not decides(by, "order.correct"):
        raise Refused(_("The leader or the data manager corrects when an order was signed."), about="signed_at")
    if not reason.strip():
        raise Refused(_("Say why the moment is corrected."), about="why")
    _check_signing(found, lead, at, now)
    written = found.logged_at or found.at
    said = {"at": at, "logged_at": None if written == at else written, "stated_reason": reason.strip()[:200]}
    Order.objects.filter(pk=found.pk).update(**said)
    write_ordered(lead)
    before, after = ({"signed_at": moment.astimezone(UTC).isoformat()} for moment in (found.at, at))
    audit.record("order.change", found, by=by, now=now, before=before, after=after, **adjustment(found.store, found.at, at))
    return True


def _check_signing(order: Order, lead: Lead, at: datetime, now: datetime) -> None:
    closed = next((moment for moment in (order.at, at) if "month" in closed_periods(order.store, moment)), None)
    if closed is not None:
        month = f"{closed.astimezone(order.store.zone):%Y-%m}"
        raise Refused(_("%(month)s is closed. Nothing is written into it any more.") % {"month": month}, about="signed_at")
    if at > (order.logged_at or order.at) or at > now:
        raise Refused(_("It was written down before this moment. Choose an earlier one."), about="signed_at")
    if at < lead.received_at:
        said = {"name": lead.name, "when": f"{lead.received_at.astimezone(order.store.zone):%m-%d %H:%M}"}
        raise Refused(_("%(name)s arrived only on %(when)s: nothing was signed before.") % said, about="signed_at")
    if any(end is not None and at > end for end in (order.delivered_at, order.cancelled_at)):
        raise Refused(_("The order had ended before this moment."), about="signed_at")
    if order.entered_at is not None and lead.closed_at is not None and at >= lead.closed_at:
        raise Refused(_("%(name)s was closed before this moment.") % {"name": lead.name}, about="signed_at")
    refuse_beside(lead, at, order.at, besides=order.pk, now=now)
    check_expected(order.expected_on, at, order.store)


def refuse_beside(lead: Lead, start: datetime, end: datetime, *, besides: int = 0, now: datetime) -> None:
    """Refuse an order beside another of its lead, and on the day on which the customer withdrew from one."""
    others, zone = Order.objects.filter(lead=lead).exclude(pk=besides), lead.store.zone
    day = day_of(start, zone)
    beside = any(start <= (other.delivered_at or other.cancelled_at or now) and other.at <= end for other in others)
    withdrew = any(other.cancelled_at is not None and day_of(other.cancelled_at, zone) == day for other in others)
    if beside or withdrew:
        raise Refused(_("Another order of %(name)s ran then.") % {"name": lead.name}, about="signed_at")


def write_ordered(lead: Lead) -> None:
    """Write the first order of a lead that was not cancelled."""
    first = Order.objects.filter(lead=lead, cancelled_at=None).aggregate(first=Min("at"))["first"]
    Lead.objects.filter(pk=lead.pk).update(ordered_at=first)


def _kept(value: Any) -> str:
    """Return a fact as the trail keeps it; somebody's number typed for the order's is masked."""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value) if value is not None else ""
    number = read_phone(text).number
    return mask(number) if number else text
