"""Registrations that waited on a tablet without a connection (docs/rules/domain.md#without-a-connection)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from leads.intake.cells import half_width
from leads.intake.rules.collecting import hold_door
from leads.models import NO_NAME
from reception.door.rules.coming_again import come_back, correct_group
from reception.door.rules.evidence import Person
from reception.door.rules.matching import DIGITS, Match, find_by_tail
from reception.door.rules.registration import Registration
from reception.door.rules.stating import closed_days, closed_periods
from reception.door.rules.visits import register_visit
from reception.models import KeptGroup, Visit

LONGEST = timedelta(days=7)  # how long a registration may wait on a tablet
OTHERS = 5  # names that a question lists


@dataclass(frozen=True)
class Kept:
    """One registration as the tablet kept it, by whom. `number` as it was typed, `tail` where that is its last four digits, `unread` why it is no number.

    `arrived_at` is the tablet's clock corrected by the server's at its last answer, `answered_at`; `thought` the tag the tablet expected, `said` what was
    typed, to be shown again.
    """

    group: Registration
    token: UUID
    arrived_at: datetime
    answered_at: datetime
    by: User
    number: str = ""
    tail: str = ""
    unread: str = ""
    thought: str = ""
    said: dict | None = None


@dataclass(frozen=True)
class Held:
    """A group that is asked about; of a closed day the data manager is asked, not the desk."""

    group: KeptGroup
    closed: bool


def receive(store: Store, kept: Kept, *, now: datetime) -> Visit | KeptGroup:
    """Register what a tablet kept, judged by its arrival and by what is written now; what is not plain is held, and the desk is asked.

    A token seen twice writes nothing. Refused where it waited more than seven days.
    """
    at = arrival_of(kept, now)
    try:
        with transaction.atomic():
            hold_door(store)
            return _seen(store, kept.token) or _register(store, kept, at, now=now)
    except Refused as question:
        return _hold(store, kept, at, str(question), now=now)


def arrival_of(kept: Kept, now: datetime) -> datetime:
    """Return when the group came: not before the server's last answer to that tablet, not ahead of the sending."""
    at = min(max(kept.arrived_at, kept.answered_at), now)
    if at < now - LONGEST:
        raise Refused(_("It waited more than seven days. Tell the data manager."))
    return at


def kept_waiting(user: User) -> list[Held]:
    """Return the groups that are still asked about, by arrival, those of closed days last."""
    rows = list(KeptGroup.objects.visible_to(user).waiting().select_related("by"))
    zone = user.own_store.zone
    closed = closed_days(user.own_store, (day_of(row.at, zone) for row in rows))
    return sorted((Held(row, day_of(row.at, zone) in closed) for row in rows), key=lambda held: held.closed)


@transaction.atomic
def answer(store: Store, kept: KeptGroup, group: Registration, *, again: str = "", left_at: datetime | None = None, by: User, now: datetime) -> Visit:
    """Register a held group as it was answered: by its arrival, and by what is written now. Refused where somebody was quicker.

    `again`: somebody who was registered that day, “same” or “back”: the group is theirs, and no second visit (docs/rules/trust.md#twice-is-once).
    The desk answers; into a closed day the data manager, with a reason.
    """
    hold_door(store)
    held = _hold_row(kept)
    group = replace(group, arrived_at=held.at, sent_at=held.sent_at, token=held.token)
    if again == "same":
        visit = correct_group(store, group, by=by, now=now)
    elif again == "back":
        visit = come_back(store, group, left_at=left_at, by=by, now=now)
    else:
        visit = register_visit(store, group, by=by, now=now)
    _end(held, by=by, now=now, visit=visit)
    return visit


@transaction.atomic
def drop(kept: KeptGroup, *, reason: str, by: User, now: datetime) -> None:
    """A held group was none, or is registered already: it ends with a reason and is no visit."""
    if not reason.strip():
        raise Refused(_("Say why."))
    held = _hold_row(kept)
    _end(held, by=by, now=now, reason=reason.strip()[:200])
    audit.record("visit.drop_kept", held.store, by=by, now=now, day=day_of(held.at, held.store.zone).isoformat())


def _seen(store: Store, token: UUID) -> Visit | KeptGroup | None:
    return Visit.every.filter(store=store, token=token).first() or KeptGroup.objects.filter(store=store, token=token).first()


def _register(store: Store, kept: Kept, at: datetime, *, now: datetime) -> Visit:
    if kept.unread:
        raise Refused(_("The number cannot be read: %(why)s") % {"why": kept.unread})
    person = _person_of(store, kept, now=now)
    visit = register_visit(store, replace(kept.group, person=person, arrived_at=at, sent_at=now, token=kept.token), by=kept.by, now=now)
    if kept.thought and kept.thought != visit.tag:
        raise Refused(_("The tablet took them for DCC's, by an appointment of its list. By the rules they are the showroom's."))
    return visit


def _person_of(store: Store, kept: Kept, *, now: datetime) -> Person:
    """Whom four digits mean: the one person who has them and this name; else the desk is asked. A whole number, or none, asks nobody."""
    if len(kept.tail) != DIGITS:
        return kept.group.person
    found = find_by_tail(store, kept.tail, by=kept.by, now=now)
    called = [match for match in found if _is_called(match, kept.group.name)]
    if not found:
        raise Refused(_("Nobody has these four digits. Ask for the whole number."))
    if len(called) != 1:
        raise Refused(_("Who is it? These four digits have: %(names)s.") % {"names": _(", ").join(match.name for match in found[:OTHERS])})
    lead = called[0].lead
    return called[0].known.person if called[0].known.person.phone or lead is None else Person(lead_id=lead.pk)


def _is_called(match: Match, said: str) -> bool:
    """Whether the name that was typed is theirs, or its family name."""
    said, name = ("".join(half_width(text).split()) for text in (said, match.name))
    return bool(said) and name != NO_NAME and (name == said or (len(said) > 1 and name[:1] == said[:1] and said[1:] in ("先生", "女士")))


@transaction.atomic
def _hold(store: Store, kept: Kept, at: datetime, question: str, *, now: datetime) -> Visit | KeptGroup:
    """Keep what is asked; of a closed day the data managers are told."""
    hold_door(store)
    if found := _seen(store, kept.token):
        return found
    facts = {"at": at, "sent_at": now, "by": kept.by, "phone": kept.group.person.phone or kept.number, "said": kept.said or {}, "question": question[:200]}
    held = KeptGroup.objects.create(store=store, token=kept.token, **facts)
    audit.record("visit.keep", store, by=kept.by, now=now, day=day_of(at, store.zone).isoformat())
    if closed_periods(store, at):
        for person in User.objects.of_store(store).employed().with_role("data_manager"):
            tell(person, "visit.kept_closed", now=now, kept=held.pk, day=day_of(at, store.zone).isoformat())
    return held


def _hold_row(kept: KeptGroup) -> KeptGroup:
    held = KeptGroup.objects.select_for_update(of=("self",)).select_related("store").get(pk=kept.pk)
    if held.answered_at is not None:
        raise Refused(_("A colleague has answered this one."))
    return held


def _end(held: KeptGroup, *, by: User, now: datetime, visit: Visit | None = None, reason: str = "") -> None:
    KeptGroup.objects.filter(pk=held.pk, answered_at=None).update(answered_at=now, answered_by=by, visit=visit, reason=reason)
