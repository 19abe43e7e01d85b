"""Persons who came to DCC by a transfer, and their release (01, Attribution 1)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc import audit
from dcc.errors import Refused
from dcc.models import User
from leads.models import Lead
from reception.attribution import transferred_at
from reception.rules.evidence import facts_of, person_of


def is_transferred(lead: Lead, now: datetime) -> bool:
    """Whether this person's transfer counts at this moment."""
    return transferred_at(facts_of(lead.store, person_of(lead), at=now)) is not None


@transaction.atomic
def release_person(lead: Lead, *, reason: str, by: User, now: datetime) -> None:
    """The director lets a transferred person go: every transfer of theirs up to now ends; a card confirmed later counts again.

    Written on each of the person's leads that came by a transfer. Refused without a reason and for somebody who is not transferred.
    """
    if not reason.strip():
        raise Refused(_("Say why the customer is released."))
    person = person_of(lead)
    if not is_transferred(lead, now):
        raise Refused(_("%(name)s is no transferred customer.") % {"name": lead.name})
    theirs = Lead.objects.filter(store_id=lead.store_id).exclude(closed_as="merged")
    theirs = theirs.filter(phone=person.phone) if person.phone else theirs.filter(pk=person.lead_id)
    Lead.objects.filter(pk__in=theirs.filter(inquiries__channel__source="transfer").values("pk")).update(released_at=now)
    audit.record("person.release", lead, by=by, now=now)


def showroom_obstacle(lead: Lead, outcome: str, now: datetime) -> str | None:
    """Return why a transferred customer is not given to the showroom: the director has not released them (01, step 5)."""
    if outcome != "showroom" or not is_transferred(lead, now):
        return None
    return _("%(name)s is a transferred customer. The sales director has to release them first.") % {"name": lead.name}
