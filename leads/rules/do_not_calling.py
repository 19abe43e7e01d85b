"""Whom nobody may call: set and lifted (06, promise 11)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc import audit
from dcc.errors import Refused
from dcc.models import User
from leads.models import DoNotCall, Lead
from leads.rules.holding import hold


@transaction.atomic
def set_do_not_call(lead: Lead, *, source: str, until: datetime | None = None, by: User, now: datetime) -> DoNotCall:
    """Put the lead's number on the list, at once and until `until`, for good without it. An entry that holds already gives way to this one."""
    lead = hold(lead)
    if not lead.phone:
        raise Refused(_("%(name)s has no number any more.") % {"name": lead.name})
    if until is not None and until <= now:
        raise Refused(_("The day lies in the past. Choose a day ahead, or none: for good."))
    DoNotCall.objects.of_lead(lead).holding(now).update(lifted_at=now, lifted_by=by)
    entry = DoNotCall.objects.create(store=lead.store, phone=lead.phone, source=source[:120], at=now, until=until, by=by)
    audit.record("do_not_call.set", lead, by=by, now=now)
    return entry


@transaction.atomic
def lift_do_not_call(lead: Lead, *, by: User, now: datetime) -> bool:
    """Take the lead's number off the list. False if it was not on it."""
    lifted = DoNotCall.objects.of_lead(lead).holding(now).update(lifted_at=now, lifted_by=by)
    if lifted:
        audit.record("do_not_call.lift", lead, by=by, now=now)
    return bool(lifted)
