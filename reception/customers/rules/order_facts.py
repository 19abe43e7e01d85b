"""What an order says is completed and corrected after its signing: number, model, day and amount. Never a new fact for an old one; credit never moves."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from leads.customer.rules.locking import hold
from leads.intake.phones import mask, read_phone
from reception.door.rules.taking_back import adjustment
from reception.models import Order

FACTS = ("model", "number", "expected_on", "amount")
LABELS = {"number": "order_number"}  # on the trail a number is a customer's
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
    found = Order.every.select_for_update(of=("self",)).get(pk=order.pk)
    if found.annulled_at is not None:
        raise Refused(_("It was taken back already."))
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


def _kept(value: Any) -> str:
    """Return a fact as the trail keeps it; somebody's number typed for the order's is masked."""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value) if value is not None else ""
    number = read_phone(text).number
    return mask(number) if number else text
