"""What the store knows of the people at its door: the facts the rules of attribution ask for, gathered set-wise.

A fixed number of queries for any number of people.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from calls.models import Appointment
from dcc.database.prepared import prepared
from dcc.models import Store, User
from dcc.reckoning.clock import day_of, start_of
from dcc.store.store_settings import values_at
from leads.customer.merged_numbers import standing_for
from leads.intake.phones import tail
from leads.models import Inquiry, Lead
from leads.models.querysets.lead import LeadQuerySet
from leads.pool.rules.giving import had_at
from reception.door.attribution import Cycle, Facts, Invitation, Window, current
from reception.models import TagChange, Visit
from reception.models.querysets.visit import LOOK


@dataclass(frozen=True, slots=True)
class Person:
    """Who came: known by a number, else by a lead that has none, else by nothing."""

    phone: str = ""
    lead_id: int | None = None


@dataclass
class Known:
    """The rows about one person."""

    person: Person
    leads: list[Lead] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    facts: Facts = field(init=False)

    @property
    def lead(self) -> Lead | None:
        """The lead the person is known by: the open one, else the last."""
        cycle = current(self.facts)
        return next((lead for lead in self.leads if cycle and lead.pk == cycle.id), self.leads[-1] if self.leads else None)

    def seen(self, zone: ZoneInfo) -> Visit | None:
        """Return the visit this person has on the day of the arrival: the one still in the house, else the last."""
        today = day_of(self.facts.arrived_at, zone)
        visits = [visit for visit in self.visits if day_of(visit.at, zone) == today]
        return max(visits, key=lambda visit: (visit.left_at is None, visit.at, visit.pk), default=None)


def gather(store: Store, people: Sequence[Person], *, at: datetime, visit: Visit | None = None, lock: bool = False) -> list[Known]:
    """Return what is known of each person, with the facts of an arrival at `at`. `lock`: hold their leads and appointments until the transaction ends.

    `visit`: the visit being judged again; it is no earlier visit, and what it fulfils counts as free.
    """
    known = [Known(person) for person in people]
    _add_leads(store, known, at, lock=lock)
    lead_ids = [lead.pk for one in known for lead in one.leads]
    visits = _add_visits(store, known, lead_ids, visit)
    invitations = _invitations(known, visits, visit, lock=lock)
    agents = _agents(known, at)
    window = window_of(values_at(store, at))
    for one in known:
        one.facts = _facts(one, at, window, invitations, agents)
        one.facts = replace(one.facts, came_on_earlier_day=_came_before(one, store, at))
    return known


def facts_of(store: Store, person: Person, *, at: datetime, visit: Visit | None = None, lock: bool = False) -> Facts:
    """The same for one person."""
    return gather(store, [person], at=at, visit=visit, lock=lock)[0].facts


def person_of(lead: Lead) -> Person:
    """Return the person of a lead: known by the number, a privacy number and none at all by the lead itself."""
    return Person(phone=lead.phone) if lead.phone and not lead.is_virtual else Person(lead_id=lead.pk)


def window_of(values: dict[str, Any]) -> Window:
    """Return the store's window of attribution out of its settings."""
    return Window(values["attribution_days_before"] * 24, values["attribution_days_after"] * 24, values["transferred_for_days"])


def could_have_come_for(visit: Visit) -> QuerySet[Appointment]:
    """Return the appointments of the store that a group may have come for: booked before, within the window of its arrival, valid at it."""
    window = window_of(values_at(visit.store, visit.at))
    start, end = visit.at - timedelta(hours=window.hours_after), visit.at + timedelta(hours=window.hours_before)
    rows = Appointment.objects.filter(store=visit.store, scheduled_for__gte=start, scheduled_for__lte=end, at__lt=visit.at)
    return rows.exclude(status__in=["moved", "cancelled"], ended_at__lte=visit.at).select_related("lead__store", "agent").order_by("scheduled_for", "id")


def leader_of(store: Store) -> User | None:
    """Return the leader, who stands for DCC where no agent does: the first by username."""
    return User.objects.of_store(store).employed().with_role("leader").first()


def _add_leads(store: Store, known: list[Known], at: datetime, *, lock: bool) -> None:
    """Give each person their cycles, oldest first, each with its last transfer and who had it.

    A merged lead is nobody's: its number leads to the one that stands for it and has its rows.
    """
    phones = {one.person.phone: one for one in known if one.person.phone}
    ids = {one.person.lead_id: one for one in known if one.person.lead_id and not one.person.phone}
    if not phones and not ids:
        return
    found = CYCLES[lock](store.pk, list(phones), at) if phones else []
    merged = {lead.pk: phones[lead.phone or ""] for lead in found if lead.is_merged}
    found = [lead for lead in found if not lead.is_merged]
    for lead_id, kept in standing_for(merged).items() if merged else ():
        if kept not in {lead.pk for lead in found}:
            ids.setdefault(kept, merged[lead_id])
    further = _as_cycles(Lead.objects.filter(store=store, pk__in=list(ids)), at, lock=lock) if ids else ()
    for lead in sorted({lead.pk: lead for lead in [*found, *further]}.values(), key=lambda lead: (lead.opened_at, lead.pk)):
        owner = ids.get(lead.pk) or phones[lead.phone]
        owner.leads.append(lead)


def _as_cycles(leads: LeadQuerySet, at: datetime, *, lock: bool) -> LeadQuerySet:
    transfers = Inquiry.objects.filter(lead=OuterRef("pk"), channel__source="transfer", received_at__lte=at)
    last = transfers.order_by("-received_at").values("received_at")[:1]
    rows = leads.select_related("agent", "reception", "channel").order_by("id")  # locked in this order everywhere
    rows = rows.annotate(transferred_at=Subquery(last), agent_then=had_at(at))
    return rows.select_for_update(of=("self",)) if lock else rows


def _cycles(*, lock: bool) -> Callable[..., list[Lead]]:
    """Return the question after the leads of some numbers: apart from those found by their key, so that each has its index."""
    return prepared(lambda store, phones, at: _as_cycles(Lead.objects.filter(store=store, phone__any_of=phones), at, lock=lock))


def _add_visits(store: Store, known: list[Known], lead_ids: list[int], judged: Visit | None) -> list[Visit]:
    """Give each person their visits: those of their leads, and the showroom's of their number."""
    of_phone = {one.person.phone: one for one in known if one.person.phone}
    of_lead = {lead.pk: one for one in known for lead in one.leads}
    if not of_phone and not of_lead:
        return []
    found = _visits(store.pk, lead_ids, list({tail(phone) for phone in of_phone}), list(of_phone))
    visits = [visit for visit in found if judged is None or visit.pk != judged.pk]
    for visit in visits:
        (of_lead[visit.lead_id] if visit.lead_id else of_phone[visit.phone]).visits.append(visit)
    return visits


@prepared
def _visits(store, leads, tails, phones):
    numbers = Q(phone_tail__any_of=tails, phone__any_of=phones, lead=None, store=store) & ~Q(phone_tail="")
    return Visit.objects.filter(Q(lead__pk__any_of=leads) | numbers).select_related("reception", "by").order_by("at", "id")


def _invitations(known: list[Known], visits: Iterable[Visit], judged: Visit | None, *, lock: bool) -> dict[int, list[Invitation]]:
    """Give each person their appointments, and return them by lead as the rules read them. One that arrived ended with the visit that fulfilled it."""
    of_lead = {lead.pk: one for one in known for lead in one.leads}
    row: Any  # `changed` is asked for with it
    arrivals = {visit.first_appointment_id: visit.at for visit in visits} | {visit.appointment_id: visit.at for visit in visits if visit.appointment_id}
    own = {judged.first_appointment_id, judged.appointment_id} if judged else set()
    by_lead: dict[int, list[Invitation]] = defaultdict(list)
    for row in APPOINTMENTS[lock](list(of_lead), judged.pk if judged else 0) if of_lead else ():
        of_lead[row.lead_id].appointments.append(row)
        by_lead[row.lead_id].append(invitation_of(row, ended_at=arrivals.get(row.pk), free=row.pk in own or row.changed))
    return by_lead


def _appointments(*, lock: bool) -> Callable[..., list[Appointment]]:
    def ask(leads, judged):
        changed = Exists(TagChange.objects.filter(visit=judged, appointment=OuterRef("pk")))
        rows = Appointment.objects.filter(lead__pk__any_of=leads).select_related("agent", "reception").annotate(changed=changed)
        return (rows.select_for_update(of=("self",)) if lock else rows).order_by("scheduled_for", "id")

    return prepared(ask)


def invitation_of(row: Appointment, *, ended_at: datetime | None = None, free: bool = False) -> Invitation:
    """Return an appointment as the rules read it; `free`: whatever its row says, nobody else fulfilled it."""
    ended_as = "" if free or row.is_running else row.status
    return Invitation(row.pk, row.at, row.scheduled_for, row.agent_id, row.reception_id, ended_as, ended_at or row.ended_at)


def _agents(known: list[Known], at: datetime) -> dict[int, int | None]:
    """Return who had each lead at the arrival: who has it now, unless it was given away since."""
    leads: list[Any] = [lead for one in known for lead in one.leads]  # `agent_then` is asked for with them
    return {lead.pk: lead.agent_then if lead.allocated_at and lead.allocated_at > at else lead.agent_id for lead in leads}


def _facts(one: Known, at: datetime, window: Window, invitations: dict, agents: dict) -> Facts:
    leads: list[Any] = one.leads  # `transferred_at` is asked for with them
    return Facts(
        arrived_at=at,
        cycles=tuple(Cycle(lead.pk, lead.opened_at, lead.closed_at, agents[lead.pk], bool(lead.card_at and lead.card_at <= at)) for lead in leads),
        transferred_at=tuple(lead.transferred_at for lead in leads if lead.transferred_at),
        released_at=tuple(lead.released_at for lead in one.leads if lead.released_at),
        invitations=tuple(invitation for lead in one.leads for invitation in invitations.get(lead.pk, ())),
        dcc_visits=tuple((visit.lead_id, visit.at) for visit in one.visits if visit.tag == "dcc" and visit.lead_id),
        window=window,
    )


def _came_before(one: Known, store: Store, at: datetime) -> bool:
    """Whether this person came to look at cars on an earlier day of this cycle."""
    today, cycle = start_of(day_of(at, store.zone), store.zone), current(one.facts)
    this_cycle = {None, cycle.id if cycle else None}
    return any(visit.purpose == LOOK and visit.at < today and visit.lead_id in this_cycle for visit in one.visits)


CYCLES = {lock: _cycles(lock=lock) for lock in (False, True)}
APPOINTMENTS = {lock: _appointments(lock=lock) for lock in (False, True)}
