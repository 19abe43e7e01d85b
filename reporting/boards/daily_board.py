"""The daily board (日报): one snapshot of a store serves any number of viewers. At most twelve queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet

from calls.models import Appointment, Call, Card
from dcc.models import Role, Store, User
from dcc.models.user import away_on
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import months_of
from leads.models import Channel, Lead
from leads.models.querysets.lead import IN_TIME
from reception.models import Order, Visit
from reporting.boards.incidents import Incident, incidents_of
from reporting.closings.closed_periods import frontier_of
from reporting.figures.counting import ROW, kept_rows
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question
from reporting.figures.standing_now import STANDING
from reporting.figures.store_days import StoreHour
from reporting.models import Closing, Target

COUNTED = ("calls", "connected", "late", "cards", "invited", "due", "arrived", "no_shows", "visits", "orders", "deals")
NOW, BEFORE, MONTH = "now", "before", "month"
Counts = dict[str, int]


@dataclass(frozen=True)
class Person:
    """One row of the board: an agent of the store (`team` agent), a specialist (reception), or whoever else worked like one."""

    username: str
    name: str
    away: bool
    team: str = ""


@dataclass
class Board:
    """What the page shows. `sums`: {window: {measure: count}}; `in_time`: {window: (within the limit, limit passed)}; `hours`: {hour: (calls, connected)};
    `targets`: {month: {measure: value}}; `closing`: how the day was closed, None where it was not, or
    without a number of its own (`is_closed`)."""

    store: Store
    first: date
    last: date
    at: datetime
    people: list[Person] = field(default_factory=list)
    rows: dict[str, Counts] = field(default_factory=dict)
    sums: dict[str, Counts] = field(default_factory=dict)
    in_time: dict[str, tuple[int, int]] = field(default_factory=dict)
    hours: dict[int, tuple[int, int]] = field(default_factory=dict)
    targets: dict[date, dict[str, int]] = field(default_factory=dict)
    incidents: list[Incident] = field(default_factory=list)
    closing: Closing | None = None
    is_closed: bool = False

    @property
    def today(self) -> date:
        """The store's day in which this was counted."""
        return day_of(self.at, self.store.zone)

    @property
    def is_now(self) -> bool:
        """Whether the period holds today: only then does it show what stands now."""
        return self.first <= self.today <= self.last

    @property
    def is_day(self) -> bool:
        """Whether the period is one day."""
        return self.first == self.last

    @property
    def on_duty(self) -> int:
        """How many agents and specialists are there on the last day."""
        return sum(1 for person in self.people if person.team and not person.away)

    def goals(self, measure: str) -> dict[date, int]:
        """The month's targets of one measure, by month."""
        return {month: values[measure] for month, values in self.targets.items() if measure in values}

    def target(self, measure: str) -> int:
        """The target of the last day's month, 0 where there is none."""
        return self.targets.get(self.last.replace(day=1), {}).get(measure, 0)


def snapshot(store: Store, first: date, last: date, *, now: datetime) -> Board:
    """Count everything the board shows, for the period, the one before it and the month so far."""
    board = Board(store, first, last, now)
    windows = windows_of(store, first, last)
    by_agent = _count(board, windows)
    _count_leads(board, windows, by_agent)
    if board.is_now:
        _count_standing(board, by_agent)
    _name(board, by_agent)
    board.targets = _targets(store, first, last)
    board.incidents = incidents_of(store, windows[NOW], now=now)
    if board.is_day:
        board.closing = Closing.objects.of(store, "day", first.isoformat()).select_related("by").first()
        board.is_closed = board.closing is not None or (not board.is_now and frontier_of(store).holds(first))
    return board


def _targets(store: Store, first: date, last: date) -> dict[date, dict[str, int]]:
    """The store's own targets of the months a period touches."""
    targets: dict[date, dict[str, int]] = defaultdict(dict)
    for month, measure, value in Target.objects.filter(store=store, month__in=months_of(first, last), user=None).values_list("month", "measure", "value"):
        targets[month][measure] = value
    return dict(targets)


def windows_of(store: Store, first: date, last: date) -> dict[str, Question]:
    """The period, the one of the same length before it, and the month up to its last day."""
    asked = Question(store, "agent", "activity", first, last)
    length = last - first + timedelta(days=1)
    return {NOW: asked, BEFORE: asked.with_(first=first - length, last=last - length), MONTH: asked.with_(first=last.replace(day=1))}


def _count(board: Board, windows: dict[str, Question]) -> dict[int | None, Counts]:
    """One pass over each table of events: each measure in each window, by the agent credited."""
    by_agent: dict[int | None, Counts] = defaultdict(lambda: defaultdict(int))
    sums: dict[str, Counts] = {window: defaultdict(int) for window in windows}
    hours: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for model in (Call, Card, Appointment, Visit, Order):
        names = [name for name in COUNTED if MEASURES[name].happening.model is model]
        for row in _pass(board.store, model, names, windows):
            for name in names:
                by_agent[row["agent"]][name] += row[f"{NOW}_{name}"]
                for window in windows:
                    sums[window][name] += row[f"{window}_{name}"]
            if model is Call:
                calls, connected = hours[row["hour"]]
                hours[row["hour"]] = calls + row[f"{NOW}_calls"], connected + row[f"{NOW}_connected"]
    board.sums = {window: dict(counts) for window, counts in sums.items()}
    board.hours = {hour: counts for hour, counts in sorted(hours.items()) if counts[0]}
    return by_agent


def _pass(store: Store, model: type[Model], names: list[str], windows: dict[str, Question]) -> QuerySet:
    """Read one table once: its measures in each window, grouped by agent; calls by the hour, too."""
    happenings = {MEASURES[name].happening for name in names}
    hull = windows[NOW].with_(first=min(window.first for window in windows.values()))
    wanted = Q(*(Q(happening.rows, hull.within(happening.moment)) for happening in happenings), _connector=Q.OR)
    counts = {}
    for name in names:
        happening = MEASURES[name].happening
        for window, question in windows.items():
            counts[f"{window}_{name}"] = Count(ROW, filter=happening.rows & question.within(happening.moment) & MEASURES[name].which)
    groups = {"hour": StoreHour("at", store.zone)} if model is Call else {}
    rows = kept_rows(store, next(iter(happenings))).filter(wanted)  # all of one table are kept alike
    if model is Call:
        rows = rows.filter(channel__in=Channel.objects.filter(store=store).order_by().values("pk"))  # what its covering index begins with
    return rows.order_by().annotate(**groups).values("agent", *groups).annotate(**counts)


def _count_leads(board: Board, windows: dict[str, Question], by_agent: dict[int | None, Counts]) -> None:
    """First calls within the limit, by the day on which the limit passed."""
    passed = {window: question.within("respond_by") & Q(respond_by__lte=board.at) for window, question in windows.items()}
    hull = windows[NOW].with_(first=min(window.first for window in windows.values())).within("respond_by")
    counts = {f"{window}_passed": Count(ROW, filter=which) for window, which in passed.items()}
    counts |= {f"{window}_kept": Count(ROW, filter=which & IN_TIME) for window, which in passed.items()}
    rows = Lead.objects.filter(hull, store=board.store).unmerged().order_by()
    kept: dict[str, list[int]] = {window: [0, 0] for window in windows}
    for row in rows.values("agent").annotate(**counts):
        by_agent[row["agent"]]  # whoever has one has a row
        for window in windows:
            kept[window][0] += row[f"{window}_kept"]
            kept[window][1] += row[f"{window}_passed"]
    board.in_time = {window: (within, whole) for window, (within, whole) in kept.items()}


def _count_standing(board: Board, by_agent: dict[int | None, Counts]) -> None:
    for name, line in STANDING.items():
        counts = line.counts(board.store, board.at)
        for person, count in counts.items():
            by_agent[person][name] = count
        board.sums[NOW][name] = sum(counts.values())


def _name(board: Board, by_agent: dict[int | None, Counts]) -> None:
    """Every agent and specialist employed has a row, and whoever else has something in one; nobody's row stands last."""
    is_agent, is_reception = (Exists(Role.objects.filter(user=OuterRef("pk"), name=name)) for name in ("agent", "reception"))
    shown = Q(Q(is_agent=True) | Q(is_reception=True), left_at=None, store=board.store) | Q(pk__in=[pk for pk in by_agent if pk])
    people = User.objects.annotate(is_agent=is_agent, is_reception=is_reception, away=away_on(board.last)).filter(shown).order_by("username")
    for user in people:
        team = "agent" if user.is_agent else "reception" if user.is_reception else ""
        board.people.append(Person(user.username, user.name, user.away, team))
        board.rows[user.username] = dict(by_agent.get(user.pk, {}))
    board.people.append(Person("", "", away=False))
    board.rows[""] = dict(by_agent.get(None, {}))
