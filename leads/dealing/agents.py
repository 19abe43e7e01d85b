"""The agents of a store as allocation by rules sees them: their share, whether they are away, how many days they were there. One question."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

from dcc.models import Absence, Shift, Store, TrailEntry, User
from dcc.models.user import away_on
from dcc.reckoning.clock import day_of
from leads.models import AllocationShare
from leads.models.allocation_rule import WEIGHT

DAYS = 30


@dataclass(frozen=True)
class Share:
    """An agent's weight, and the most that lines may give them in a day."""

    weight: Decimal = WEIGHT
    cap: int = 0

    @property
    def is_newcomer(self) -> bool:
        """Whether they are dealt half as much as others, as one who is new."""
        return self.weight <= WEIGHT / 2


@dataclass(frozen=True)
class Agent:
    """Somebody who may be given leads: their share, whether they are away all the day, whether they are on duty, on how many of 30 days they were there."""

    person: User
    share: Share
    is_away: bool
    is_on_duty: bool
    days: int


def first_day(today: date) -> date:
    """Return the first of the 30 days that end today."""
    return today - timedelta(days=DAYS - 1)


def agents_of(store: Store, values: dict[str, Any], *, day: date, moment: datetime) -> list[Agent]:
    """Return the agents of a store by username, as they stand on a day; what they have a share of as it stood at a moment.

    On duty at that moment where it lies in the day; on another day whoever worked at all.
    """
    share = AllocationShare.objects.filter(user=OuterRef("pk"), valid_from__lte=moment).order_by("-valid_from", "-pk")
    lately = {"user": OuterRef("pk"), "day__gte": first_day(day), "day__lte": day}
    absent = Absence.objects.filter(**lately).order_by().values("user").annotate(days=Count("pk"))
    marked = Exists(Absence.objects.filter(user=OuterRef("user"), day=OuterRef("day")))  # a day off on which they were marked away besides counts once
    off = Shift.objects.filter(~marked, starts=None, **lately).order_by().values("user").annotate(days=Count("pk"))
    gone = Coalesce(Subquery(absent.values("days")), 0) + Coalesce(Subquery(off.values("days")), 0)
    came = TrailEntry.objects.filter(object_type="user", object_id=OuterRef("pk"), action="person.create").order_by("-at")
    people = User.objects.of_store(store).employed().with_role("agent")
    people = people.with_duty(moment, store.zone) if day_of(moment, store.zone) == day else people.annotate(is_away=away_on(day), is_on_duty=~away_on(day))
    said = {"weight": Subquery(share.values("weight")[:1]), "cap": Subquery(share.values("cap")[:1]), "came_at": Subquery(came.values("at")[:1])}
    return [_agent(person, store, values, day) for person in people.annotate(absent=gone, **said)]


def _agent(person: Any, store: Store, values: dict[str, Any], day: date) -> Agent:
    first = first_day(day)
    since = max(day_of(person.came_at, store.zone), first) if person.came_at else first
    share = Share(WEIGHT if person.weight is None else person.weight, values["daily_cap"] if person.cap is None else person.cap)
    return Agent(person, share, person.is_away, person.is_on_duty, max((day - since).days + 1 - person.absent, 0))
