"""A tag that changes: a further fact beside the first one (docs/rules/domain.md#unknown-walk-ins, #changed-tags).

A correction of facts is the data manager's, with the basis that then holds; a judgement is the director's.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from leads.grading.rules.grading import note_contact
from leads.intake.phones import tail
from leads.models import NO_NAME, Lead
from leads.numbers.rules.blocking import lift_block
from leads.numbers.rules.renumbering import write_number
from reception.customers.rules.receivers import write_reception
from reception.door.attribution import Answer, Facts, decide, fits, overrule
from reception.door.rules.cycles import open_cycle, write_visited
from reception.door.rules.evidence import Known, Person, gather, invitation_of, leader_of, person_of
from reception.door.rules.leaking import open_leakage, settle, settle_reversed
from reception.door.rules.telling import tell_of_arrival
from reception.door.rules.visits import fulfil, hold_visit, overruled
from reception.models import Leakage, TagChange, Visit
from reception.models.querysets.visit import LOOK


@dataclass(frozen=True)
class Correction:
    """What was wrong or came later. None and empty: as the visit has it. `named`: nobody, person, called. `appointment`: the one they came for.

    `lead`: whose the group is, where a hint says so and no number was given for them (docs/rules/domain.md#hints).
    """

    phone: str = ""
    name: str = ""
    named: str = ""
    named_user: User | None = None
    appointment: Appointment | None = None
    reception: User | None = None
    lead: Lead | None = None


@dataclass(frozen=True)
class Retag:
    """How a tag changes: by which kind of deed, on which basis, who received the group from then on, and why; who came and whom they named, as corrected."""

    kind: str
    basis: str
    reason: str
    reception: User | None = None
    name: str = ""
    named_user: int | None = None
    phone_from: str = ""  # the number that was put right


def rejudge(visit: Visit, correction: Correction | None = None, *, lock: bool = False, unchanged: bool = False) -> tuple[Known, Facts, Answer]:
    """Run the rules again on a visit, as of its arrival, with what is known now and what is corrected (docs/rules/domain.md#unknown-walk-ins). Changes nothing.

    `unchanged`: the caller knows that its tag never was.
    """
    correction = correction or Correction()
    known = gather(visit.store, [_person(visit, correction)], at=visit.at, visit=visit, lock=lock)[0]
    return judged_by(visit, known, correction, unchanged=unchanged)


def judged_by(visit: Visit, known: Known, correction: Correction, *, unchanged: bool = False) -> tuple[Known, Facts, Answer]:
    """Run the rules on a visit by what is known of whoever it is said to be of."""
    named, named_user, leader = _named(visit, correction, unchanged=unchanged)
    facts = replace(known.facts, looks=visit.purpose == LOOK, named=named, named_user=named_user, leader=leader)
    if correction.appointment is not None:
        facts = _with_appointment(facts, correction.appointment, visit)
    return known, facts, decide(facts)


@transaction.atomic
def identify_visit(visit: Visit, *, phone: str, name: str = "", by: User, now: datetime) -> Answer:
    """Complete a walk-in nobody knew. Tag, basis and credit stay those first set; returned is what the rules say now, to be proposed.

    Refused for somebody who has another registration of that day. Where the visit stays the showroom's and the person's lead was open, the leakage opens
    now. A lead that was opened for the stranger takes the number, unless another open lead has it: then both stand on the reconciliation list as one
    person.

    See docs/rules/domain.md#unknown-walk-ins.
    """
    visit = hold_visit(visit)
    if visit.phone:
        raise Refused(_("This group is known already."))
    lift_block(visit.store, phone, came=True, by=by, now=now)
    known, facts, answer = rejudge(visit, Correction(phone=phone), lock=True)
    _refuse_twice(visit, known, ("dcc", "showroom"))
    visit.phone, visit.phone_tail, visit.identified_at = phone, tail(phone), now
    visit.name = name or visit.name
    visit.proposed_tag, visit.proposed_basis = answer.tag, answer.basis
    visit.save(update_fields=["phone", "phone_tail", "identified_at", "name", "proposed_tag", "proposed_basis"])
    if visit.lead_id:
        _give_number(visit, known, by=by, now=now)
    elif lead_id := overrule(facts, answer, "showroom").lead:
        Visit.objects.filter(pk=visit.pk).update(lead_id=lead_id)
        visit.lead_id = lead_id
        write_visited(lead_id)
        note_contact(cast(Lead, visit.lead), at=visit.at)  # any visit is contact, whatever they came for (docs/rules/domain.md#grading)
        if visit.purpose == LOOK:
            open_leakage(visit, at=now, now=now)
    audit.record("visit.identify", visit, by=by, now=now, proposed=answer.tag)
    return answer


@transaction.atomic
def correct_tag(visit: Visit, correction: Correction, *, reason: str, by: User, now: datetime) -> TagChange:
    """Correct the facts of a visit and with them its tag, with the basis that then holds. To DCC it settles the leakage, and can be reversed for a week.

    Refused where the corrected facts lead to the tag it has, after the director signed that it stays with the showroom, and to DCC for somebody who has
    another visit of that day.
    """
    visit = hold_visit(visit)
    _check_reason(reason)
    if correction.phone:
        lift_block(visit.store, correction.phone, came=True, by=by, now=now)
    if Leakage.objects.filter(visit=visit, outcome="stays_showroom").exists():
        raise Refused(_("The director signed that this visit stays with the showroom. Only the director changes its tag now."))
    known, _facts, answer = rejudge(visit, correction, lock=True)
    if answer.tag == visit.tag:
        raise Refused(_("By these facts the tag stays %(tag)s.") % {"tag": visit.get_tag_display()})
    if answer.tag == "dcc":
        _refuse_twice(visit, known, ("dcc",))
    before = _lead_before(visit)
    put_right = visit.phone if correction.phone and correction.phone != visit.phone else ""
    how = Retag("correction", answer.basis, reason, correction.reception, correction.name, answer.named_user, put_right)
    change = _change(visit, known, answer, how, by=by, now=now)
    number: dict[str, Any] = {"number": True} if correction.phone and correction.phone != visit.phone else {}
    _keep_facts(visit, correction, now)
    audit.record("visit.correct", visit, by=by, now=now, before=change.from_tag, after=change.to_tag, basis=change.basis, **before, **number)
    return change


@transaction.atomic
def decide_tag(visit: Visit, *, tag: str, reason: str, by: User, now: datetime) -> TagChange:
    """The director's judgement of a tag. To DCC it settles an open leakage; a signed one keeps its outcome. A transferred person is released first."""
    visit = hold_visit(visit)
    _check_reason(reason)
    if tag == visit.tag:
        raise Refused(_("It is tagged %(tag)s already.") % {"tag": visit.get_tag_display()})
    before = _lead_before(visit)
    change = judge_tag(visit, tag=tag, kind="decision", reason=reason, by=by, now=now)
    audit.record("visit.decide", visit, by=by, now=now, before=change.from_tag, after=change.to_tag, **before)
    return change


def judge_tag(visit: Visit, *, tag: str, kind: str, reason: str, by: User, now: datetime) -> TagChange:
    """Change a tag by judgement; the visit's row is held by the caller. What follows is as if the rules had said so."""
    known, facts, answer = rejudge(visit, lock=True)
    if tag == "showroom" and answer.basis == "transfer":
        raise Refused(_("A transferred customer is DCC's. Release them first."))
    answer = overruled(facts, answer, tag)
    return _change(visit, known, answer, Retag(kind, "settled" if tag == "dcc" else "none", reason), by=by, now=now)


@transaction.atomic
def reverse_correction(change: TagChange, *, reason: str, by: User, now: datetime) -> TagChange:
    """Take a correction to DCC back, within seven days of it: the visit is the showroom's again, and by this signature stays so."""
    visit = hold_visit(change.visit)
    _check_reason(reason)
    if not TagChange.objects.reversible(now).filter(pk=change.pk).exists():
        raise Refused(_("This correction cannot be reversed any more."))
    known, facts, answer = rejudge(visit, lock=True)
    answer = overrule(facts, answer, "showroom")
    reversal = _change(visit, known, answer, Retag("reversal", "none", reason), by=by, now=now)
    audit.record("visit.reverse", visit, by=by, now=now, before=reversal.from_tag, after=reversal.to_tag)
    return reversal


def _refuse_twice(visit: Visit, known: Known, tags: tuple[str, ...]) -> None:
    """One group is counted once a day: whoever turns out to be somebody registered that day has no second visit (docs/rules/trust.md#twice-is-once)."""
    other = known.seen(visit.store.zone)
    if other is None or other.tag not in tags or {visit.purpose, other.purpose} != {LOOK}:
        return
    said = {"name": other.name or _("The group"), "time": f"{other.at.astimezone(visit.store.zone):%H:%M}"}
    raise Refused(_("%(name)s was registered at %(time)s that day: it is one group. Let the data manager take this registration back.") % said)


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why the tag changes."))


def _lead_before(visit: Visit) -> dict[str, Any]:
    """Return what the trail keeps of the lead a visit was of: a change taken back gives it back to that one."""
    return {"lead": visit.lead_id} if visit.lead_id else {}


def _person(visit: Visit, correction: Correction) -> Person:
    if correction.phone:
        return Person(phone=correction.phone)
    if correction.appointment is not None:
        return person_of(correction.appointment.lead)
    if correction.lead is not None:
        return person_of(correction.lead)
    if visit.lead is not None and (visit.lead.phone or not visit.phone):
        return person_of(visit.lead)
    return Person(phone=visit.phone)


def _named(visit: Visit, correction: Correction, *, unchanged: bool) -> tuple[str, int | None, int | None]:
    """Return the answer to “who invited you” as corrected, else as it was given: what was said, who was named, the leader."""
    if not correction.named:
        return _named_so_far(visit, unchanged=unchanged)
    leader = leader_of(visit.store) if correction.named == "called" else None
    return correction.named, correction.named_user.pk if correction.named_user else None, leader.pk if leader else None


def _named_so_far(visit: Visit, *, unchanged: bool) -> tuple[str, int | None, None]:
    """Return the same as it was last corrected. Where a correction found that no rule holds, nobody was named."""
    last = None if unchanged else visit.changes.filter(kind="correction", basis__in=("named", "none")).order_by("-at", "-id").first()
    if last is not None:
        return ("person", last.named_user_id, None) if last.basis == "named" else ("", None, None)
    return "person" if visit.named_user_id or visit.first_basis == "named" else "", visit.named_user_id, None


def _with_appointment(facts: Facts, row: Appointment, visit: Visit) -> Facts:
    """Let an appointment count that was found for this visit. Refused where it would not make it DCC's."""
    invitation = next((one for one in facts.invitations if one.id == row.pk), None) or invitation_of(row)
    if row.store_id != visit.store_id or not fits(invitation, facts):
        raise Refused(_("This appointment does not fit: it was booked later, is over, or lies outside the window."))
    others = tuple(one for one in facts.invitations if one.id != row.pk)
    return replace(facts, invitations=(*others, invitation))


def _change(visit: Visit, known: Known, answer: Answer, how: Retag, *, by: User, now: datetime) -> TagChange:
    """Write the change and everything that follows from it: credit, fulfilment, milestones, leakage (docs/rules/domain.md#changed-tags)."""
    dcc, before = answer.tag == "dcc", visit.lead_id
    theirs = visit.lead_id if visit.lead_id in {lead.pk for lead in known.leads} else None
    lead_id = answer.lead or theirs or (_new_cycle(visit, known, by=by, now=now) if dcc else None)
    free = answer.fulfils if dcc and answer.fulfils else None
    received = (how.reception.pk if how.reception else visit.first_reception_id) if dcc else None
    credit = {"agent_id": answer.agent if dcc else None, "reception_id": received, "appointment_id": free.id if free else None}
    tags = {"from_tag": visit.tag, "to_tag": answer.tag, "basis": how.basis, "kind": how.kind, "reason": how.reason[:200]}
    facts = {"name": how.name, "named_user_id": how.named_user, "phone_from": how.phone_from}
    change = TagChange.objects.create(store_id=visit.store_id, visit=visit, at=now, by=by, **tags, **facts, **credit)
    if free and free.id not in {visit.first_appointment_id, visit.appointment_id} and not _fulfilled_before(visit, free.id, change):
        fulfil(free.id, at=visit.at, by=by, now=now)
    Visit.objects.filter(pk=visit.pk).update(tag=answer.tag, basis=how.basis, lead_id=lead_id, channel=None, is_first=False, **credit)
    visit.refresh_from_db()
    for lead in {before, lead_id}:
        write_visited(lead)
        write_reception(lead)
    if lead_id not in {None, before} and not Lead.objects.filter(pk=lead_id, graded_at__gte=visit.at).exists():
        note_contact(cast(Lead, visit.lead), at=visit.at)  # the lead did not know of this visit
    _follow_leakage(visit, how, by=by, now=now)
    if Visit.objects.waiting().filter(pk=visit.pk).exists() and visit.came_on_the_day_of(now):
        tell_of_arrival(visit, specialist_id=free.specialist if free else None, now=now)
    return change


def _fulfilled_before(visit: Visit, appointment_id: int, change: TagChange) -> bool:
    return visit.changes.filter(appointment_id=appointment_id).exclude(pk=change.pk).exists()


def _new_cycle(visit: Visit, known: Known, *, by: User, now: datetime) -> int:
    """Open the lead of a visit that becomes DCC's and whose person has none."""
    last = known.leads[-1] if known.leads else None
    name = visit.name or (last.name if last and last.name != NO_NAME else "")
    phone = known.person.phone
    return open_cycle(visit.store, phone=phone, name=name, model=visit.model, last=last, arrived_at=visit.at, by=by, now=now).pk


def _follow_leakage(visit: Visit, how: Retag, *, by: User, now: datetime) -> None:
    """To DCC: settled. To the showroom while the lead is open: opened, or opened again; by a reversal it is signed at once."""
    if visit.tag == "dcc":
        for leakage in Leakage.objects.filter(visit=visit, settled_at=None):
            settle(leakage, outcome="back_to_dcc", reason=how.reason, by=by, now=now)
    elif visit.purpose == LOOK and visit.lead_id and Lead.objects.open().filter(pk=visit.lead_id).exists():
        open_leakage(visit, at=now, now=now)
    if how.kind == "reversal":
        settle_reversed(visit, reason=how.reason, by=by, now=now)


def _keep_facts(visit: Visit, correction: Correction, now: datetime) -> None:
    """Write the corrected number and name; who was named stands on the change."""
    if correction.phone and correction.phone != visit.phone:
        Visit.objects.filter(pk=visit.pk).update(phone=correction.phone, phone_tail=tail(correction.phone), identified_at=visit.identified_at or now)
    if correction.name:
        Visit.objects.filter(pk=visit.pk).update(name=correction.name)


def _give_number(visit: Visit, known: Known, *, by: User, now: datetime) -> None:
    """Let the lead that was opened for a stranger take their number, unless an open lead has it."""
    if not any(lead.closed_at is None for lead in known.leads):
        lead = Lead.objects.select_for_update().filter(pk=cast(int, visit.lead_id), phone=None, closed_at=None).first()
        if lead is not None:
            write_number(lead, visit.phone, basis="door", by=by, at=now)
