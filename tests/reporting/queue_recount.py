"""Somebody's queue, computed once more from the events alone: what was given, called, promised and closed. Shares no code with the product."""

from collections import defaultdict
from datetime import datetime, timedelta

from calls.models import Appointment, Call, Confirmation, SecondLook
from dcc.models import Store, User
from leads.models import Allocation, DoNotCall, FollowUp, Lead
from reception.models import Order, Visit

GROUPS = ("missed", "promise", "new", "today", "overdue")


def queue_from_events(person: User, now: datetime) -> list[tuple[int, str]]:
    """Return (lead, group) in the order of the domain's page, for a store with the default settings."""
    local = now.astimezone(person.store.zone)
    if not 8 <= local.hour < 21:
        return []
    mine, owed, calls, talks = _mine(person), _owed(person), _calls(person), _talks(person)
    left_alone, bought, booked = _left_alone(person.store, now), _bought(person.store), _booked(person.store, now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    came = _in_house(person.store, midnight, now)
    places = []
    for lead in Lead.objects.filter(store=person.store, closed_at=None, phone__isnull=False).select_related("store").order_by("pk"):
        if lead.phone in left_alone or _sits_here(came.get(lead.pk), calls[lead.pk]):
            continue
        place = _place(person, lead, lead.pk in bought, owed[lead.pk], calls[lead.pk] if lead.pk in mine else None, now, midnight)
        comes_first = place is not None and place[0] in {"missed", "promise"}
        if lead.pk in mine and not comes_first and (asked := _asks_whether_they_come(lead, booked[lead.pk], talks[lead.pk], now)):
            place = ("promise", asked)
        if place:
            places.append((GROUPS.index(place[0]), place[1], lead.pk, place[0]))
    places += [(GROUPS.index("today"), look.at, look.lead_id, "today") for look in _looks(person, left_alone, local.date())]
    return [(pk, group) for _group, _moment, pk, group in sorted(places)]


def _looks(person: User, left_alone: set[str], today) -> list[SecondLook]:
    """The second looks of a person that run and were not tried today."""
    zone = person.store.zone
    looks = SecondLook.objects.filter(agent=person, ended_at=None).select_related("lead")
    tried = lambda look: {datetime.fromisoformat(one["at"]).astimezone(zone).date() for one in look.tries if "annulled_at" not in one}  # noqa: E731
    return [look for look in looks if look.lead.phone and look.lead.phone not in left_alone and today not in tried(look)]


def _mine(person: User) -> set[int]:
    holder = dict(Allocation.objects.filter(store=person.store).order_by("at", "id").values_list("lead_id", "agent_id"))
    return {lead for lead, agent in holder.items() if agent == person.pk}


def _owed(person: User) -> dict[int, list[tuple[str, datetime]]]:
    owed = defaultdict(list)
    for lead, kind, due_at in FollowUp.objects.filter(agent=person, done_at=None).values_list("lead_id", "kind", "due_at"):
        owed[lead].append((kind, due_at))
    return owed


def _calls(person: User) -> dict[int, list[tuple[str, datetime]]]:
    calls = defaultdict(list)
    for lead, outcome, at in Call.objects.filter(store=person.store).order_by("at", "id").values_list("lead_id", "outcome", "at"):
        calls[lead].append((outcome, at))
    return calls


def _talks(person: User) -> dict[int, list[datetime]]:
    """When each lead was spoken with, as it was known."""
    talks = defaultdict(list)
    for lead, at, logged_at in Call.objects.filter(store=person.store, outcome="connected").values_list("lead_id", "at", "logged_at"):
        talks[lead].append(logged_at or at)
    return talks


def _left_alone(store: Store, now: datetime) -> set[str]:
    entries = DoNotCall.objects.filter(store=store, at__lte=now, lifted_at=None)
    return {entry.phone for entry in entries if entry.until is None or entry.until > now}


def _in_house(store: Store, midnight: datetime, now: datetime) -> dict[int, datetime]:
    """When those came, the last time, who came today and did not leave."""
    visits = Visit.objects.filter(store=store, lead__isnull=False, at__gte=midnight, at__lte=now, left_at=None).order_by("at", "id")
    return dict(visits.values_list("lead_id", "at"))


def _sits_here(came: datetime | None, calls: list) -> bool:
    """Whether somebody is in the house: who rang since they came, and was not rung back, has left."""
    if came is None:
        return False
    missed = _unanswered(calls)
    return missed is None or missed <= came


def _bought(store: Store) -> set[int]:
    return set(Order.objects.filter(lead__store=store, delivered_at=None, cancelled_at=None).values_list("lead_id", flat=True))


def _booked(store: Store, now: datetime) -> dict[int, list[Appointment]]:
    booked = defaultdict(list)
    for visit in Appointment.objects.filter(lead__store=store, status__in=["booked", "confirmed"], scheduled_for__gt=now):
        booked[visit.lead_id].append(visit)
    return booked


def _place(person: User, lead: Lead, bought: bool, owed: list, calls: list | None, now: datetime, midnight: datetime) -> tuple[str, datetime] | None:
    """Return (group, moment) of a lead. `calls` None: it is not this person's, who only owes it something."""
    tomorrow = midnight + timedelta(days=1)
    if calls is not None and (missed := _unanswered(calls)):
        return "missed", missed
    promised = [due for kind, due in owed if kind == "callback" and due <= now + timedelta(minutes=30) and due < tomorrow]
    if promised:
        return "promise", min(promised)
    if bought and lead.reception_id != person.pk:
        return None  # whoever receives them looks after them
    if not bought and calls is not None and all(outcome == "missed" for outcome, _at in calls):
        return "new", lead.respond_by
    today = [due for kind, due in owed if kind != "callback" and midnight <= due < tomorrow]
    if today:
        return "today", min(today)
    past = [due for kind, due in owed if kind != "callback" and due < midnight]
    return ("overdue", min(past)) if past else None


def _asks_whether_they_come(lead: Lead, booked: list[Appointment], told: list[datetime], now: datetime) -> datetime | None:
    """Return since when the visit ahead of a lead is to be confirmed: from 16:00 of the day before, or two hours before, and not before eight.

    Nobody asks who was spoken with or said so since the booking, on this day. Whoever was never reached has left the queue.
    """
    if lead.unreached_at is not None:
        return None
    zone = lead.store.zone
    for visit in booked:
        local = visit.scheduled_for.astimezone(zone)
        eve = local - timedelta(days=1)
        evening = eve.replace(hour=16, minute=0, second=0, microsecond=0)
        shortly = max(local - timedelta(hours=2), local.replace(hour=8, minute=0, second=0, microsecond=0))
        if evening <= now and now.astimezone(zone).date() == eve.date():
            since, fits = evening, visit.at <= eve.replace(hour=12, minute=0, second=0, microsecond=0)
        else:
            since, fits = shortly, shortly <= now and visit.at <= shortly
        said = [*told, *Confirmation.objects.filter(appointment=visit).values_list("at", flat=True)]
        if fits and not any(at > visit.at and at.astimezone(zone).date() == now.astimezone(zone).date() for at in said):
            return since
    return None


def _unanswered(calls: list[tuple[str, datetime]]) -> datetime | None:
    """Return the oldest missed call that no later call has answered."""
    last = max((at for outcome, at in calls if outcome != "missed"), default=None)
    return min((at for outcome, at in calls if outcome == "missed" and (last is None or at > last)), default=None)
