"""The whole proof of one visit on one sheet (来店归属证明): what the rules say of what was known, what was registered, what holds now, and how it came.

See docs/rules/domain.md#proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls.models import Appointment
from dcc.frame.moment_words import span
from dcc.models import TrailEntry, User
from leads.customer.timeline import Entry, entries_of
from leads.intake.phones import mask_digits
from leads.models import Allocation, Lead
from reception.door.attribution import Answer, decide
from reception.door.rules.known_then import known_then
from reception.models import Leakage, ShowroomCard, TagChange, Visit
from reception.models.leakage import ENDS
from reception.models.querysets.visit import LOOK
from reception.models.visit import BASES, KINDS, TAGS
from reception.reconcile.parts.rules_told import RuleLine, moment_said, rule_lines, window_since

MOST_STEPS = 18  # that one sheet holds
SEEN = timedelta(minutes=1)  # an arrival typed no later is no statement


@dataclass(frozen=True)
class Box:
    """What one of the three says: under which words, the tag, the basis, why, whose credit."""

    title: str
    tag: str
    basis: str
    why: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Step:
    """One thing that happened. `key`: a tag, a change, a leakage, a signature, which are never folded; `stated`: somebody wrote the moment."""

    at: datetime
    what: str
    said: str = ""
    by: object = ""
    key: bool = False
    stated: bool = False


@dataclass
class Proof:
    """Everything the sheet shows."""

    visit: Visit
    boxes: list[Box]
    lines: list[RuleLine]
    window: Any
    since: datetime | None
    credits: list[tuple[str, str, datetime | None]]
    facts: list[tuple[str, str]]
    steps: list[Step] = field(default_factory=list)
    folded: int = 0
    signatures: list[tuple[object, str, datetime]] = field(default_factory=list)

    @property
    def heads(self) -> str:
        """How many came."""
        return _heads(self.visit)


def proof_of(visit: Visit, user: User, now: datetime) -> Proof:
    """Return the proof of a visit."""
    facts = known_then(visit)
    answer = decide(facts)
    changes = list(TagChange.objects.filter(visit=visit).select_related("by", "agent", "reception").order_by("at", "id"))
    leakage = Leakage.objects.filter(visit=visit).select_related("told_by", "proposed_by", "by").first()
    kept = visit.first_appointment or visit.appointment
    steps, folded = _steps(visit, changes, leakage, user, now)
    return Proof(
        visit,
        _boxes(visit, answer, changes),
        rule_lines(visit, facts, answer),
        facts.window,
        window_since(visit),
        _credits(visit, changes),
        list(_facts(visit, kept)),
        steps,
        folded,
        list(_signatures(visit, changes, leakage)),
    )


def _boxes(visit: Visit, answer: Answer, changes: list[TagChange]) -> list[Box]:
    """Return what the rules say, what was registered, what holds now: equal ones are one."""
    words = dict(BASES)
    ruled = "showroom" if visit.first_basis == "none" else "dcc"
    overruled = visit.first_tag != ruled
    first = str(words[visit.first_basis])
    by_rule = visit.first_agent if not overruled else User.objects.filter(pk=answer.agent).first()
    typed = moment_said(visit.registered_at or visit.at, visit)
    if not overruled and not changes:
        return [Box(_("Registered by the rules, never changed"), visit.tag, first, credit=_credit(visit.agent, visit.reception, visit.tag))]
    boxes = []
    if overruled:
        boxes.append(Box(_("By the rules"), ruled, first, credit=_credit(by_rule, None, ruled)))
        title = _("At the desk, %(when)s") if changes else _("At the desk, %(when)s, never changed")
        boxes.append(
            Box(title % {"when": typed}, visit.first_tag, _("Against the rules"), mask_digits(visit.override_reason), _credit(visit.first_agent, None, ""))
        )
    else:
        credit = _credit(visit.first_agent, visit.first_reception, visit.first_tag)
        boxes.append(Box(_("By the rules, so registered %(when)s") % {"when": typed}, visit.first_tag, first, credit=credit))
    if changes:
        last = changes[-1]
        title = _("Now, since %(when)s") % {"when": moment_said(last.at, visit)}
        basis = f"{dict(KINDS)[last.kind]} · {words[last.basis]}" if last.kind == "correction" else str(dict(KINDS)[last.kind])
        boxes.append(Box(title, visit.tag, basis, mask_digits(last.reason), _credit(visit.agent, visit.reception, visit.tag)))
    return boxes


def _credit(agent: User | None, reception: User | None, tag: str) -> str:
    if tag == "showroom":
        return _("nobody's credit: the showroom's")
    said = _("credit %(who)s") % {"who": agent.name} if agent else _("nobody's credit")
    received = _("received by %(who)s") % {"who": reception.name} if reception else ""
    return " · ".join(filter(None, (said, received)))


def _credits(visit: Visit, changes: list[TagChange]) -> list[tuple[str, str, datetime | None]]:
    """Return whose the visit was at first and is today, and who received it, each with why and since when."""
    typed = visit.registered_at or visit.at
    rows = [(_("When registered"), _whose(visit.first_tag, visit.first_agent, booked=visit.first_appointment_id is not None), typed)]
    if changes:
        last = changes[-1]
        rows.append((_("Now"), _whose(visit.tag, visit.agent, booked=last.appointment_id is not None), last.at))
    received = visit.reception or visit.first_reception
    if received:
        return [*rows, (_("Received"), received.name, visit.taken_at or typed)]
    by_showroom = visit.consultant and _("nobody of DCC: %(who)s of the showroom did") % {"who": visit.consultant}
    return [*rows, (_("Received"), by_showroom or _("nobody yet") if visit.tag == "dcc" else by_showroom or _("nobody of DCC"), None)]


def _whose(tag: str, agent: User | None, *, booked: bool) -> str:
    if tag == "showroom":
        return _("nobody: it is the showroom's")
    if agent is None:
        return _("nobody: the lead was nobody's when they came")
    return (_("%(who)s: booked the appointment it keeps") if booked else _("%(who)s: had the lead when they came")) % {"who": agent.name}


def _facts(visit: Visit, kept: Appointment | None) -> Iterator[tuple[str, str]]:
    """Yield what else belongs to it; what there is none of is said."""
    lead, none = visit.lead, _("none")
    yield _("Purpose"), _("Look at cars") if visit.purpose == LOOK else visit.purpose
    yield _("Class"), str(visit.get_visit_class_display())
    yield _("Lead"), _lead(lead, visit) if lead else none
    yield _("Card"), f"{lead.card_by or '—'} {moment_said(lead.card_at, visit)}" if lead and lead.card_at else none
    if kept:
        booked = {"time": moment_said(kept.scheduled_for, visit), "who": kept.agent.name if kept.agent else "—"}
        yield _("Appointment"), _("keeps %(time)s, booked by %(who)s") % booked
    else:
        yield _("Appointment"), _("keeps none")
    card = ShowroomCard.objects.filter(store=visit.store, phone=visit.phone).order_by("-card_date").first() if visit.phone else None
    yield _("Showroom card"), f"{card.consultant or '—'} {card.card_date:%m-%d} · {card.get_state_display()}" if card else none
    yield _("Companion"), mask_digits(visit.companion) or _("not written down")


def _lead(lead: Lead, visit: Visit) -> str:
    given = Allocation.objects.filter(lead=lead, at__lte=visit.at).select_related("agent").order_by("at", "id").last()
    came = _("%(channel)s, arrived %(when)s") % {"channel": lead.channel.name if lead.channel else "—", "when": moment_said(lead.received_at, visit)}
    if given is None or given.agent is None:
        whose = _("in the pool when they came")
    else:
        whose = _("agent %(who)s since %(when)s") % {"who": given.agent.name, "when": moment_said(given.at, visit)}
    return f"{came} · {whose}"


def _steps(visit: Visit, changes: list[TagChange], leakage: Leakage | None, user: User, now: datetime) -> tuple[list[Step], int]:
    """Return how it came, the earliest first, and how many steps of the middle are folded away."""
    own = [*_own_steps(visit, changes), *(_leakage_steps(leakage) if leakage else ()), *map(_change_step, changes)]
    typed = visit.registered_at or visit.at
    before = [_step(entry) for entry in entries_of(visit.lead, user, now) if entry.at <= typed and not _is_own(entry, visit)] if visit.lead else []
    before.sort(key=lambda step: step.at)
    room = max(MOST_STEPS - len(own), 4)
    folded = max(len(before) - room, 0)
    if folded:
        before = before[:2] + before[-(room - 2) :]
    return sorted([*before, *own], key=lambda step: step.at), folded


def _is_own(entry: Entry, visit: Visit) -> bool:
    return entry.group == "visit" and entry.at >= visit.at


def _step(entry: Entry) -> Step:
    return Step(entry.at, entry.title, entry.fact, entry.by or _("by itself"))


def _own_steps(visit: Visit, changes: list[TagChange]) -> Iterator[Step]:
    typed = visit.registered_at or visit.at
    deeds = _deeds_on(visit) if visit.left_at or visit.identified_at else {}
    yield Step(visit.at, _("Came to the store"), _heads(visit), visit.by or "—", stated=typed - visit.at >= SEEN)
    tag = dict(TAGS)[visit.first_tag]
    if visit.override_reason:
        yield Step(typed, _("Registered as %(tag)s, against the rules") % {"tag": tag}, mask_digits(visit.override_reason), visit.by or "—", key=True)
    else:
        yield Step(typed, _("Registered as %(tag)s") % {"tag": tag}, str(dict(BASES)[visit.first_basis]), visit.by or "—", key=True)
    if visit.taken_at:
        yield Step(visit.taken_at, _("Received"), "", visit.reception or visit.first_reception or "—")
    if visit.left_at:
        yield Step(visit.left_at, _("Left the house"), span((visit.left_at - visit.at).total_seconds() / 60), _who_left(visit, deeds) or "—")
    if visit.identified_at:
        corrected = next((change.by for change in changes if change.at == visit.identified_at), None)
        yield Step(visit.identified_at, _("Became known"), "", deeds.get("visit.identify") or corrected or "—", key=True)


def _deeds_on(visit: Visit) -> dict[str, User | None]:
    """Return who wrote down what came after the registration, by the name of the deed: the last of each."""
    rows = TrailEntry.objects.filter(object_type="visit", object_id=visit.pk, action__in=("visit.identify", "visit.leave"))
    return {row.action: row.by for row in rows.select_related("by").order_by("at", "id")}


def _who_left(visit: Visit, deeds: dict[str, User | None]) -> User | None:
    """Return who wrote down that they went; where they had gone when they were typed, whoever typed them."""
    had_gone = visit.left_at is not None and visit.left_at <= (visit.registered_at or visit.at)
    return deeds.get("visit.leave") or (visit.by if had_gone else None)


def _leakage_steps(leakage: Leakage) -> Iterator[Step]:
    ends = dict(ENDS)
    yield Step(leakage.at, _("Leakage"), _("Tagged showroom while this lead was open"), _("by itself"), key=True)
    if leakage.told_at:
        yield Step(leakage.told_at, _("Told agent and reception"), "", leakage.told_by or "—")
    if leakage.proposed_at:
        said = _("Proposed: %(what)s") % {"what": ends[leakage.proposed_outcome]}
        yield Step(leakage.proposed_at, said, mask_digits(leakage.proposed_reason), leakage.proposed_by or "—")
    if leakage.settled_at:
        yield Step(leakage.settled_at, _("Signed: %(what)s") % {"what": ends[leakage.outcome]}, mask_digits(leakage.reason), leakage.by or "—", key=True)


def _change_step(change: TagChange) -> Step:
    tags = dict(TAGS)
    what = f"{dict(KINDS)[change.kind]}: {tags[change.from_tag]} → {tags[change.to_tag]}"
    return Step(change.at, what, mask_digits(change.reason), change.by or "—", key=True)


def _signatures(visit: Visit, changes: list[TagChange], leakage: Leakage | None) -> Iterator[tuple[object, str, datetime]]:
    """Yield who answers for it: the desk, who told, who proposed, who signed or changed it last."""
    yield visit.by or "—", _("registered it"), visit.registered_at or visit.at
    if leakage and leakage.told_at:
        yield leakage.told_by or "—", _("told agent and reception"), leakage.told_at
    if leakage and leakage.proposed_at:
        yield leakage.proposed_by or "—", _("proposed the end"), leakage.proposed_at
    if leakage and leakage.settled_at:
        yield leakage.by or "—", _("signed"), leakage.settled_at
    elif changes:
        yield changes[-1].by or "—", str(dict(KINDS)[changes[-1].kind]), changes[-1].at


def _heads(visit: Visit) -> str:
    return ngettext("%(count)d head", "%(count)d heads", visit.heads) % {"count": visit.heads}
