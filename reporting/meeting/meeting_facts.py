"""What a meeting looks back on and ahead to (早会 · 夕会): one snapshot of a store for everybody who looks (docs/rules/measures.md#meeting)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median

from django.core.cache import cache
from django.db.models import Count, QuerySet

from dcc.models import Store
from dcc.reckoning.clock import day_of, day_range
from dcc.trail import audit
from leads.models import FollowUp, Lead
from reporting.arrivals.expected_day import expected_day
from reporting.boards.daily_board import Board
from reporting.boards.fresh_board import FRESH, fresh
from reporting.figures.counting import ask, ask_beside
from reporting.figures.measures import Counts
from reporting.figures.question import Question
from reporting.meeting.day_best import Answered, answered_of
from reporting.meeting.guests import Guest, guests_of
from reporting.meeting.slipped_rows import Slipped, slipped_rows
from reporting.models import Target

WEEKS = 4


@dataclass
class Meeting:
    """`day` is looked back on, `ahead` is to come; `board` is that of the day, `standing` that of today. Counts of persons are by username."""

    store: Store
    day: date
    ahead: date
    at: datetime
    board: Board
    standing: Board
    usual_calls: Fraction
    guests: list[Guest]
    expected: Fraction | None
    slipped: list[Slipped]
    promised: Counts = field(default_factory=dict)
    waiting: Counts = field(default_factory=dict)
    month_cards: Counts = field(default_factory=dict)
    targets: Counts = field(default_factory=dict)
    answered: dict[str, Answered] = field(default_factory=dict)
    received: dict[str, tuple[str, Counts]] = field(default_factory=dict)

    @property
    def is_evening(self) -> bool:
        """Whether it looks back on today and ahead to tomorrow."""
        return self.ahead > self.standing.today


def days_of(store: Store, now: datetime, *, evening: bool) -> tuple[date, date]:
    """Return the day a meeting looks back on, and that it looks ahead to: yesterday and today in the morning, today and tomorrow in the evening."""
    today, one = day_of(now, store.zone), timedelta(days=1)
    return (today, today + one) if evening else (today - one, today)


def fresh_meeting(store: Store, *, now: datetime, evening: bool) -> Meeting:
    """The snapshot of a meeting, counted again after every deed in the store and after ten seconds in any case (docs/rules/speed.md#few-queries)."""
    day, ahead = days_of(store, now, evening=evening)
    key = f"meeting:{store.pk}:{day}:{ahead}:{audit.version_of(store)}"
    found = cache.get(key)
    if found is None:
        found = meeting_of(store, now=now, evening=evening)
        cache.set(key, found, FRESH)
    return found


def meeting_of(store: Store, *, now: datetime, evening: bool) -> Meeting:
    """Count everything a meeting shows: as many questions however many rows."""
    day, ahead = days_of(store, now, evening=evening)
    asked = Question(store, "agent", "activity", day, day)
    today = asked.with_(first=day_of(now, store.zone), last=day_of(now, store.zone))
    guests = guests_of(store, ahead, now=now)
    return Meeting(
        store,
        day,
        ahead,
        now,
        board=fresh(asked, now),
        standing=fresh(today, now),
        usual_calls=_usual(asked),
        guests=guests,
        expected=_expected(store, ahead, guests, now),
        slipped=slipped_rows(asked, now=now),
        promised=_promised(store, ahead),
        waiting=_waiting(store),
        month_cards={name: counts["cards"] for name, counts in ask(asked.with_(first=day.replace(day=1)), ("cards",)).rows.items() if name},
        targets=_targets(store, day.replace(day=1)),
        answered=answered_of(asked, now=now),
        received=_received(asked),
    )


def _usual(asked: Question) -> Fraction:
    """The median of the calls of the same weekday in the four weeks before."""
    weeks = (timedelta(weeks=number) for number in range(1, WEEKS + 1))
    days = [asked.with_(by="channel", first=asked.first - week, last=asked.last - week) for week in weeks]
    return Fraction(median(answer.total.get("calls", 0) for answer in ask_beside(days, ("calls",))))


def _expected(store: Store, day: date, guests: list[Guest], now: datetime) -> Fraction | None:
    """Those who came already and the chances of the others (docs/rules/measures.md#arrivals); None where too few are alike to tell any of them."""
    found = expected_day(store, day, now=now)
    if any(row.now is None for row in found.rows):
        return None
    return found.expected + sum(1 for guest in guests if guest.state == "arrived")


def _promised(store: Store, day: date) -> Counts:
    start, end = day_range(day, store.zone)
    return _by_agent(FollowUp.objects.filter(store=store, kind="callback", done_at=None, due_at__gte=start, due_at__lt=end, lead__closed_at=None))


def _waiting(store: Store) -> Counts:
    return _by_agent(Lead.objects.filter(store=store).untouched())


def _by_agent(rows: QuerySet) -> Counts:
    found = rows.filter(agent__isnull=False).order_by().values_list("agent__username").annotate(Count("pk"))
    return dict(Counter(dict(found)))


def _targets(store: Store, month: date) -> Counts:
    found = Target.objects.filter(store=store, month=month, measure="cards", user__isnull=False)
    return dict(found.order_by().values_list("user__username", "value"))


def _received(asked: Question) -> dict[str, tuple[str, Counts]]:
    """The visits and orders of each specialist, with their name."""
    found = ask(asked.with_(by="reception"), ("visits", "orders"))
    return {name: (found.label(name), counts) for name, counts in found.rows.items() if name}
