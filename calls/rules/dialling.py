"""Calling is the reveal: the number shown to whoever dials it, on the trail (docs/rules/trust.md#phones, #numbers-counted)."""

from datetime import datetime

from django.db import transaction

from calls.models import Dial
from calls.rules.calling import check_may_call
from dcc.models import User
from dcc.store_settings import values_at
from leads.models import Lead
from leads.rules.holding import hold_open
from leads.rules.revealing import record_showing


@transaction.atomic
def dial(lead: Lead, *, by: User, now: datetime) -> str:
    """Return the full number for the call that begins now, and remember that it does.

    Refused where it may not be called, and past the day's budget of numbers.
    """
    lead = hold_open(lead)
    check_may_call(lead, at=now, values=values_at(lead.store, now))
    record_showing("call.dial", lead, by=by, now=now)
    Dial.objects.create(store_id=lead.store_id, agent=by, lead=lead, at=now)
    return lead.phone or ""
