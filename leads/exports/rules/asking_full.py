"""A file with full numbers is asked for, for one purpose; or a list is taken along masked (docs/rules/trust.md#full-numbers-by-approval)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.notices import telling
from dcc.people.permissions import may
from dcc.trail import audit
from leads.exports.person_file import MOST_ROWS, list_named, masked_file
from leads.intake.rules.collecting import hold_door
from leads.models import PersonExport
from leads.sockets import Listed

MOST_ASKED = 900  # rows of one file with full numbers: one question asks for all of them
SHORTEST = 4  # characters of a purpose
LONGEST = 1_000  # characters of an address that leads back to the list


def take_masked(name: str, listed: Listed, *, by: User, now: datetime) -> bytes:
    """Return a list as a workbook, its numbers masked; on the trail. Raises KeyError for a list there is not."""
    listing = list_named(name)
    if listing is None:
        raise KeyError(name)
    content = masked_file(listing, listed, by=by, now=now)  # before the transaction: nobody's deed waits for a long list
    with transaction.atomic():
        audit.record("export.persons", None, by=by, now=now, store=by.own_store, persons=name, rows=min(len(listed.keys), MOST_ROWS), asked=listed.asked)
    return content


@transaction.atomic
def ask_full(name: str, listed: Listed, *, purpose: str, by: User, now: datetime) -> PersonExport:
    """Ask for one file of a list with full numbers. Asked again while it waits, it is the same request. Leaders and directors are told.

    Raises KeyError for a list there is not.
    """
    listing, store, purpose = list_named(name), by.own_store, purpose.strip()
    if listing is None:
        raise KeyError(name)
    if len(purpose) < SHORTEST:
        raise Refused(_("Say what the file is for, and for whom."), about="purpose")
    if not listed.keys:
        raise Refused(_("Nobody is on this list."), about="purpose")
    if len(listed.keys) > MOST_ASKED:
        raise Refused(_("At most %(most)s rows in a file with full numbers. Narrow the list.") % {"most": f"{MOST_ASKED:,}"}, about="purpose")
    approvers = [person for person in User.objects.of_store(store).employed().exclude(pk=by.pk) if may(person, "export.approve")]
    if not approvers:
        raise Refused(_("Nobody else here may approve it."), about="purpose")
    hold_door(store)
    waiting = PersonExport.objects.waiting(now).filter(store=store, by=by, listing=name)
    if same := next((one for one in waiting if (one.rows, one.purpose) == (listed.keys, purpose[:200])), None):
        return same
    last = PersonExport.objects.filter(store=store).aggregate(last=Max("number"))["last"] or 0
    facts: dict[str, Any] = {"columns": listing.codes_for(by), "rows": listed.keys, "asked": listed.asked, "said": listed.said}
    facts["query"] = listed.query if len(listed.query) <= LONGEST else ""
    export = PersonExport.objects.create(store=store, number=last + 1, by=by, at=now, listing=name, purpose=purpose[:200], **facts)
    both: dict[str, Any] = {"approves_too": True} if may(by, "export.approve") else {}
    audit.record("export.ask", export, by=by, now=now, persons=name, rows=len(listed.keys), asked=listed.asked, **both)
    for person in approvers:
        telling.tell(person, "export.asked", now=now, by=by.pk, number=export.number)
    return export


@transaction.atomic
def withdraw(export: PersonExport, *, by: User, now: datetime) -> bool:
    """Take back what one asked for, while nobody decided it. False where it was taken back already."""
    if export.by != by:
        raise Refused(_("Whoever asked takes it back."))
    taken = PersonExport.objects.filter(pk=export.pk, decided_at=None, withdrawn_at=None).update(withdrawn_at=now)
    if taken:
        audit.record("export.withdraw", export, by=by, now=now)
    elif PersonExport.objects.filter(pk=export.pk, decided_at__isnull=False).exists():
        raise Refused(_("It was decided meanwhile."))
    return bool(taken)
