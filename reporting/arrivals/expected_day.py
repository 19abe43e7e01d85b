"""The forecast of a day: each appointment's chance, summed by hour, and whom to call first (docs/rules/measures.md#arrivals)."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q

from calls.models import Appointment, Confirmation
from dcc.models import Store, User
from dcc.people.permissions import scopes
from dcc.reckoning.clock import day_of, day_range, range_of
from dcc.reckoning.rounding import one_place
from dcc.store.store_settings import hours_lived
from reporting.arrivals.arrival_chances import Cell, Kept, Past, ahead_of

DAYS = 180


@dataclass(frozen=True)
class Expected:
    """One appointment of the day: its chance now, and that of those like it who said again that they come."""

    appointment: Appointment
    days: int
    cell: Cell
    now: Kept | None
    confirmed: Kept | None

    @property
    def gain(self) -> Fraction:
        """What a yes would add."""
        return self.confirmed.rate - self.now.rate if self.now and self.confirmed else Fraction(0)


@dataclass
class Hour:
    """One hour of the day: booked, of those confirmed, expected."""

    hour: int
    booked: int = 0
    confirmed: int = 0
    expected: Fraction = Fraction(0)

    @property
    def expected_word(self) -> str:
        """Expected groups, to one place."""
        return tenth(self.expected)


@dataclass
class Day:
    """The forecast of a day. `on_duty`: specialists there that day."""

    day: date
    rows: list[Expected] = field(default_factory=list)
    hours: list[Hour] = field(default_factory=list)
    on_duty: int = 0

    @property
    def expected(self) -> Fraction:
        """Expected groups."""
        return sum((hour.expected for hour in self.hours), Fraction(0))

    @property
    def expected_word(self) -> str:
        """Expected groups, to one place."""
        return tenth(self.expected)

    @property
    def to_ask(self) -> list[Expected]:
        """Who has not said again that they come: those first of whom a yes adds most, ties by the hour."""
        return sorted((row for row in self.rows if not row.cell.confirmed), key=lambda row: (-row.gain, row.appointment.scheduled_for, row.appointment.pk))

    @property
    def sure(self) -> list[Expected]:
        """Who has."""
        return [row for row in self.rows if row.cell.confirmed]

    @property
    def fullest(self) -> Hour | None:
        """The hour with most expected, the first of equal ones."""
        return max((hour for hour in self.hours if hour.booked), key=lambda hour: hour.expected, default=None)

    @property
    def is_crowded(self) -> bool:
        """Whether more are expected in an hour than specialists are there."""
        return bool(self.fullest and self.fullest.expected > self.on_duty)

    @property
    def is_wider(self) -> bool:
        """Whether a share is one of a larger cell."""
        return any(kept.wider for row in self.rows for kept in (row.now, row.confirmed) if kept)


def tenth(value: Fraction) -> str:
    """Return a number to one place, a half up: 8.3."""
    return str(one_place(value))


def expected_day(store: Store, day: date, *, now: datetime, user: User | None = None) -> Day:
    """Forecast a day, for the store or for what is somebody's own. Three questions, however many appointments."""
    past = Past(_past(store, now))
    found = Day(day)
    for row in _of_day(store, day, user):
        days = _days_ahead(store, row.at, row.scheduled_for)
        cell = Cell(ahead_of(days), row.status == "confirmed", row.missed)
        found.rows.append(Expected(row, days, cell, past.chance(cell), past.chance(replace(cell, confirmed=True))))
    _sum_up(found, store, now)
    found.on_duty = User.objects.of_store(store).employed().with_role("reception").there_on(day).count()
    return found


def foretold_at(store: Store, day: date, moment: datetime) -> list[tuple[int, Kept | None]]:
    """Return each appointment of a day with its chance as both stood at a moment, however long ago. Two questions, however many."""
    start, end = day_range(day, store.zone)
    said = Exists(Confirmation.objects.filter(appointment=OuterRef("pk"), at__lte=moment))
    stood = Appointment.objects.between(start, end).filter(_open_until(moment), _still_at(moment), store=store, at__lte=moment)
    rows = list(stood.annotate(said=said, missed=_missed(moment)).values_list("pk", "at", "scheduled_for", "said", "missed"))
    past = Past(_past(store, moment)) if rows else Past([])
    return [(pk, past.chance(_cell(store, at, scheduled_for, confirmed=confirmed, missed=missed))) for pk, at, scheduled_for, confirmed, missed in rows]


def _open_until(moment: datetime) -> Q:
    """Appointments of leads that were open at a moment."""
    return Q(lead__closed_at=None) | Q(lead__closed_at__gt=moment)


def _still_at(moment: datetime) -> Q:
    """Appointments that ran at a moment."""
    return Q(ended_at=None) | Q(ended_at__gt=moment)


def _cell(store: Store, at: datetime, scheduled_for: datetime, *, confirmed: bool, missed: bool) -> Cell:
    """What an appointment is alike in."""
    return Cell(ahead_of(_days_ahead(store, at, scheduled_for)), confirmed, missed)


def _days_ahead(store: Store, at: datetime, scheduled_for: datetime) -> int:
    return max((day_of(scheduled_for, store.zone) - day_of(at, store.zone)).days, 0)


def _sum_up(found: Day, store: Store, now: datetime) -> None:
    opens, closes = hours_lived(store, now).hours_of(found.day)
    at = [row.appointment.scheduled_for.astimezone(store.zone).hour for row in found.rows]
    first, last = min([opens.hour, *at]), max([closes.hour - 1, *at])
    hours = {hour: Hour(hour) for hour in range(first, last + 1)}
    for row, hour in zip(found.rows, at, strict=True):
        hours[hour].booked += 1
        hours[hour].confirmed += row.cell.confirmed
        hours[hour].expected += row.now.rate if row.now else 0
    found.hours = list(hours.values())


def _missed(by: datetime | None = None) -> Exists:
    """Whether nobody came for an earlier appointment of this customer, as was known by a moment."""
    missed = Appointment.objects.filter(lead=OuterRef("lead"), status="no_show", scheduled_for__lt=OuterRef("scheduled_for"))
    return Exists(missed if by is None else missed.filter(ended_at__lte=by))


def _of_day(store: Store, day: date, user: User | None):
    start, end = day_range(day, store.zone)
    rows = Appointment.objects.running().filter(store=store, scheduled_for__gte=start, scheduled_for__lt=end, lead__closed_at=None)
    if user is not None and "all" not in scopes(user, "arrival.see"):
        received = Q(lead__reception__in=user.hands) | Q(reception__in=user.hands) if "reception" in user.roles else Q()
        agents = Q(lead__agent=user) if "agent" in user.roles else Q()
        rows = rows.filter(received | agents or Q(pk=None))
    return rows.annotate(missed=_missed()).select_related("lead", "agent").order_by("scheduled_for", "id")


def _past(store: Store, now: datetime) -> Iterator[tuple[Cell, bool]]:
    """Yield the cell of each appointment that fell due in the 180 days before today, and whether it was kept."""
    today = day_of(now, store.zone)
    start, end = range_of(today - timedelta(days=DAYS), today - timedelta(days=1), store.zone)
    said = Exists(Confirmation.objects.filter(appointment=OuterRef("pk"), at__lte=OuterRef("scheduled_for")))
    due = Appointment.objects.filter(store=store, scheduled_for__gte=start, scheduled_for__lt=end, status__in=("arrived", "no_show")).order_by()
    for at, scheduled_for, status, confirmed, missed in due.annotate(said=said, missed=_missed()).values_list(
        "at", "scheduled_for", "status", "said", "missed"
    ):
        yield _cell(store, at, scheduled_for, confirmed=confirmed, missed=missed), status == "arrived"


def arrivals_in_numbers(store: Store, *, now: datetime) -> dict:
    """Return the forecast of tomorrow as the command says it: a line for each appointment, in the order of whom to ask first, then the sure ones."""
    found = expected_day(store, day_of(now, store.zone) + timedelta(days=1), now=now)
    lines = [
        {
            "at": row.appointment.scheduled_for.astimezone(store.zone).isoformat(),
            "booked_by": row.appointment.agent.username if row.appointment.agent else "",
            "days_ahead": row.days,
            "confirmed": row.cell.confirmed,
            "missed_before": row.cell.missed,
            "chance": [row.now.over, row.now.under] if row.now else None,
            "if_confirmed": [row.confirmed.over, row.confirmed.under] if row.confirmed else None,
            "wider": bool(row.now and row.now.wider),
        }
        for row in [*found.to_ask, *found.sure]
    ]
    hours = {f"{hour.hour:02d}": [hour.booked, hour.confirmed, str(hour.expected)] for hour in found.hours if hour.booked}
    asked = {"report": "tomorrow", "store": store.code, "day": found.day.isoformat(), "at": now.isoformat()}
    return {"question": asked, "lines": lines, "total": {"booked": len(found.rows), "expected": str(found.expected), "hours": hours}}
