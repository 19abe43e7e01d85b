"""The facts of a lead and its number, corrected by people (docs/rules/trust.md#edits)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import TrailEntry, User
from dcc.trail import audit
from leads.customer.merged_numbers import open_by_number
from leads.customer.rules.locking import hold_open
from leads.intake.phones import read_phone, tail
from leads.models import NO_NAME, Lead
from leads.numbers.rules.blocking import refuse_blocked
from leads.numbers.rules.renumbering import keep_change
from leads.pool.name_search import given_name, initials

FACTS = ("name", "gender", "model", "city", "level")


@dataclass
class Collided(Exception):
    """Somebody changed the same facts meanwhile: what they say now, who changed them last and when. Nothing was written."""

    theirs: dict[str, str]
    by: User | None
    at: datetime | None


@transaction.atomic
def change_facts(lead: Lead, *, changes: dict[str, tuple[str, str]], by: User, now: datetime) -> bool:
    """Change facts of an open lead, each from what the person saw to what they want. False if nothing is different.

    A fact that is neither any more was changed by somebody else: then all is left as it is and `Collided` says what stands there. Changes of
    different facts by two people both hold.
    """
    lead = hold_open(lead)
    theirs = {name: getattr(lead, name) for name, (was, wanted) in changes.items() if getattr(lead, name) not in (was, wanted)}
    if theirs:
        last = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action="lead.change").select_related("by").first()
        raise Collided(theirs, last.by if last else None, last.at if last else None)
    wanted = {name: value for name, (_was, value) in changes.items() if name in FACTS and getattr(lead, name) != value}
    if not wanted:
        return False
    if "name" in wanted:
        wanted["name"] = wanted["name"] or NO_NAME
        named = "" if wanted["name"] == NO_NAME else wanted["name"]
        wanted |= {"given_name": given_name(named), "initials": initials(named)}
    Lead.objects.filter(pk=lead.pk).update(version=F("version") + 1, **wanted)
    audit.record("lead.change", lead, by=by, now=now, fields=[name for name in FACTS if name in wanted], **_before(lead, wanted))
    return True


def _before(lead: Lead, wanted: dict[str, str]) -> dict[str, Any]:
    """Return what the trail keeps of how it was, so that a call in which it was learned can be taken back."""
    model: dict[str, Any] = {"model_before": lead.model} if "model" in wanted else {}
    return model | ({"named": True} if "name" in wanted and lead.name in ("", NO_NAME) else {})


@transaction.atomic
def correct_number(lead: Lead, *, number: str = "", second: str = "", by: User, now: datetime) -> None:
    """Write the number of an open lead anew, the second one, or both. Inquiries keep what they came with.

    Refused where it is no number that can be called, and where another open lead has it: those two are one person, to be joined.
    """
    lead = hold_open(lead)
    wanted = numbers_to_write(lead, number=number, second=second)
    try:
        with transaction.atomic():
            Lead.objects.filter(pk=lead.pk).update(version=F("version") + 1, **wanted)
            if "phone" in wanted:
                keep_change(lead, wanted["phone"], basis="correction", by=by, at=now)
    except IntegrityError:
        raise Refused(_("Another open lead has this number.")) from None
    audit.record("lead.number", lead, by=by, now=now, which=[name for name in ("phone", "second_phone") if name in wanted])


def numbers_to_write(lead: Lead, *, number: str, second: str) -> dict[str, Any]:
    """Return the columns a correction writes. Refused where it is no number that can be called, or another open lead's."""
    wanted: dict[str, Any] = {}
    if number:
        wanted["phone"], wanted["phone_until"] = _readable(number), None
        wanted["phone_tail"] = tail(wanted["phone"])
    if second:
        wanted["second_phone"] = _readable(second)
    if not wanted:
        raise Refused(_("Write a number."))
    for name in wanted.keys() & {"phone", "second_phone"}:
        refuse_blocked(lead.store, wanted[name])
    if number and open_by_number(lead.store_id, [wanted["phone"]]).get(wanted["phone"], lead.pk) != lead.pk:
        raise Refused(_("Another open lead has this number."))
    return wanted


def _readable(text: str) -> str:
    phone = read_phone(text)
    if not phone.number or phone.second:
        raise Refused(_("“%(number)s” is no number that can be called.") % {"number": text[:30]})
    return phone.number
