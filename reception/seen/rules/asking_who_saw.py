"""The question who saw a number: itself a deed on the trail (docs/rules/trust.md#who-saw)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.intake.phones import mask_digits, read_phone
from reception.seen.bearers import Bearers, bearers_of


@transaction.atomic
def ask_who_saw(store: Store, text: str, *, by: User | None, now: datetime) -> Bearers:
    """Return whoever bears the number typed; refused where it is none. The trail holds which leads were asked about, never the number."""
    phone = read_phone(text)
    if not phone.number or phone.second:
        raise Refused(_("Type one whole number."))
    found = bearers_of(store, phone.number, masked=mask_digits(phone.number))
    audit.record("number.who_saw", None, by=by, now=now, store=store, leads=found.leads, visits=found.visits, cards=found.cards)
    return found


@transaction.atomic
def record_export(store: Store, found: Bearers, *, lines: int, by: User, now: datetime) -> None:
    """Write that somebody took along who saw a number."""
    audit.record("number.who_saw_export", None, by=by, now=now, store=store, leads=found.leads, visits=found.visits, cards=found.cards, count=lines)
