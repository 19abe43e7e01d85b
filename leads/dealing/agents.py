"""The agents of a store as allocation by rules sees them: their share, whether they are away, how many days they were there. One question."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from dcc.models import Absence, Shift, Store, TrailEntry, User
from dcc.reckoning.clock import day_of
from leads.models import AllocationShare
from leads.models.allocation_rule import WEIGHT

DAYS = 30


@dataclass(frozen=True)
class Share:
    """An agent's weight, and the most that lines may give them in a day."""

    weight: Decimal = WEIGHT
    cap: int = 0


@dataclass(frozen=True)
class Agent:
    """Somebody who may be given leads: their share, whether they are away all day, or on duty at the moment; on how many of 30 days they were there."""

    person: User
    share: Share
    is_away: bool
    is_on_duty: bool
    days: int
    made_up: int = 0  # how many days of leave in these are made up for
    is_newcomer: bool = False  # whether they came to the store within these 30 days


def first_day(today: date) -> date:
    """Return the first of the 30 days that end today."""
    return today - timedelta(days=DAYS - 1)


def agents_of(store: Store, values: dict[str, Any], *, at: datetime, now: datetime) -> list[Agent]:
    """Return the agents of a store by username, with their duty at a moment; what they have a share of as it stands now."""
    day = day_of(at, store.zone)
    days = {"user": OuterRef("pk"), "day__gte": first_day(day), "day__lte": day}
    marked = Exists(Absence.objects.filter(user=OuterRef("user"), day=OuterRef("day")))
    absent, off = _count(Absence.objects.filter(**days)), _count(Shift.objects.filter(**days, starts=None).exclude(marked))
    made_up = _count(Shift.objects.filter(**days, made_up=True))
    share = AllocationShare.objects.filter(user=OuterRef("pk"), valid_from__lte=now).order_by("-valid_from", "-pk")
    came = TrailEntry.objects.filter(object_type="user", object_id=OuterRef("pk"), action="person.create").order_by("-at")
    said = {"weight": Subquery(share.values("weight")[:1]), "cap": Subquery(share.values("cap")[:1]), "came_at": Subquery(came.values("at")[:1])}
    people = User.objects.of_store(store).employed().with_role("agent").with_duty(at, store.zone)
    return [_agent(person, store, values, day) for person in people.annotate(absent=absent, off=off, made_up=made_up, **said)]


def _count(rows) -> Coalesce:
    """How many days of somebody."""
    return Coalesce(Subquery(rows.order_by().values("user").annotate(days=Count("pk")).values("days")), 0)


def _agent(person: Any, store: Store, values: dict[str, Any], day: date) -> Agent:
    first = first_day(day)
    came = day_of(person.came_at, store.zone) if person.came_at else None
    since = max(came, first) if came else first
    weight = WEIGHT if person.weight is None else Decimal(person.weight).quantize(WEIGHT)  # SQLite keeps it as a fraction of two
    share = Share(weight, values["daily_cap"] if person.cap is None else person.cap)
    days = max((day - since).days + 1 - person.absent - person.off, 0)
    return Agent(person, share, person.is_away, person.is_on_duty, days, person.made_up, is_newcomer=came is not None and came >= first)
