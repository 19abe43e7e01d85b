"""What slipped of a day, as it stood at its closing time: rows by whose they are (docs/rules/measures.md#evening-note)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from calls.models import Appointment, Call, Confirmation
from dcc.models import Store
from dcc.reckoning.clock import day_range
from dcc.store.store_settings import hours_lived
from leads.models import FollowUp

SHORTLY = timedelta(hours=2)  # before a visit of the day itself: its last window to be confirmed


@dataclass(frozen=True)
class Evening:
    """A day of a store up to its closing time."""

    store: Store
    day: date
    closes: datetime

    @property
    def begins(self) -> datetime:
        """When the day begins."""
        return day_range(self.day, self.store.zone)[0]


def evening_of(store: Store, day: date, now: datetime) -> Evening | None:
    """Return a day of a store up to its closing time as it is lived; None where the store does not work then."""
    hours = hours_lived(store, now)
    return Evening(store, day, hours.hours_of(day)[1]) if hours.works_on(day) else None


def overdue(evening: Evening) -> QuerySet:
    """The follow-ups due before the day and not done by its closing time, of leads that were open then."""
    return _owed(evening).filter(due_at__lt=evening.begins).annotate(who=F("agent"))


def late_first_calls(evening: Evening) -> QuerySet:
    """The first calls of which the server knew on the day, made after the limit."""
    on_the_day = {"gte": evening.begins, "lte": evening.closes}
    seen = Q(logged_at=None, **{f"at__{bound}": moment for bound, moment in on_the_day.items()})
    written = Q(**{f"logged_at__{bound}": moment for bound, moment in on_the_day.items()})
    return Call.objects.filter(seen | written, store=evening.store, is_first=True, is_late=True).annotate(who=F("agent"))


def broken_promises(evening: Evening) -> QuerySet:
    """The promised calls due on the day until its closing time and not done by then."""
    due = _owed(evening).filter(kind="callback", due_at__gte=evening.begins, due_at__lte=evening.closes)
    return due.annotate(who=F("agent"))


def unconfirmed(evening: Evening) -> QuerySet:
    """The visits nobody confirmed: of the next day by the closing time, of the day itself where the two hours before them passed unused."""
    tomorrow = day_range(evening.day + timedelta(days=1), evening.store.zone)
    booked = Appointment.objects.filter(store=evening.store, at__lte=evening.closes).annotate(who=F("lead__agent"))
    said = Confirmation.objects.filter(appointment=OuterRef("pk"))
    ended = Q(ended_at=None) | Q(ended_at__gt=evening.closes)
    ahead = Q(scheduled_for__gte=tomorrow[0], scheduled_for__lt=tomorrow[1]) & ended & ~Exists(said.filter(at__lte=evening.closes))
    passed = Q(scheduled_for__gte=evening.begins, scheduled_for__lte=evening.closes, at__lte=F("scheduled_for") - SHORTLY)
    passed &= ~Q(status__in=("moved", "cancelled"), ended_at__lte=F("scheduled_for"))
    return booked.filter(ahead | passed & ~Exists(said.filter(at__gte=evening.begins, at__lte=OuterRef("scheduled_for"))))


SLIPS: dict[str, Callable[[Evening], QuerySet]] = {  # of several that are alike the first is the largest
    "overdue": overdue,
    "late_first_calls": late_first_calls,
    "broken_promises": broken_promises,
    "unconfirmed": unconfirmed,
}


def slipped(evening: Evening, what: str, person: int | None) -> QuerySet:
    """The rows of one kind: of a person, of everybody without one."""
    rows = SLIPS[what](evening).filter(who__isnull=False)
    return rows if person is None else rows.filter(who=person)


def _owed(evening: Evening) -> QuerySet:
    open_then = Q(lead__closed_at=None) | Q(lead__closed_at__gt=evening.closes)
    done = Q(done_at=None) | Q(done_at__gt=evening.closes)
    return FollowUp.objects.filter(open_then, done, store=evening.store, created_at__lte=evening.closes)
