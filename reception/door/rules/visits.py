"""A group comes in, is tagged by the rules, and leaves (docs/rules/domain.md#attribution, #credit)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.rules.appointments import arrive
from calls.models import Appointment
from dcc.database.prepared import prepared
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.notices.telling import tell
from dcc.people.permissions import may
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from leads.grading.rules.grading import note_contact
from leads.intake.phones import tail
from leads.intake.rules.collecting import hold_door
from leads.models import NO_NAME, Lead
from leads.numbers.rules.blocking import lift_block
from leads.pool.rules.giving import give_lead
from reception.door.attribution import Answer, Facts, decide, overrule
from reception.door.rules.cycles import open_cycle, write_visited
from reception.door.rules.evidence import Known, gather, leader_of
from reception.door.rules.leaking import open_leakage
from reception.door.rules.registration import Registration, SameGroup, SeenToday
from reception.door.rules.same_person import ask_if_expected, refuse_others, take_number
from reception.door.rules.stating import closed_periods
from reception.door.rules.telling import ask_about_promises, tell_of_arrival, tell_of_late_one
from reception.models import DaySigning, Visit
from reception.models.querysets.visit import LOOK

SAME_GROUP = timedelta(minutes=10)
LATEST = 7  # days of the store until which the data manager may type an arrival; the desk on its own day alone


def judge(store: Store, group: Registration, *, at: datetime, lock: bool = False, known: Known | None = None) -> tuple[Known, Facts, Answer]:
    """Return what the rules say of a group: who it is, the facts, the answer. The desk's proposal and `register_visit` both ask here.

    `known`: what was gathered of this person for this very arrival a moment ago.
    """
    known = known or gather(store, [group.person], at=at, lock=lock)[0]
    leader = leader_of(store) if group.named == "called" else None
    facts = replace(
        known.facts,
        looks=group.purpose == LOOK,
        named=group.named,
        named_user=group.named_user.pk if group.named_user else None,
        names_agent=group.named_user is not None and "agent" in group.named_user.roles,
        leader=leader.pk if leader else None,
    )
    return known, facts, decide(facts)


@transaction.atomic
def register_visit(store: Store, group: Registration, *, by: User, now: datetime) -> Visit:
    """Write down who came, whose they are and why; tell whoever receives them. A form sent twice is one visit.

    Refused where the desk tags against the rule without a reason, or away from a transferred person; `SameGroup` where another desk has just
    registered them, `SeenToday` where they have a visit of today, `MayBeExpected` where somebody new may be one of those expected about now,
    and where they are said to be one whom nothing typed points to. Credit,
    fulfilment and leakage are written here and now.
    """
    hold_door(store)
    if group.token and (same := Visit.every.filter(token=group.token).first()):
        return _standing(same)
    at = arrival_of(store, group, by=by, now=now)
    refuse_others(store, group, at=at)
    if came := group.told_number or group.person.phone:
        lift_block(store, came, came=True, by=by, now=now)
    group = take_number(store, group, by=by, now=now)
    known, facts, answer = judge(store, group, at=at, lock=True)
    if not group.another:
        _ask_if_same(store, group, known, at=at, by=by)
    _ask_if_seen(store, known)
    if not known.leads:
        ask_if_expected(store, group, at=at)
    answer = _chosen(group, facts, answer)
    lead_id = _open(store, group, known, answer, at=at, by=by, now=now) if answer.opens else answer.lead
    visit = _write(store, group, answer, known, lead_id=lead_id, at=at, by=by, now=now)
    _follow(visit, answer, by=by, now=now)
    detail: dict[str, Any] = {"after": visit.tag, "basis": visit.basis} | ({"overruled": True} if visit.override_reason else {})
    if group.person.lead_id and not visit.phone:
        detail["lead"] = group.person.lead_id  # by whom somebody without a number was found
    audit.record("visit.register", visit, by=by, now=now, **detail)
    return visit


def _open(store: Store, group: Registration, known: Known, answer: Answer, *, at: datetime, by: User, now: datetime) -> int:
    """Open the lead of somebody who has none; whom a stranger names has it from the arrival (docs/rules/domain.md#named)."""
    last = known.leads[-1] if known.leads else None
    lead = open_cycle(store, phone=group.person.phone, name=group.name or _name_of(last), model=group.model, last=last, arrived_at=at, by=by, now=now)
    if answer.opens_for and group.named_user is not None and give_lead(lead, agent=group.named_user, reason="at_desk", at=at, by=None, now=now):
        tell(group.named_user, "lead.given", lead=lead, now=now, count=1, by=None)
    return lead.pk


def hold_visit(visit: Visit) -> Visit:
    """Return the visit as it stands now; nobody else changes its tag until the transaction ends. The door first: a change may open a new cycle.

    Refused where it was taken back meanwhile.
    """
    hold_door(visit.store)
    hold_lead_of(visit)
    found = Visit.every.select_for_update(of=("self",)).select_related("store", "lead").get(pk=visit.pk)
    return _standing(found)


def hold_lead_of(visit: Visit) -> None:
    """Hold the lead of a visit before the visit itself, in the order of whoever writes the visits of a lead."""
    lead_id = Visit.every.values_list("lead", flat=True).get(pk=visit.pk)
    list(Lead.objects.select_for_update(of=("self",)).filter(pk=lead_id).values_list("pk", flat=True))


def _standing(visit: Visit) -> Visit:
    if visit.annulled_at is not None:
        raise Refused(_("This registration was taken back. Look for the customer once more."))
    return visit


@transaction.atomic
def leave(visit: Visit, *, at: datetime | None = None, by: User, now: datetime) -> bool:
    """The group goes; `at`: when it went, where that was earlier. False if somebody wrote it down before us."""
    left = Visit.objects.filter(pk=visit.pk, left_at=None).update(left_at=max(at or now, visit.at))
    if left:
        audit.record("visit.leave", visit, by=by, now=now)
        ask_about_promises(visit, now=now)
    return bool(left)


def arrival_of(store: Store, group: Registration, *, by: User, now: datetime) -> datetime:
    """Return when the group came: now, unless it is typed later (docs/rules/trust.md#late-typing).

    The desk sets it back within the same day; the data manager up to seven days, with a reason, and into no closed day. What a tablet kept without a
    connection came when it came (docs/rules/domain.md#without-a-connection); into a closed day the data manager writes it, with a reason.
    """
    at = group.arrived_at or now
    today, day = day_of(now, store.zone), day_of(at, store.zone)
    if at > now:
        raise Refused(_("The arrival lies ahead."))
    if day == today:
        return at
    if group.sent_at:
        return _kept_arrival(store, group, at, by=by)
    if not may(by, "visit.late"):
        raise Refused(_("The arrival must lie in today. Earlier days are the data manager's to write, with a reason."))
    if today - day > timedelta(days=LATEST):
        raise Refused(_("The arrival lies more than seven days back."))
    if not group.late_reason.strip():
        raise Refused(_("Say why it is written only now."))
    if closed_periods(store, at):
        raise Refused(_("%(day)s is closed. Nothing is written into it any more.") % {"day": day})
    return at


def _kept_arrival(store: Store, group: Registration, at: datetime, *, by: User) -> datetime:
    if closed_periods(store, at):
        if not may(by, "visit.late"):
            raise Refused(_("%(day)s is closed: the data manager decides.") % {"day": day_of(at, store.zone)})
        if not group.late_reason.strip():
            raise Refused(_("Say why it is written only now."))
    return at


def _ask_if_same(store: Store, group: Registration, known: Known, *, at: datetime, by: User) -> None:
    """Two desks with the same group are asked: the same person, or nobody known to either, within ten minutes (docs/rules/domain.md#two-desks)."""
    for visit in _arrived(store.pk, at - SAME_GROUP, at + SAME_GROUP):
        if _same_person(visit, known, by) if known.leads or group.person.phone else _same_strangers(visit, group, by):
            raise SameGroup(
                _("%(who)s registered this group at %(time)s.") % {"who": visit.by or "—", "time": f"{visit.at.astimezone(store.zone):%H:%M}"},
                visit,
            )


@prepared
def _arrived(store, since, until):
    return Visit.objects.filter(store=store, at__gte=since, at__lte=until).select_related("by").order_by("-at", "-id")


def _same_person(visit: Visit, known: Known, by: User) -> bool:
    phone = known.person.phone
    return visit.by_id != by.pk and (bool(phone and visit.phone == phone) or visit.lead_id in {lead.pk for lead in known.leads})


def _ask_if_seen(store: Store, known: Known) -> None:
    """Whoever was registered today is asked about, not counted twice: in the house still, or back again (docs/rules/trust.md#twice-is-once)."""
    if visit := known.seen(store.zone):
        said = {"name": visit.name or _("The group"), "time": f"{visit.at.astimezone(store.zone):%H:%M}"}
        sentence = _("%(name)s was registered at %(time)s and has left.") if visit.left_at else _("%(name)s was registered at %(time)s and is in the house.")
        raise SeenToday(sentence % said, visit)


def _same_strangers(visit: Visit, group: Registration, by: User) -> bool:
    """Two groups nobody knows, of as many heads, typed by two people, and no two names that differ."""
    names = {visit.name, group.name} - {"", NO_NAME}
    return not visit.phone and visit.by_id != by.pk and visit.heads == group.heads and len(names) < 2 and not visit.identified_at


def _chosen(group: Registration, facts: Facts, answer: Answer) -> Answer:
    """Return the answer as the desk chose it: the rule's, or overruled with a reason; never away from a transferred person.

    See docs/rules/domain.md#transferred.
    """
    if not group.tag or group.tag == answer.tag:
        return answer
    if not group.override_reason:
        raise Refused(_("What is known has changed meanwhile. Look at the proposal once more."))
    if answer.basis == "transfer":
        raise Refused(_("A transferred customer is DCC's. Only the sales director can release them."))
    return overruled(facts, answer, group.tag)


def overruled(facts: Facts, answer: Answer, tag: str) -> Answer:
    """Return what follows from a tag against the rules. Refused for a stranger who came for papers: they open no lead, and DCC's visits have one.

    See docs/rules/domain.md#which-lead, #other-purposes.
    """
    chosen = overrule(facts, answer, tag)
    if chosen.opens and not facts.looks:
        raise Refused(_("Nobody knows this customer, and they did not come to look at cars: this cannot be DCC's."))
    return chosen


def _name_of(lead: Lead | None) -> str:
    return lead.name if lead and lead.name != NO_NAME else ""


def _write(store: Store, group: Registration, answer: Answer, known: Known, *, lead_id: int | None, at: datetime, by: User, now: datetime) -> Visit:
    """Write the visit: what was set first, and the same as today's."""
    credit = {"tag": answer.tag, "basis": answer.basis, "agent_id": answer.agent, "appointment_id": answer.fulfils.id if answer.fulfils else None}
    last = known.lead if known.leads else None
    phone = group.person.phone or (last.phone if last and last.phone and not last.is_virtual else "")
    name = group.name or ("" if group.unsearched else _name_of(last))
    return Visit.objects.create(
        store=store,
        lead_id=lead_id,
        at=at,
        registered_at=now,
        left_at=_left(group, at, now, store),
        late_reason=group.late_reason.strip()[:200] if at < now else "",
        after_signing=DaySigning.objects.filter(store=store, day=day_of(at, store.zone), at__lt=now).exists(),
        phone=phone,
        phone_tail=tail(phone) if phone else "",
        name=name,
        first_name=name,
        purpose=group.purpose,
        visit_class=answer.visit_class,
        heads=group.heads,
        companion=group.companion,
        model=group.model or (last.model if last else ""),
        consultant=group.consultant,
        named_user_id=answer.named_user,
        override_reason=group.override_reason if group.tag and group.tag != ruled_tag(answer) else "",
        by=by,
        called=group.called,
        token=group.token,
        sent_at=group.sent_at,
        **credit,
        **{f"first_{name}": value for name, value in credit.items()},
    )


def _left(group: Registration, at: datetime, now: datetime, store: Store) -> datetime | None:
    """Whoever came on an earlier day is gone: when, as far as somebody saw it."""
    earlier = day_of(at, store.zone) < day_of(now, store.zone)
    return max(at, group.left_at or at) if earlier else None


def ruled_tag(answer: Answer) -> str:
    """Return the tag the rules gave, whatever the desk chose."""
    return "showroom" if answer.basis == "none" else "dcc"


def _follow(visit: Visit, answer: Answer, *, by: User, now: datetime) -> None:
    """Fulfil the appointment, write the lead's milestone, open the leakage, tell whom it concerns."""
    if answer.fulfils:
        fulfil(answer.fulfils.id, at=visit.at, by=by, now=now)
    if visit.lead:
        note_contact(visit.lead, at=visit.at)  # any visit is a contact; a milestone only one that looks at cars
        write_visited(visit.lead_id)
    if answer.leaks:
        open_leakage(visit, at=visit.at, now=now)
    if visit.after_signing:
        tell_of_late_one(visit, by=by, now=now)
    if visit.tag == "dcc" and visit.came_on_the_day_of(now):
        tell_of_arrival(visit, specialist_id=answer.fulfils.specialist if answer.fulfils else None, now=now)


def fulfil(appointment_id: int, *, at: datetime, by: User, now: datetime) -> None:
    """The appointment's person came. Its row is held since the facts were gathered. One that was missed before is kept after all."""
    if not arrive(Appointment.objects.get(pk=appointment_id), at=at, by=by, now=now):
        raise Refused(_("The appointment was changed at this moment. Look at the proposal once more."))
