"""What somebody did today and what stands with them: the figures above their queue, and the rows behind each."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from calls import sockets
from calls.desk.overdue import overdue
from calls.models import Appointment, Call, Card
from dcc.frame.paging import counts_of
from dcc.models import User
from dcc.reckoning.clock import day_of, day_range
from leads.models import Lead
from leads.models.querysets.lead import IN_TIME
from leads.pool.rules.giving import answerable


@dataclass(frozen=True)
class Done:
    """What one person did on a day; `plans`: measure → (goal, share of the day that is over)."""

    calls: int
    connected: int
    limit_passed: int
    in_time: int
    cards: int
    invited: int
    due: int
    arrived: int
    plans: dict[str, tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Today(Done):
    """The same with how much of what they owe is overdue."""

    overdue: int


def hours_of_today(user: User, now: datetime) -> tuple[datetime, datetime]:
    """Return today of this person's store."""
    return day_range(day_of(now, user.store.zone), user.store.zone)


def calls_of(user: User, now: datetime):
    """The calls somebody made or answered today."""
    start, end = hours_of_today(user, now)
    return Call.objects.filter(store=user.store, agent=user, at__gte=start, at__lt=end).exclude(outcome="missed")


def cards_of(user: User, now: datetime):
    """The cards somebody opened today."""
    start, end = hours_of_today(user, now)
    return Card.objects.filter(store=user.store, agent=user, at__gte=start, at__lt=end)


def invitations_of(user: User, now: datetime):
    """What somebody booked today; a moved appointment is not invited again."""
    start, end = hours_of_today(user, now)
    return Appointment.objects.filter(store=user.store, agent=user, at__gte=start, at__lt=end, replaces=None)


def due_of(user: User, now: datetime):
    """The appointments somebody booked that fall on today."""
    start, end = hours_of_today(user, now)
    return Appointment.objects.between(start, end).filter(store=user.store, agent=user).exclude(status__in=["cancelled", "moved"])


def limits_of(user: User, now: datetime):
    """The leads whose first-response limit passed today with this person, whoever has them since (docs/rules/measures.md#in-time)."""
    return answerable(Lead.objects.filter(store=user.store).limit_passed(*hours_of_today(user, now), now), user)


def overdue_of(user: User, now: datetime) -> list[Any]:
    """This person's customers who are overdue, the longest first, each with `at`: since when."""
    owed = overdue(user.store, now=now, person=user)
    leads: list[Any] = list(Lead.objects.filter(pk__any_of=list(owed)).select_related("channel"))
    for lead in leads:
        lead.at = owed[lead.pk].since
    return sorted(leads, key=lambda lead: (lead.at, lead.pk))


def today_of(user: User, now: datetime) -> Today:
    """Return the figures of today: two queries, however much was done."""
    return Today(**vars(done_by(user, now)), overdue=len(overdue(user.store, now=now, person=user)))


def done_by(user: User, now: datetime) -> Done:
    """Return what somebody did today: one query."""
    calls = calls_of(user, now)
    limits = limits_of(user, now)
    due = due_of(user, now)
    counted = {
        "calls": calls,
        "connected": calls.filter(outcome="connected"),
        "limit_passed": limits,
        "in_time": limits.filter(IN_TIME),
        "cards": cards_of(user, now),
        "invited": invitations_of(user, now),
        "due": due,
        "arrived": due.filter(status="arrived"),
    }
    figures = counts_of(user.store, counted)
    plans = {measure: plan for plans_of in sockets.daily_plans for measure, plan in plans_of(user, now).items()}
    return Done(**figures, plans=plans)
