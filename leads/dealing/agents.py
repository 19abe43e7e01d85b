"""The agents of a store as allocation by rules sees them: their share, whether they are away, how many days they were there. One question."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from dcc.models import Absence, Store, TrailEntry, User
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
    """Somebody who may be given leads: their share, whether they are away on the day, on how many of the last 30 days they were there."""

    person: User
    share: Share
    is_away: bool
    days: int


def first_day(today: date) -> date:
    """Return the first of the 30 days that end today."""
    return today - timedelta(days=DAYS - 1)


def agents_of(store: Store, values: dict[str, Any], *, day: date, moment: datetime) -> list[Agent]:
    """Return the agents of a store by username, as they stand on a day; what they have a share of as it stood at a moment."""
    share = AllocationShare.objects.filter(user=OuterRef("pk"), valid_from__lte=moment).order_by("-valid_from", "-pk")
    absent = Absence.objects.filter(user=OuterRef("pk"), day__gte=first_day(day), day__lte=day).order_by().values("user").annotate(days=Count("pk"))
    came = TrailEntry.objects.filter(object_type="user", object_id=OuterRef("pk"), action="person.create").order_by("-at")
    people = User.objects.of_store(store).employed().with_role("agent").with_duty(day)
    said = {"weight": Subquery(share.values("weight")[:1]), "cap": Subquery(share.values("cap")[:1]), "came_at": Subquery(came.values("at")[:1])}
    return [_agent(person, store, values, day) for person in people.annotate(absent=Coalesce(Subquery(absent.values("days")), 0), **said)]


def _agent(person: Any, store: Store, values: dict[str, Any], day: date) -> Agent:
    first = first_day(day)
    since = max(day_of(person.came_at, store.zone), first) if person.came_at else first
    share = Share(WEIGHT if person.weight is None else person.weight, values["daily_cap"] if person.cap is None else person.cap)
    return Agent(person, share, person.is_away, max((day - since).days + 1 - person.absent, 0))
