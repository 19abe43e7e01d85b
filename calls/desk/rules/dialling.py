"""Calling is the reveal: the number shown to whoever dials it, on the trail (docs/rules/trust.md#phones, #numbers-counted)."""

from datetime import datetime

from django.db import transaction

from calls.desk.rules.calling import check_may_call, number_of
from calls.models import Dial
from dcc.models import User
from dcc.store.store_settings import values_at
from leads.customer.rules.locking import hold_open
from leads.customer.rules.revealing import numbers_of, record_showing, still_shown
from leads.models import Lead


@transaction.atomic
def dial(lead: Lead, *, by: User, now: datetime, second: bool = False) -> str:
    """Return the full number for the call that begins now, and remember that it does. Dialled once more the call begins anew.

    Refused where it may not be called, and past the day's budget of numbers.
    """
    lead = hold_open(lead)
    check_may_call(lead, at=now, values=values_at(lead.store, now), second=second)
    record_showing("call.dial", lead, which=numbers_of(lead), by=by, now=now, **({"second_number": True} if second else {}))
    Dial.objects.create(store_id=lead.store_id, agent=by, lead=lead, at=now)
    return number_of(lead, second=second)


def shown_to_call(lead: Lead, dialled: Dial | None) -> list[str]:
    """Return which of the lead's numbers stand open until the call that was dialled is saved: those that were shown, as these were then."""
    return still_shown(lead, action="call.dial", by=dialled.agent_id, at=dialled.at) if dialled else []
