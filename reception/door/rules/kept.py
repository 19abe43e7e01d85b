"""Registrations that waited on a tablet without a connection (docs/rules/domain.md#without-a-connection)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.intake.cells import half_width
from leads.models import NO_NAME
from reception.door.rules.evidence import Person
from reception.door.rules.matching import DIGITS, Match, find_by_tail
from reception.door.rules.registration import Registration
from reception.door.rules.visits import register_visit
from reception.models import KeptGroup, Visit

LONGEST = timedelta(days=7)  # how long a registration may wait on a tablet


@dataclass(frozen=True)
class Kept:
    """One registration as the tablet kept it. `tail`: the number's last four digits, where no whole one is in the group.

    `arrived_at` is the tablet's clock corrected by the server's at its last answer before, `answered_at`; `said` is what was typed, to be shown again.
    """

    group: Registration
    token: UUID
    arrived_at: datetime
    answered_at: datetime
    tail: str = ""
    said: dict | None = None


def receive(store: Store, kept: Kept, *, by: User, now: datetime) -> Visit | KeptGroup:
    """Register what a tablet kept, judged by its arrival and by what is written now; what is not plain is held, and the desk is asked.

    A token seen twice writes nothing. Refused where it waited more than seven days.
    """
    if found := _seen(store, kept.token):
        return found
    at = arrival_of(kept, now)
    try:
        with transaction.atomic():
            person = _person_of(store, kept, by=by, now=now)
            group = replace(kept.group, person=person, arrived_at=at, sent_at=now, token=kept.token)
            return register_visit(store, group, by=by, now=now)
    except Refused as question:
        return _hold(store, kept, at, str(question), by=by, now=now)


def arrival_of(kept: Kept, now: datetime) -> datetime:
    """Return when the group came: not before the server's last answer to that tablet, not ahead of the sending."""
    at = min(max(kept.arrived_at, min(kept.answered_at, now)), now)
    if at < now - LONGEST:
        raise Refused(_("It waited more than seven days. Tell the data manager."))
    return at


@transaction.atomic
def answer(store: Store, kept: KeptGroup, group: Registration, *, by: User, now: datetime) -> Visit:
    """Register a held group as the desk answered: by its arrival, and by what is written now. Refused where somebody was quicker."""
    held = _hold_row(kept)
    visit = register_visit(store, replace(group, arrived_at=held.at, sent_at=held.sent_at, token=held.token), by=by, now=now)
    _end(held, by=by, now=now, visit=visit)
    return visit


@transaction.atomic
def drop(kept: KeptGroup, *, reason: str, by: User, now: datetime) -> None:
    """A held group was none, or is registered already: it ends with a reason and is no visit."""
    if not reason.strip():
        raise Refused(_("Say why."))
    held = _hold_row(kept)
    _end(held, by=by, now=now, reason=reason.strip()[:200])
    audit.record("visit.drop_kept", held, by=by, now=now)


def _seen(store: Store, token: UUID) -> Visit | KeptGroup | None:
    return Visit.every.filter(store=store, token=token).first() or KeptGroup.objects.filter(store=store, token=token).first()


def _person_of(store: Store, kept: Kept, *, by: User, now: datetime) -> Person:
    """Whom four digits mean: the one person who has them and this name; else the desk is asked. A whole number, or none, asks nobody."""
    if len(kept.tail) != DIGITS:
        return kept.group.person
    found = find_by_tail(store, kept.tail, by=by, now=now)
    called = [match for match in found if _is_called(match, kept.group.name)]
    if not found:
        raise Refused(_("Nobody has these four digits. Ask for the whole number."))
    if len(called) != 1:
        raise Refused(_("Who is it? These four digits have: %(names)s.") % {"names": _(", ").join(match.name for match in found[:5])})
    lead = called[0].lead
    return called[0].known.person if called[0].known.person.phone or lead is None else Person(lead_id=lead.pk)


def _is_called(match: Match, said: str) -> bool:
    """Whether the name that was typed is theirs, or its family name."""
    said, name = ("".join(half_width(text).split()) for text in (said, match.name))
    return bool(said) and name != NO_NAME and (name == said or (len(said) > 1 and name[:1] == said[:1] and said[1:] in ("先生", "女士")))


def _hold(store: Store, kept: Kept, at: datetime, question: str, *, by: User, now: datetime) -> Visit | KeptGroup:
    phone = kept.group.person.phone or kept.tail
    facts = {"at": at, "sent_at": now, "by": by, "phone": phone, "said": kept.said or {}, "question": question[:200]}
    try:
        with transaction.atomic():
            held = KeptGroup.objects.create(store=store, token=kept.token, **facts)
            audit.record("visit.keep", held, by=by, now=now)
            return held
    except IntegrityError:
        return KeptGroup.objects.get(store=store, token=kept.token)


def _hold_row(kept: KeptGroup) -> KeptGroup:
    held = KeptGroup.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    if held.answered_at is not None:
        raise Refused(_("A colleague has answered this one."))
    return held


def _end(held: KeptGroup, *, by: User, now: datetime, visit: Visit | None = None, reason: str = "") -> None:
    KeptGroup.objects.filter(pk=held.pk, answered_at=None).update(answered_at=now, answered_by=by, visit=visit, reason=reason)
