"""Somebody's queue out of the database: a fixed number of queries, however long it is."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Q, Subquery, Value

from calls import sockets
from calls.appointments.confirming import AHEAD, Confirmation, Expected, to_confirm
from calls.appointments.talks import calling_of, with_talks
from calls.desk.overdue import still_owed
from calls.desk.queue_order import GROUPS, LOOKS_STAND, Candidate, Duty, Look, Place, arrange
from calls.models import Appointment
from calls.models.querysets.appointment import AppointmentQuerySet
from calls.second_look.drawn_looks import blind, waiting_of
from calls.second_look.tried import begun_at
from dcc.database.prepared import prepared
from dcc.models import Store, User
from dcc.reckoning.clock import WorkingHours, day_of, day_range
from dcc.store.store_settings import values_at, working_hours
from leads.grading.waiting_lists import barred
from leads.models import DoNotCall, FollowUp, Lead
from leads.models.querysets.lead import bought


@dataclass
class Agenda:
    """The queue in order, its leads by id, why it may be empty ("" or outside_window), and the store's settings as they were read for it.

    `in_house`: the leads whose customers sit in the showroom, with when they came: they stand nowhere, unless they rang after that.
    `only`: the one group that is walked through, "" for all of them.
    """

    places: list[Place] = field(default_factory=list)
    leads: dict[int, Lead] = field(default_factory=dict)
    closed: str = ""
    in_house: dict[int, datetime] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    only: str = ""

    @property
    def groups(self) -> list[tuple[str, list[Place]]]:
        """The places by group, empty groups left out."""
        by_group = ((name, [place for place in self.places if place.group == name]) for name in GROUPS)
        return [(name, places) for name, places in by_group if places]

    @property
    def late(self) -> bool:
        """Whether something waits that should not."""
        return any(place.late for place in self.places)

    def place_of(self, lead_id: int) -> Place | None:
        """Return where a lead stands."""
        return next((place for place in self.places if place.lead_id == lead_id), None)

    def head(self, *, but: int | None = None, skipped: Collection[int] = ()) -> Place | None:
        """Return the place that comes first; `but`: of a lead other than this one. One that was skipped waits until nobody else does."""
        return _unskipped([place for place in self.places if place.lead_id != but], skipped)

    def after(self, lead_id: int, *, skipped: Collection[int] = ()) -> Place | None:
        """Return the place that follows a lead's; the first where it stands nowhere or last; None where nobody else is left."""
        ids = [place.lead_id for place in self.places]
        following = self.places[ids.index(lead_id) + 1 :] if lead_id in ids else []
        return _unskipped([*following, *(place for place in self.places if place.lead_id != lead_id)], skipped)


def _unskipped(places: list[Place], skipped: Collection[int]) -> Place | None:
    first = places[0] if places else None
    return next((place for place in places if place.lead_id not in skipped), first)


def agenda_of(user: User, *, now: datetime, only: str = "") -> Agenda:
    """Return this person's queue with its leads, of the group `only` alone where that is one: five queries at most, however long it is."""
    store = user.store
    if store is None:
        return Agenda()
    values = values_at(store, now)
    if not in_call_window(now, store, values):
        return Agenda(closed="outside_window", values=values)
    only = only if only in GROUPS else ""
    places, here = _places(user, store, values, now, only)
    leads = {lead.pk: lead for lead in Lead.objects.filter(pk__any_of=[place.lead_id for place in places])} if places else {}
    leads |= {place.lead_id: blind(leads[place.lead_id]) for place in places if place.look}
    return Agenda(places, leads, in_house=here, values=values, only=only)


def places_of(user: User, *, now: datetime) -> list[Place]:
    """Return the same queue without its leads: for whoever wants the order alone."""
    store = user.store
    if store is None or not in_call_window(now, store, values := values_at(store, now)):
        return []
    return _places(user, store, values, now)[0]


def _places(user: User, store: Store, values: dict[str, Any], now: datetime, only: str = "") -> tuple[list[Place], dict[int, datetime]]:
    """Return the order, or one group of it: of the leads that are theirs, what they owe and whose visit is to be confirmed. And who is in the house.

    Narrow queries, however long the leads' rows are.
    """
    day = day_range(day_of(now, store.zone), store.zone)
    duties: dict[int, list[Duty]] = defaultdict(list)
    leads: dict[int, _Narrow] = {}
    for kind, due_at, note, made_at, campaign, *facts in _owed(store.pk, user.pk, *day, now):
        lead = _Narrow(*facts)
        leads[lead.pk] = lead
        duties[lead.pk].append(Duty(kind, due_at, note, made_at, campaign or ""))
    visits, calling = {}, calling_of(store, values)
    for visit_at, booked_at, confirmed_at, spoken_at, *facts in _own(store.pk, user.pk, day[0], now, now + AHEAD):
        lead = _Narrow(*facts)
        visit = to_confirm(Expected(visit_at, booked_at, confirmed_at, spoken_at), now=now, calling=calling) if visit_at else None
        if visit or visit_at is None:
            leads[lead.pk] = lead
        if visit:
            visits[lead.pk] = visit
    hours = working_hours(store, values)
    candidates = [_candidate(lead, user, duties[pk], visits.get(pk), hours, now) for pk, lead in leads.items() if lead.phone and _may_ring(lead)]
    looks = _looks(user, store, now) if only in ("", LOOKS_STAND) else ()
    here = {pk: lead.came_at for pk, lead in leads.items() if lead.came_at}
    return [place for place in arrange([*candidates, *looks], now=now, day=day) if only in ("", place.group)], here


def _may_ring(lead: "_Narrow") -> bool:
    """Nobody rings whom a colleague sits with; who rang since they came has left, whatever the desk noted."""
    return lead.came_at is None or (lead.missed_at is not None and lead.missed_at > lead.came_at)


def _looks(user: User, store: Store, now: datetime) -> Iterator[Candidate]:
    """Yield the second looks that may be tried today."""
    today = day_of(now, store.zone)
    for pk, lead, drawn_at, tries in waiting_of(user.pk, now):
        tried = [begun_at(one) for one in tries if "annulled_at" not in one]
        if all(day_of(moment, store.zone) != today for moment in tried):
            yield Candidate(lead, look=Look(pk, drawn_at, len(tried) + 1))


class _Narrow(NamedTuple):
    """What the order asks of a lead; `came_at`: since when its customer is in the house."""

    pk: int
    phone: str | None
    agent_id: int | None
    missed_at: datetime | None
    first_call_at: datetime | None
    respond_by: datetime | None
    opened_at: datetime
    came_at: datetime | None


OF_LEAD = _Narrow._fields[:-1]


def _came(lead: str, first: datetime, now: datetime) -> Subquery:
    """When somebody came who is in the house, the last time; of the lead under this key of a queryset."""
    (ask,) = sockets.in_house
    return Subquery(ask(lead, first, now).order_by("-at")[:1])


@prepared
def _owed(store, agent, first, until, now):
    rows = FollowUp.objects.filter(store=store, agent=agent, done_at=None, due_at__lt=until, lead__closed_at=None).filter(~barred(now, "lead__"), still_owed())
    of_lead = [f"lead__{name}" for name in OF_LEAD]
    rows = rows.order_by().annotate(came=_came("lead", first, now))
    return rows.values_list("kind", "due_at", "note", "created_at", "campaign__name", *of_lead, "came")


@prepared
def _own(store, agent, first, now, until):
    """Those that are theirs: with a visit ahead, which comes first in its row, and those that wait for a call."""
    visits = with_talks(to_be_called(now)).filter(store=store, lead__agent=agent, scheduled_for__gt=now, scheduled_for__lt=until).order_by()
    of_lead = [f"lead__{name}" for name in OF_LEAD]
    none = Value(None, output_field=DateTimeField())
    waiting = Lead.objects.open().filter(_waits(), ~barred(now), store=store, agent=agent).order_by().annotate(comes=none, booked=none, sure=none, spoken=none)
    visits = visits.annotate(came=_came("lead", first, now)).values_list("scheduled_for", "at", "confirmed_at", "spoken_at", *of_lead, "came")
    waiting = waiting.annotate(came=_came("pk", first, now)).values_list("comes", "booked", "sure", "spoken", *OF_LEAD, "came")
    return visits.union(waiting, all=True)


def to_be_called(now: datetime) -> AppointmentQuerySet:
    """The running appointments whose customer can be called, to be confirmed: by the queue and the list of appointments alike."""
    running = Appointment.objects.running().filter(lead__closed_at=None, lead__unreached_at=None, lead__phone__isnull=False)
    return running.filter(Q(lead__first_call_at__isnull=False) | _waits("lead"), ~barred(now, "lead__"))


def _waits(lead: str = "") -> Q:
    """Of open leads, those that wait for a call without owing anything: never called, or rung and missed. `lead`: their key in a queryset of others."""
    of = f"{lead}__" if lead else ""
    return Q(**{f"{of}missed_at__isnull": False}) | Q(**{f"{of}first_call_at": None}) & ~bought(lead or "pk")


def _candidate(lead: _Narrow, user: User, duties: list[Duty], visit: Confirmation | None, hours: WorkingHours, now: datetime) -> Candidate:
    mine = lead.agent_id == user.pk
    never_called = mine and lead.first_call_at is None
    missed_at = lead.missed_at if mine else None
    if not never_called or lead.respond_by is None:
        return Candidate(lead.pk, missed_at, never_called, duties=tuple(duties), confirmation=visit)
    left = hours.minutes_between(now, lead.respond_by) - hours.minutes_between(lead.respond_by, now)
    limit = hours.minutes_between(lead.opened_at, lead.respond_by)
    return Candidate(lead.pk, missed_at, never_called, lead.respond_by, left, limit, tuple(duties), visit)


def in_call_window(moment: datetime, store: Store, values: dict[str, Any]) -> bool:
    """Whether customers may be called at this moment of the store's day."""
    clock = moment.astimezone(store.zone).time()
    return time.fromisoformat(values["call_from"]) <= clock < time.fromisoformat(values["call_until"])


def blocked_phones(store: Store, phones: Collection[str], *, now: datetime) -> frozenset[str]:
    """Return those of some numbers that nobody may call now (不再联系)."""
    if not phones:
        return frozenset()
    return frozenset(_blocked(store.pk, list(phones), now))


@prepared
def _blocked(store, phones, now):
    return DoNotCall.objects.holding(now).filter(store=store, phone__any_of=phones).order_by().values_list("phone", flat=True)
