"""Whom nobody may call: set and lifted (docs/rules/trust.md#personal-data)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from leads.customer.rules.following_up import end_follow_ups, open_follow_up
from leads.customer.rules.locking import hold
from leads.grading.rules.proposing import REFUSES, open_proposal, propose
from leads.models import DoNotCall, Lead


@transaction.atomic
def set_do_not_call(lead: Lead, *, source: str, until: datetime | None = None, by: User, now: datetime) -> DoNotCall:
    """Put the lead's number on the list, at once and until `until`, for good without it. An entry that holds already gives way to this one.

    What is owed to an open lead ends. For good, that is at once an application for lost (拒绝联系); for a while, it is called again when that is over.
    """
    lead = hold(lead)
    if not lead.phone:
        raise Refused(_("%(name)s has no number any more.") % {"name": lead.name})
    if until is not None and until <= now:
        raise Refused(_("The day lies in the past. Choose a day ahead, or none: for good."))
    DoNotCall.objects.of_lead(lead).holding(now).update(lifted_at=now, lifted_by=by)
    entry = DoNotCall.objects.create(store=lead.store, phone=lead.phone, source=source[:120], at=now, until=until, by=by)
    audit.record("do_not_call.set", lead, by=by, now=now)
    if lead.is_open:
        _nobody_calls(lead, until=until, by=by, now=now)
    return entry


def _nobody_calls(lead: Lead, *, until: datetime | None, by: User, now: datetime) -> None:
    """Nobody stands nowhere (docs/rules/domain.md#nobody-stands-nowhere): who may not be called waits for the leader, or for the end of it."""
    end_follow_ups(lead, ended_as="do_not_call", now=now)
    if until is not None:
        open_follow_up(lead, kind="nurture", due_at=until, now=now)
    elif open_proposal(lead) is None:
        propose(lead, kind="lost", reason=REFUSES, by=by, now=now)


@transaction.atomic
def lift_do_not_call(lead: Lead, *, by: User, now: datetime) -> bool:
    """Take the lead's number off the list. False if it was not on it."""
    lifted = DoNotCall.objects.of_lead(lead).holding(now).update(lifted_at=now, lifted_by=by)
    if lifted:
        audit.record("do_not_call.lift", lead, by=by, now=now)
    return bool(lifted)
