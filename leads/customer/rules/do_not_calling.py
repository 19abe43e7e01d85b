"""Whom nobody may call: set and lifted (docs/rules/trust.md#personal-data)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import TrailEntry, User, taken_back
from dcc.trail import audit
from leads.customer.rules.following_up import end_follow_ups, open_follow_up, owe_again
from leads.customer.rules.locking import hold
from leads.grading.rules.built_on import WITHIN, refuse_built
from leads.grading.rules.closing_leads import for_review
from leads.grading.rules.proposing import REFUSES, open_proposal, propose
from leads.models import DoNotCall, FollowUp, Lead, Proposal
from leads.numbers.erased_numbers import is_word


@transaction.atomic
def set_do_not_call(lead: Lead, *, source: str, until: datetime | None = None, by: User, now: datetime) -> DoNotCall:
    """Put the lead's number on the list, at once and until `until`, for good without it. An entry that holds already gives way to this one.

    What is owed to an open lead ends. For good, that is at once an application for lost (拒绝联系); for a while, it is called again when that is over.
    """
    lead = hold(lead)
    if not lead.phone or is_word(lead.phone):
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


@transaction.atomic
def annul_do_not_call(lead: Lead, *, by: User, now: datetime) -> Lead:
    """Take back that a number was put on the list by a slip: what it ended is owed again, what it applied for is none, an entry it took the place of holds.

    By whoever set it, within fifteen minutes (later it is lifted by who may), and until somebody has worked with the lead. One said in a call goes with it.
    """
    lead = hold(lead)
    entry = DoNotCall.objects.of_lead(lead).holding(now).order_by("-at", "-pk").first()
    if entry is None:
        raise Refused(_("It was taken back already."))
    if entry.by_id != by.pk or now - entry.at > WITHIN:
        raise Refused(_("This can be undone by whoever did it, within %(minutes)d minutes.") % {"minutes": WITHIN.seconds // 60})
    beside = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, by=by, at=entry.at)
    if beside.exclude(action__in=("do_not_call.set", "lead.propose")).exists():
        raise Refused(_("It was said in a call. Take the call back instead."))
    refuse_built(lead, after=entry.at, instead=_("Let the leader take the number off the list."))
    _call_again(lead, entry, by=by, now=now)
    audit.record("do_not_call.annul", lead, by=by, now=now)
    return hold(lead)


def _call_again(lead: Lead, entry: DoNotCall, *, by: User, now: datetime) -> None:
    taken = taken_back(by=by, now=now)
    DoNotCall.objects.filter(pk=entry.pk).update(**taken)
    DoNotCall.objects.filter(store=lead.store, phone=entry.phone, lifted_at=entry.at, lifted_by=by).update(lifted_at=None, lifted_by=None)
    FollowUp.objects.filter(lead=lead, kind="nurture", created_at=entry.at).update(**taken)
    Proposal.objects.filter(lead=lead, at=entry.at, reason=REFUSES).update(**taken)
    owe_again(lead, entry.at, ended_as=("do_not_call", "proposed", "replaced"))
    if lead.is_open:
        Lead.objects.filter(pk=lead.pk).update(review_since=for_review(hold(lead)))
