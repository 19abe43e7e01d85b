"""What somebody did today: the figures above their queue, and the rows behind each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from calls import sockets
from calls.models import Appointment, Call, Card
from dcc.clock import day_of, range_of
from dcc.models import User

CONNECTED = Q(outcome="connected")


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
    """Return the figures of today: four queries, however much was done."""
    first = Q(lead__first_call_at=F("at"))
    counted = calls_of(user, now).aggregate(
        calls=Count("pk"),
        connected=Count("pk", filter=CONNECTED),
        first_calls=Count("pk", filter=first & Q(lead__respond_by__isnull=False)),
        in_time=Count("pk", filter=first & Q(at__lte=F("lead__respond_by"))),
    )
    appointments = due_of(user, now).aggregate(due=Count("pk"), arrived=Count("pk", filter=Q(status="arrived")))
    plans = {measure: plan for plans_of in sockets.daily_plans for measure, plan in plans_of(user, now).items()}
    return Today(**counted, cards=cards_of(user, now).count(), invited=invitations_of(user, now).count(), **appointments, plans=plans)
