"""Calling is the reveal: the number shown to whoever dials it, on the trail (docs/rules/trust.md#phones, #numbers-counted)."""

from datetime import datetime

from django.db import transaction

from calls.desk.rules.calling import check_may_call, number_of
from calls.models import Dial
from dcc.models import TrailEntry, User
from dcc.store.store_settings import values_at
from leads.customer.rules.locking import hold_open
from leads.customer.rules.revealing import record_showing
from leads.models import Lead


@transaction.atomic
def dial(lead: Lead, *, by: User, now: datetime, second: bool = False) -> str:
    """Return the full number for the call that begins now, and remember that it does. Dialled once more the call begins anew.

    Refused where it may not be called, and past the day's budget of numbers.
    """
    lead = hold_open(lead)
    check_may_call(lead, at=now, values=values_at(lead.store, now), second=second)
    record_showing("call.dial", lead, by=by, now=now, **({"second_number": True} if second else {}))
    Dial.objects.create(store_id=lead.store_id, agent=by, lead=lead, at=now)
    return number_of(lead, second=second)


def dialled_second(dial: Dial) -> bool:
    """Whether it was the second number that somebody dialled: the trail knows."""
    same = {"object_type": "lead", "object_id": dial.lead_id, "by": dial.agent_id, "at": dial.at}
    return TrailEntry.objects.filter(action="call.dial", detail__second_number=True, **same).exists()
