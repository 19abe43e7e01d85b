"""What slipped of a day, as it stood at its closing time: rows by whose they are (docs/rules/measures.md#evening-note)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from calls.appointments.talks import KNOWN
from calls.models import Appointment, Call, Confirmation
from dcc.models import Store
from dcc.reckoning.clock import day_range
from dcc.store.store_settings import hours_lived
from leads.models import DoNotCall, FollowUp, Lead

STATED = timedelta(days=1)  # a call is written down so long after it at most
SHORTLY = timedelta(hours=2)  # before a visit of the day itself: its last window to be confirmed


@dataclass(frozen=True)
class Evening:
    """A day of a store up to its closing time; `is_over`: nothing that comes in changes it any more."""

    store: Store
    day: date
    closes: datetime
    is_over: bool = True

    @property
    def begins(self) -> datetime:
        """When the day begins."""
        return day_range(self.day, self.store.zone)[0]


def evening_of(store: Store, day: date, now: datetime) -> Evening | None:
    """Return a day of a store up to its closing time as it is lived; None where the store does not work then."""
    hours = hours_lived(store, now)
    if not hours.works_on(day):
        return None
    closes = hours.hours_of(day)[1]
    return Evening(store, day, closes, is_over=now >= closes)


def overdue(evening: Evening) -> QuerySet:
    """The follow-ups due before the day and not done by its closing time, of leads that were open then."""
    return _owed(evening).filter(due_at__lt=evening.begins).annotate(who=F("agent"))


def late_first_calls(evening: Evening) -> QuerySet:
    """The first calls of which the server knew on the day, made after the limit."""
    on_the_day = {"gte": evening.begins, "lte": evening.closes}
    seen = Q(logged_at=None, **{f"at__{bound}": moment for bound, moment in on_the_day.items()})
    written = Q(**{f"logged_at__{bound}": moment for bound, moment in on_the_day.items()})
    return Call.objects.filter(seen | written, store=evening.store, is_first=True, is_late=True).annotate(who=F("agent"))


def never_called(evening: Evening) -> QuerySet:
    """The open leads whose limit had passed by the closing time and whom nobody had called by then, though one may: those of nobody are the team's."""
    known = Call.objects.filter(lead=OuterRef("pk")).exclude(outcome="missed").annotate(known=KNOWN).filter(known__lte=evening.closes)
    uncalled = Q(first_call_at=None) | Q(first_call_at__gt=evening.begins - STATED) & ~Exists(known)
    bought = Q(ordered_at=None) | Q(ordered_at__gt=evening.closes)
    barred = DoNotCall.objects.holding(evening.closes).filter(store=OuterRef("store"), phone=OuterRef("phone"))
    open_then = Q(closed_at=None) | (Q(closed_at__gt=evening.closes) if evening.is_over else Q(pk__in=[]))
    leads = Lead.objects.filter(open_then, uncalled, bought, store=evening.store, respond_by__lte=evening.closes, opened_at__lte=evening.closes, phone__gt="")
    return leads.filter(~Exists(barred)).annotate(who=F("agent"), lead=F("pk"))


def broken_promises(evening: Evening) -> QuerySet:
    """The promised calls due on the day until its closing time and not done by then."""
    due = _owed(evening).filter(kind="callback", due_at__gte=evening.begins, due_at__lte=evening.closes)
    return due.annotate(who=F("agent"))


def unconfirmed(evening: Evening) -> QuerySet:
    """The visits nobody confirmed: of the next day by the closing time, of the day itself where the two hours before them passed unused.

    Whoever was spoken with on the day, after the booking, is asked no more (docs/rules/interface.md#appointments): that is no slip either.
    """
    tomorrow = day_range(evening.day + timedelta(days=1), evening.store.zone)
    comes = {"scheduled_for__gte": evening.begins, "scheduled_for__lt": tomorrow[1]}
    booked = Appointment.objects.filter(store=evening.store, at__lte=evening.closes, **comes).annotate(who=F("lead__agent"))
    said = Confirmation.objects.filter(appointment=OuterRef("pk"))
    talks = Call.objects.filter(lead=OuterRef("lead"), outcome="connected").annotate(known=KNOWN)
    talks = talks.filter(known__gt=OuterRef("at"), known__gte=evening.begins)
    ended = Q(ended_at=None) | Q(ended_at__gt=evening.closes)
    ahead = Q(scheduled_for__gte=tomorrow[0], scheduled_for__lt=tomorrow[1]) & ended & _open_until(evening.closes)
    ahead &= ~Exists(said.filter(at__lte=evening.closes)) & ~Exists(talks.filter(known__lte=evening.closes))
    passed = Q(scheduled_for__gte=evening.begins, scheduled_for__lte=evening.closes, at__lte=F("scheduled_for") - SHORTLY)
    passed &= ~Q(status__in=("moved", "cancelled"), ended_at__lte=F("scheduled_for")) & _open_until(F("scheduled_for"))
    passed &= ~Exists(said.filter(at__gte=evening.begins, at__lte=OuterRef("scheduled_for")))
    return booked.filter(ahead | passed & ~Exists(talks.filter(known__lte=OuterRef("scheduled_for"))))


SLIPS: dict[str, Callable[[Evening], QuerySet]] = {  # of several that are alike the first is the largest
    "overdue": overdue,
    "late_first_calls": late_first_calls,
    "never_called": never_called,
    "broken_promises": broken_promises,
    "unconfirmed": unconfirmed,
}


def slipped(evening: Evening, what: str, person: int | None) -> QuerySet:
    """The rows of one kind: of a person, of everybody without one. Of what is in nobody's hands only that nobody called slipped."""
    rows = SLIPS[what](evening)
    if person is not None:
        return rows.filter(who=person)
    return rows if what == "never_called" else rows.filter(who__isnull=False)


def _open_until(moment: Any) -> Q:
    return Q(lead__closed_at=None) | Q(lead__closed_at__gt=moment)


def _owed(evening: Evening) -> QuerySet:
    """What was owed at the closing time; of a day that runs nothing can have been done after it, and the open ones by their day are all that is asked for."""
    open_then, undone = Q(lead__closed_at=None), Q(done_at=None)
    if evening.is_over:
        open_then |= Q(lead__closed_at__gt=evening.closes)
        undone |= Q(done_at__gt=evening.closes)
    return FollowUp.objects.filter(open_then, undone, store=evening.store, created_at__lte=evening.closes)
