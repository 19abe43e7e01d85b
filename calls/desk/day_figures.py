"""What somebody did today and what stands with them: the figures above their queue, and the rows behind each."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from calls import sockets
from calls.desk.overdue import overdue
from calls.models import Appointment, Call, Card
from dcc.database.prepared import prepared
from dcc.frame.paging import number_of
from dcc.models import Store, User
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


def _asked(user: User, now: datetime) -> tuple[int, int, datetime, datetime]:
    """What is asked about somebody's day: their store, who they are, today of that store."""
    store = user.own_store
    return (store.pk, user.pk, *day_range(day_of(now, store.zone), store.zone))


def calls_of(user: User, now: datetime):
    """The calls somebody made or answered today."""
    return _calls(*_asked(user, now))


def cards_of(user: User, now: datetime):
    """The cards somebody opened today."""
    return _cards(*_asked(user, now))


def invitations_of(user: User, now: datetime):
    """What somebody booked today; a moved appointment is not invited again."""
    return _invitations(*_asked(user, now))


def due_of(user: User, now: datetime):
    """The appointments somebody booked that fall on today."""
    return _due(*_asked(user, now))


def limits_of(user: User, now: datetime):
    """The leads whose first-response limit passed today with this person, whoever has them since (docs/rules/measures.md#in-time)."""
    return _limits(*_asked(user, now), now)


def _calls(store, agent, start, end):
    return Call.objects.filter(store=store, agent=agent, at__gte=start, at__lt=end).exclude(outcome="missed")


def _cards(store, agent, start, end):
    return Card.objects.filter(store=store, agent=agent, at__gte=start, at__lt=end)


def _invitations(store, agent, start, end):
    return Appointment.objects.filter(store=store, agent=agent, at__gte=start, at__lt=end, replaces=None)


def _due(store, agent, start, end):
    return Appointment.objects.between(start, end).filter(store=store, agent=agent).exclude(status__in=["cancelled", "moved"])


def _limits(store, agent, start, end, now):
    return answerable(Lead.objects.filter(store=store).limit_passed(start, end, now), agent)


COUNTED = ("calls", "connected", "limit_passed", "in_time", "cards", "invited", "due", "arrived")


@prepared
def _counted(store, agent, start, end, now):
    day = (store, agent, start, end)
    calls, limits, due = _calls(*day), _limits(*day, now), _due(*day)
    of = (calls, calls.filter(outcome="connected"), limits, limits.filter(IN_TIME), _cards(*day), _invitations(*day), due, due.filter(status="arrived"))
    counts = {name: number_of(rows) for name, rows in zip(COUNTED, of, strict=True)}
    return Store.objects.filter(pk=store).annotate(**counts).values_list(*COUNTED)


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
    [counts] = _counted(*_asked(user, now), now)
    figures = dict(zip(COUNTED, counts, strict=True))
    plans = {measure: plan for plans_of in sockets.daily_plans for measure, plan in plans_of(user, now).items()}
    return Done(**figures, plans=plans)
