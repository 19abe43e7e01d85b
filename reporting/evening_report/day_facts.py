"""A day in figures against its plan, the day before and the month: the lines of the evening report (docs/rules/interface.md#evening-report)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from dcc.models import Store
from dcc.reckoning.clock import day_range
from dcc.reckoning.rounding import percent
from leads.models import Lead
from reception.models import Visit
from reporting.boards.daily_board import MONTH, NOW, Board
from reporting.boards.tiles import Tile, tiles_of
from reporting.evening_report.day_incidents import DayIncident, day_incidents
from reporting.figures.question import Question
from reporting.plan.planned_pace import Pace
from reporting.plan.working_time import pace_of


@dataclass(frozen=True)
class Line:
    """One figure: of the day, its plan ("" where none is set), the day before, the month so far against its target and pace.

    `over`: of what the rate of the day is made; `due`: how many were expected, where that is told.
    """

    tile: Tile
    over: str
    plan: str
    month_beside: str
    due: int | None = None

    @property
    def beside(self) -> str:
        """What stands beside the figure of the day, in the language of whoever reads it."""
        return self.over if self.due is None else _("%(n)d due") % {"n": self.due}

    @property
    def share(self) -> str:
        """How much of the month's target is reached."""
        return percent(self.tile.month_value, self.tile.target) if self.tile.target else ""


@dataclass(frozen=True)
class DayFacts:
    """What a report tells of a day, as it stood at a moment. `gone`: the share of the month's working time that is over."""

    store: Store
    day: date
    at: datetime
    gone: Fraction
    lines: list[Line]
    incidents: list[DayIncident]

    @property
    def incident_count(self) -> int:
        """How many incidents of all sorts."""
        return sum(incident.count for incident in self.incidents)


def facts_of(board: Board, *, now: datetime, url: Callable[[str], str] = lambda _name: "") -> DayFacts:
    """Return what is told of the day of a board."""
    store, day = board.store, board.first
    pace = pace_of(store, day, day, now)
    incidents = day_incidents(store, Question(store, "agent", "activity", day, day), url, now=now)
    return DayFacts(store, day, now, pace.month_gone, lines_of(board, pace, url), incidents)


def lines_of(board: Board, pace: Pace, url: Callable[[str], str]) -> list[Line]:
    """Return the eight lines, in the order of the board's tiles."""
    of_rates = {"connection_rate": ("connected", "calls")}
    made = []
    for tile in tiles_of(board, pace, url):
        fraction = month = ""
        if tile.name in of_rates:
            over, under = of_rates[tile.name]
            fraction, month = tile.beside, _of(board.sums[MONTH].get(over, 0), board.sums[MONTH].get(under, 0))
        elif tile.name == "in_time":
            fraction, month = tile.beside, _of(*board.in_time[MONTH])
        due = board.sums[NOW].get("due", 0) if tile.name == "visits" else None
        is_rate = tile.name in of_rates or tile.name == "in_time"
        made.append(Line(tile, fraction, "" if is_rate else tile.beside.removeprefix("/ "), month, due))
    return made


def is_empty(board: Board) -> bool:
    """Whether a day had neither call nor visit, order or lead: then there is nothing to tell."""
    if any(board.sums[NOW].get(name, 0) for name in ("calls", "visits", "orders")):
        return False
    start, end = day_range(board.first, board.store.zone)
    arrived = Lead.objects.filter(store=board.store, received_at__gte=start, received_at__lt=end)
    return not arrived.exists() and not Visit.objects.filter(store=board.store, at__gte=start, at__lt=end).exists()


def _of(over: int, under: int) -> str:
    return f"{over:,}/{under:,}" if under else ""
