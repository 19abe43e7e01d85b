"""Persons who came to DCC by a transfer, and their release (docs/rules/domain.md#transferred)."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from leads.customer.rules.locking import hold
from leads.grading.rules.deciding_applications import refuse_own
from leads.grading.rules.requesting import DECIDES, confirm_request, make_request
from leads.models import Lead, Request
from reception.door.attribution import transferred_at
from reception.door.rules.evidence import facts_of, person_of


def is_transferred(lead: Lead, now: datetime) -> bool:
    """Whether this person's transfer counts at this moment."""
    return transferred_at(facts_of(lead.store, person_of(lead), at=now)) is not None


@transaction.atomic
def propose_release(lead: Lead, *, reason: str, by: User, now: datetime) -> Request:
    """The leader proposes that a transferred person is released; until the director has answered they are DCC's. Refused for anybody else."""
    _check_transferred(lead, now)
    return make_request(lead, kind="release", reason=reason, by=by, now=now)


@transaction.atomic
def confirm_release(request: Request, *, answer: str, by: User, now: datetime) -> bool:
    """The director releases the person as proposed, with a reason. False if it was decided before us."""
    lead = hold(request.lead)
    alone = refuse_own(request, roles=DECIDES["release"], by=by)
    if not confirm_request(request, answer=answer, alone=alone, by=by, now=now):
        return False
    _release(lead, reason=answer, by=by, now=now)
    return True


@transaction.atomic
def release_person(lead: Lead, *, reason: str, by: User, now: datetime) -> None:
    """The director lets a transferred person go by themselves; what the leader proposed is granted with it, else a request of their own says why.

    Refused without a reason and for somebody who is not transferred.
    """
    lead = hold(lead)
    proposed = Request.objects.waiting("release").filter(lead=lead).select_related("by").first()
    if proposed is not None:
        confirm_request(proposed, answer=reason, alone=proposed.by_id == by.pk, by=by, now=now)
    _release(lead, reason=reason, by=by, now=now)
    if proposed is None:
        granted = {"decided_at": now, "decided_by": by, "decision": "confirmed"}
        Request.objects.create(store_id=lead.store_id, lead=lead, kind="release", by=by, at=now, reason=reason[:200], **granted)


def _check_transferred(lead: Lead, now: datetime) -> None:
    if not is_transferred(lead, now):
        raise Refused(_("%(name)s is no transferred customer.") % {"name": lead.name})


def _release(lead: Lead, *, reason: str, by: User, now: datetime) -> None:
    """End every transfer of the person up to now, on each of their leads that came by one; a card confirmed later counts again."""
    if not reason.strip():
        raise Refused(_("Say why the customer is released."))
    _check_transferred(lead, now)
    person = person_of(lead)
    theirs = Lead.objects.filter(store_id=lead.store_id).unmerged()
    theirs = theirs.filter(phone=person.phone) if person.phone else theirs.filter(pk=person.lead_id)
    held = theirs.filter(Q(released_at=None) | Q(inquiries__received_at__gt=F("released_at")), inquiries__channel__source="transfer")
    Lead.objects.filter(pk__in=held.values("pk")).update(released_at=now)  # an earlier release keeps its moment: visits since are judged by it
    audit.record("person.release", lead, by=by, now=now)


def showroom_obstacle(lead: Lead, outcome: str, now: datetime) -> str | None:
    """Return why a transferred customer is not given to the showroom: the director has not released them (docs/rules/domain.md#reviewing)."""
    if outcome != "showroom" or not is_transferred(lead, now):
        return None
    return _("%(name)s is a transferred customer. The sales director has to release them first.") % {"name": lead.name}
