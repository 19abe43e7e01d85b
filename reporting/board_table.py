"""The board's table: a row per agent, the heat of the columns of effort, and calls by the hour."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.board import NOW, Board, Counts
from reporting.rates import percent

COLUMNS = ("calls", "connected", "rate", "cards", "invited", "due", "arrived", "orders", "deals", "overdue", "untouched")
EFFORT = ("calls", "connected", "cards", "invited")
BAD = ("overdue", "untouched")
STEPS = 10
Url = Callable[[str, str | None], str]


@dataclass(frozen=True)
class BoardCell:
    """One number; `look` its heat (heat-1 to heat-10), d-faint or d-bad."""

    text: str
    look: str = ""
    url: str = ""


@dataclass(frozen=True)
class BoardRow:
    """One row; `look` is-total for the sums."""

    label: str
    note: str
    cells: list[BoardCell]
    look: str = ""


def table_of(board: Board, url: Url, only: str | None = None) -> list[BoardRow]:
    """The agents by username, nobody's row, the sums; `only` one's own row of them, and the sums."""
    most = {name: max((counts.get(name, 0) for counts in board.rows.values()), default=0) for name in EFFORT}
    shown = [person for person in board.people if only is None or person.username == only]
    rows = [
        BoardRow(
            person.name or _("Unassigned"),
            _("away") if person.away else "",
            [_cell(board.rows[person.username], name, most.get(name, 0), url(name, person.username)) for name in COLUMNS],
            "" if person.username else "is-nobody",
        )
        for person in shown
    ]
    return [*rows, BoardRow(_("Total"), "", [_cell(board.sums[NOW], name, 0, url(name, None)) for name in COLUMNS], "is-total")]


def _cell(counts: Counts, name: str, most: int, url: str) -> BoardCell:
    if name == "rate":
        return BoardCell(percent(counts.get("connected", 0), counts.get("calls", 0)))
    count = counts.get(name, 0)
    heat = f"d-heat heat-{max(round(STEPS * count / most), 1)}" if count and most else ""
    look = "d-faint" if not count else "d-bad d-strong" if name in BAD else heat
    return BoardCell(str(count), look, url if count else "")


BAR, PLOT, ACROSS = 30, 62, 720


@dataclass(frozen=True)
class HourBar:
    """The calls of one hour: how high the bar is, and the connected part of it."""

    hour: int
    calls: int
    connected: int
    x: int
    width: int
    height: float
    part: float

    @property
    def middle(self) -> float:
        """Where what is written stands."""
        return self.x + self.width / 2

    @property
    def y(self) -> float:
        """The top of the bar."""
        return 18 + PLOT - self.height

    @property
    def part_y(self) -> float:
        """The top of the connected part."""
        return 18 + PLOT - self.part


def hours_of(board: Board, opens: int, closes: int) -> list[HourBar]:
    """One bar for each working hour, and for others in which somebody called."""
    hours = sorted({*range(opens, closes), *board.hours})
    most = max((calls for calls, _connected in board.hours.values()), default=0)
    step = (ACROSS - BAR) // max(len(hours) - 1, 1)
    width = min(BAR, step - 6)
    bars = []
    for index, hour in enumerate(hours):
        calls, connected = board.hours.get(hour, (0, 0))
        height = round(PLOT * calls / most, 1) if most else 0.0
        bars.append(HourBar(hour, calls, connected, index * step, width, height, round(height * connected / calls, 1) if calls else 0.0))
    return bars
