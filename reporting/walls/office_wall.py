"""The office's wall: the day against its plan, each agent, who waits for a first call, who is due; no customer's name (docs/rules/interface.md#walls)."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from dcc.models import Store
from dcc.reckoning.clock import WorkingHours, day_of
from dcc.reckoning.pace import behind
from dcc.reckoning.rounding import rounded
from leads.models import Lead
from leads.models.querysets.lead import rung_no_more
from reporting.boards.daily_board import MONTH, NOW, Board
from reporting.boards.fresh_board import fresh
from reporting.figures.question import Question
from reporting.plan.planned_pace import Pace
from reporting.plan.working_time import pace_of
from reporting.walls.due_today import CAME, MISSED, WAITS, DueDay, due_day

AT_ONCE = 6  # agents on one page of the table
TURN = 30  # seconds a page stands
STACK = 3  # groups of an hour drawn one upon the other


@dataclass(frozen=True)
class WallTile:
    """One figure of the day or month. Without a plan it stands alone: `plan` is 0. `tick`: where it should be by now, 0 to 1."""

    label: Any
    value: int
    plan: int = 0
    plan_word: str = ""
    tick: Fraction = Fraction()
    said: str = ""
    is_late: bool = False

    @property
    def share(self) -> str:
        """How full the bar is, in hundredths."""
        return f"{min(100 * self.value / self.plan, 100):.1f}" if self.plan else "0"

    @property
    def tick_at(self) -> str:
        """Where the mark stands, in hundredths."""
        return f"{100 * float(min(self.tick, 1)):.1f}"


@dataclass(frozen=True)
class AgentRow:
    """What one agent did today."""

    name: str
    calls: int
    cards: int
    invited: int
    arrived: int
    due: int
    untouched: int


@dataclass(frozen=True)
class Waiting:
    """Leads nobody has called yet whose limit runs still, and how many working minutes the tightest has; those past their limit."""

    count: int
    minutes: int | None
    late: int


@dataclass(frozen=True)
class HourCells:
    """One hour of those due, as it is drawn: the groups from below, and how many more there are."""

    hour: int
    cells: list[str]
    more: int
    is_now: bool


def office_wall(store: Store, *, now: datetime) -> dict[str, Any]:
    """Return what the office's wall shows at a moment; the board is that of everybody who looks."""
    today = day_of(now, store.zone)
    board = fresh(Question(store, "agent", "activity", today, today), now)
    pace, due = pace_of(store, today, today, now), due_day(store, today, now=now)
    rows = agent_rows(board)
    pages = max(-(-len(rows) // AT_ONCE), 1)
    page = int(now.timestamp()) // TURN % pages
    return {
        "is_open": pace.hours.works_on(today),
        "tiles": [
            _planned(board, pace, "cards", _("Cards today")),
            _planned(board, pace, "invited", _("Invited today")),
            _due_tile(due),
            _month_tile(board, pace),
        ],
        "rows": rows[page * AT_ONCE : (page + 1) * AT_ONCE],
        "page": page + 1,
        "pages": pages,
        "waiting": waiting_of(store, board, pace.hours, now=now),
        "due": due,
        "counts": {state: due.count(state) for state in (CAME, WAITS, MISSED)},
        "hours": hour_cells(due),
    }


def agent_rows(board: Board) -> list[AgentRow]:
    """The agents there today, and whoever is away and did something: by the cards of the day, then by username."""
    made = []
    for person in board.people:
        counts = board.rows.get(person.username, {})
        if person.team == "agent" and (not person.away or any(counts.values())):
            figures = [counts.get(name, 0) for name in ("calls", "cards", "invited", "arrived", "due", "untouched")]
            made.append(AgentRow(person.name, *figures))
    return sorted(made, key=lambda row: -row.cards)  # those of equal cards stay by username


def waiting_of(store: Store, board: Board, hours: WorkingHours, *, now: datetime) -> Waiting:
    """Return who waits for a first call."""
    rows = Lead.objects.filter(store=store, respond_by__gte=now, phone__gt="").untouched().exclude(rung_no_more(now))
    found = rows.order_by().aggregate(count=Count("pk"), tightest=Min("respond_by"))
    minutes = int(hours.minutes_between(now, found["tightest"])) if found["tightest"] else None
    return Waiting(found["count"], minutes, board.sums[NOW].get("untouched", 0))


def hour_cells(due: DueDay) -> list[HourCells]:
    """The hours with anybody due: those who came below, then those who may come, then those who did not."""
    at = due.now.astimezone(due.store.zone).hour
    made = []
    for hour in due.hours():
        cells = [*[CAME] * hour.came, *[WAITS] * hour.waits, *[MISSED] * hour.missed]
        made.append(HourCells(hour.hour, cells[:STACK], max(len(cells) - STACK, 0), hour.hour == at))
    return made


def _planned(board: Board, pace: Pace, name: str, label: Any) -> WallTile:
    plan = rounded(pace.plan(board.goals(name)))
    return _paced(label, board.sums[NOW].get(name, 0), plan, pace.period_gone)


def _month_tile(board: Board, pace: Pace) -> WallTile:
    return _paced(_("Deals this month"), board.sums[MONTH].get("deals", 0), board.target("deals"), pace.month_gone)


def _paced(label: Any, value: int, plan: int, gone: Fraction) -> WallTile:
    if not plan:
        return WallTile(label, value)
    missing, ahead = behind(value, plan, gone), int(value - plan * gone)
    said = _("%(n)d behind") % {"n": missing} if missing else _("%(n)d ahead") % {"n": ahead} if ahead > 0 else _("In step")
    return WallTile(label, value, plan, f"/ {plan:,}", gone, said, is_late=bool(missing))


def _due_tile(due: DueDay) -> WallTile:
    came, waits, missed = (due.count(state) for state in (CAME, WAITS, MISSED))
    whole = len(due.rows)
    if not whole:
        return WallTile(_("Of those due today, came"), 0, said=_("Nobody is due today"))
    said = {"missed": missed, "waits": waits}
    words = _("%(missed)d did not come, %(waits)d still to come") % said if missed else _("%(waits)d still to come") % said
    over = Fraction(came + missed, whole)
    return WallTile(_("Of those due today, came"), came, whole, _("/ %(n)d due") % {"n": whole}, over, words, is_late=behind(came, whole, over) > 0)
