"""What somebody did today: the figures above their queue, and the rows behind each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet, Subquery
from django.db.models.functions import Coalesce

from calls import sockets
from calls.models import Appointment, Call, Card
from dcc.clock import day_of, range_of
from dcc.models import Store, User


@dataclass(frozen=True)
class Today:
    """The counts of one person and day; `plans`: measure → (goal, share of the day that is over)."""

    calls: int
    connected: int
    first_calls: int
    in_time: int
    cards: int
    invited: int
    due: int
    arrived: int
    plans: dict[str, tuple[float, float]]


def day_range(user: User, now: datetime) -> tuple[datetime, datetime]:
    """Return today of this person's store."""
    day = day_of(now, user.store.zone)
    return range_of(day, day, user.store.zone)


def calls_of(user: User, now: datetime):
    """The calls somebody made or answered today."""
    start, end = day_range(user, now)
    return Call.objects.filter(store=user.store, agent=user, at__gte=start, at__lt=end)


def first_of(calls):
    """Those of some calls that were the first of a lead with a response limit; in time is what `responded_at` says."""
    return calls.filter(is_first=True, lead__respond_by__isnull=False)


def cards_of(user: User, now: datetime):
    """The cards somebody opened today."""
    start, end = day_range(user, now)
    return Card.objects.filter(store=user.store, agent=user, at__gte=start, at__lt=end)


def invitations_of(user: User, now: datetime):
    """What somebody booked today; a moved appointment is not invited again."""
    start, end = day_range(user, now)
    return Appointment.objects.filter(store=user.store, agent=user, at__gte=start, at__lt=end, replaces=None)


def due_of(user: User, now: datetime):
    """The appointments somebody booked that fall on today."""
    start, end = day_range(user, now)
    return Appointment.objects.between(start, end).filter(store=user.store, agent=user).exclude(status__in=["cancelled", "moved"])


def today_of(user: User, now: datetime) -> Today:
    """Return the figures of today: one query, however much was done."""
    calls = calls_of(user, now)
    first = first_of(calls)
    due = due_of(user, now)
    counted = {
        "calls": calls,
        "connected": calls.filter(outcome="connected"),
        "first_calls": first,
        "in_time": first.filter(lead__responded_at__lte=F("lead__respond_by")),
        "cards": cards_of(user, now),
        "invited": invitations_of(user, now),
        "due": due,
        "arrived": due.filter(status="arrived"),
    }
    figures = Store.objects.filter(pk=user.store_id).values(**{name: _number(rows) for name, rows in counted.items()}).get()
    plans = {measure: plan for plans_of in sockets.daily_plans for measure, plan in plans_of(user, now).items()}
    return Today(**figures, plans=plans)


def _number(rows: QuerySet) -> Coalesce:
    """Return how many rows there are, as a part of another query."""
    return Coalesce(Subquery(rows.order_by().values("store").annotate(number=Count("pk")).values("number")), 0)
