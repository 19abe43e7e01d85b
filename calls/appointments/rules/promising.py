"""What is promised for a visit: up to five lines, carried along when it is moved, and ticked by whoever receives the customer.

See docs/rules/domain.md#promise-card.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import Appointment, Promise
from calls.models.promise import KINDS, LONGEST, MOST
from dcc.errors import Refused
from dcc.models import User
from dcc.models.annulled import Taken, hold_standing
from dcc.notices.telling import tell
from dcc.trail import audit
from leads.models import Lead

UNTICKED: dict[str, Any] = {"kept_at": None, "broken_at": None, "broken_why": "", "ticked_by": None}


@dataclass(frozen=True)
class Promised:
    """One line as it is said: `kind` of calls.models.promise.KINDS."""

    kind: str
    text: str


def promise(appointment: Appointment, lines: Sequence[Promised], *, by: User, now: datetime) -> None:
    """Write what is promised for a visit. Part of the verb that agrees it. Refused beyond five lines, and where a line says nothing or too much."""
    if not lines:
        return
    if Promise.objects.filter(appointment=appointment).count() + len(lines) > MOST:
        raise Refused(_("Up to %(count)d lines are promised for a visit.") % {"count": MOST}, about="promises")
    for line in lines:
        text = line.text.strip()
        if line.kind not in dict(KINDS) or not text:
            raise Refused(_("Say what is promised."), about="promises")
        if len(text) > LONGEST:
            raise Refused(_("A promise has up to %(count)d signs.") % {"count": LONGEST}, about="promises")
        Promise.objects.create(appointment=appointment, by=by, at=now, kind=line.kind, text=text)


def carry_promises(former: Appointment, to: Appointment) -> None:
    """Let what was promised stand for the visit that takes another's place. Part of a verb."""
    Promise.objects.filter(appointment=former).update(appointment=to)


def give_back_promises(appointment: Appointment, taken: Taken) -> None:
    """The visit was none: what was promised with it goes with it, what it took over stands for the one it had replaced. Part of a verb."""
    rows = Promise.objects.filter(appointment=appointment)
    rows.filter(at=appointment.at).update(**taken)
    if appointment.replaces_id is not None:
        rows.filter(at__lt=appointment.at).update(appointment=appointment.replaces_id)


@transaction.atomic
def keep_promise(promised: Promise, *, by: User, now: datetime) -> None:
    """It was kept (兑现). Refused where somebody has said already what became of it."""
    _tick(promised, by=by, now=now, kept_at=now)
    audit.record("promise.keep", promised.appointment.lead, by=by, now=now, promise=promised.text)


@transaction.atomic
def break_promise(promised: Promise, *, why: str, by: User, now: datetime) -> None:
    """It was not kept (没兑现): why is written down; the lead's agent, whoever booked and the leaders are told."""
    why = said_why(why)
    _tick(promised, by=by, now=now, broken_at=now, broken_why=why)
    tell_broken(promised.appointment.lead, promised.text, why, booker=promised.appointment.agent, by=by, now=now)


def said_why(why: str) -> str:
    """Return why a promise was not kept, as it is written down. Refused without a word."""
    why = why.strip()[:120]
    if not why:
        raise Refused(_("Say why it was not kept."), about="why")
    return why


def tell_broken(lead: Lead, promise: str, why: str, *, booker: User | None = None, by: User, now: datetime) -> None:
    """Write on the trail that a promise was not kept, and tell whoever answers for the customer. Part of a verb."""
    audit.record("promise.break", lead, by=by, now=now, promise=promise, reason=why)
    leaders = User.objects.of_store(lead.store).with_role("leader")
    told = {person.pk: person for person in (lead.agent, booker, *leaders) if person is not None and person != by}
    for pk in sorted(told):
        tell(told[pk], "promise.broken", lead=lead, now=now, promise=promise, why=why)


@transaction.atomic
def untick(promised: Promise, *, by: User, now: datetime) -> None:
    """Take back what was said of it: by whoever said it."""
    held = hold_standing(Promise.every, promised.pk)
    refuse_untick(is_open=held.is_open, ticked_by=held.ticked_by_id, by=by)
    Promise.objects.filter(pk=held.pk).update(**UNTICKED)
    audit.record("promise.untick", promised.appointment.lead, by=by, now=now, promise=promised.text)


def refuse_untick(*, is_open: bool, ticked_by: int | None, by: User) -> None:
    """Refuse to take back what was taken back before, or somebody else has said."""
    if is_open:
        raise Refused(_("It was taken back already."))
    if ticked_by != by.pk:
        raise Refused(_("This is taken back by whoever did it."))


def _tick(promised: Promise, *, by: User, now: datetime, **facts: object) -> None:
    held = hold_standing(Promise.every, promised.pk)
    if not held.is_open:
        raise Refused(_("Somebody has ticked this promise already."))
    if held.appointment.status != "arrived":
        raise Refused(_("Nobody came for this visit yet."))
    Promise.objects.filter(pk=held.pk).update(ticked_by=by, **facts)
