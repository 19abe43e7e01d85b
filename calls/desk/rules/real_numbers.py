"""A portal's privacy number gives way to the person's own (docs/rules/domain.md#virtual-numbers)."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from leads.customer.rules.locking import hold_open
from leads.intake.phones import read_phone
from leads.models import Lead
from leads.numbers.rules.renumbering import write_number


class TakenNumber(Refused):
    """The number is another open lead's: perhaps the two are one person."""


@transaction.atomic
def learn_real_number(lead: Lead, *, number: str, basis: str = "call", by: User, now: datetime) -> None:
    """Write the real number in the place of a privacy number; the inquiry keeps that one.

    Refused for a number that cannot be called, where the lead's own is no privacy number, and where another open lead has it.
    """
    lead = hold_open(lead)
    phone = read_phone(number)
    if not phone.number or "," in phone.number:
        raise Refused(_("“%(number)s” is no number that can be called.") % {"number": number})
    if lead.phone and not lead.is_virtual:
        raise Refused(_("%(name)s has a number of their own. Let the data manager correct it.") % {"name": lead.name})
    try:
        with transaction.atomic():  # of two that learn one number at once the second is refused too
            write_number(lead, phone.number, basis=basis, by=by, at=now)
    except IntegrityError:
        raise TakenNumber(_("Another open lead has this number. Let the data manager join the two.")) from None
    had_none: dict[str, Any] = {} if lead.phone else {"had_none": True}
    audit.record("call.real_number", lead, by=by, now=now, **had_none)
