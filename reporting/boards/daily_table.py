"""The board's table: what each agent did in the period, what stands with them now; the heat of the columns of effort, and calls by the hour."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.reckoning.rounding import percent
from reporting.boards.daily_board import NOW, Board, Counts, Person
from reporting.figures.figure_table import Cell, Head, Row
from reporting.figures.measures import MEASURES
from reporting.figures.rates import RATES
from reporting.figures.standing_now import STANDING, Key

HAPPENED = ("calls", "connected", "connection_rate", "cards", "invited", "due", "arrived", "visits", "orders", "deals")
COLUMNS = (*HAPPENED, *STANDING)
EFFORT = ("calls", "connected", "cards", "invited")
STEPS = 10
Url = Callable[[str, Key], str]


def heads(board: Board) -> list[Head]:
    """The heads of the table, what happened first."""
    kept = RATES["kept_by_day"]
    counts = board.sums[NOW]
    said = {"rate": kept.label, "over": counts.get(kept.over, 0), "under": counts.get(kept.under, 0), "percent": kept.of(counts, "activity")}
    examples = {kept.over: _("%(over)d ÷ %(under)d = %(percent)s: %(rate)s") % said} if said["under"] else {}
    lines = RATES | STANDING | MEASURES
    return [Head(lines[name].label, name, look=_edge(name), example=examples.get(name, "")) for name in COLUMNS]


def table_of(board: Board, url: Url, *, only: str | None = None, toggle: str = "", is_open: bool = False) -> list[Row]:
    """The agents by username, the specialists together (`is_open`: each of them, too), nobody's row, the sums; `only` one's own row, and the sums."""
    rows = _Rows(board, url)
    if only is not None:
        return [*(rows.of(person) for person in board.people if person.username == only), rows.total()]
    team = [person for person in board.people if person.team == "reception"]
    *alone, nobody = [person for person in board.people if person.team != "reception"]
    together = [rows.of_team(team, toggle=toggle, is_open=is_open)] if team else []
    parts = [rows.of(person, "is-part") for person in team] if is_open else []
    return [*map(rows.of, alone), *together, *parts, rows.of(nobody), rows.total()]


class _Rows:
    """Makes the rows of one board: within a column the warmest is who did most."""

    def __init__(self, board: Board, url: Url) -> None:
        self.board, self.url = board, url
        self.most = {name: max((counts.get(name, 0) for counts in board.rows.values()), default=0) for name in EFFORT}

    def of(self, person: Person, look: str = "") -> Row:
        """One person's, or nobody's."""
        look = look if person.username else "is-nobody"
        note = _("away") if person.away else ""
        return Row(person.name or _("Unassigned"), self._cells(self.board.rows[person.username], person.username), look, note=note)

    def of_team(self, team: list[Person], *, toggle: str, is_open: bool) -> Row:
        """Several people's together."""
        label = ngettext("Reception, %(count)d", "Reception, %(count)d", len(team)) % {"count": len(team)}
        counts = _sum(self.board.rows[person.username] for person in team)
        names = tuple(person.username for person in team)
        return Row(label, self._cells(counts, names if len(names) > 1 else names[0]), toggle=toggle, is_open=is_open)

    def total(self) -> Row:
        """Everybody's."""
        return Row(_("Total"), self._cells(self.board.sums[NOW], None, heat=False), "is-total")

    def _cells(self, counts: Counts, key: Key, *, heat: bool = True) -> list[Cell]:
        return [self._cell(counts, name, key, heat=heat) for name in COLUMNS]

    def _cell(self, counts: Counts, name: str, key: Key, *, heat: bool) -> Cell:
        if name in RATES:
            return Cell(percent(counts.get(RATES[name].over, 0), counts.get(RATES[name].under, 0)))
        if name in STANDING and not self.board.is_now:
            return Cell("—", look="d-faint")
        count, most = counts.get(name, 0), self.most.get(name, 0) if heat else 0
        warm = f"d-heat heat-{max(round(STEPS * min(count, most) / most), 1)}" if count and most else ""
        look = "d-faint" if not count else "d-bad d-strong" if name in STANDING else warm
        return Cell(str(count), "", self.url(name, key) if count else "", look)


def _edge(name: str) -> str:
    return ("is-now is-edge" if name == next(iter(STANDING)) else "is-now") if name in STANDING else ""


def _sum(rows: Iterable[Counts]) -> Counts:
    sums: Counts = defaultdict(int)
    for counts in rows:
        for name, count in counts.items():
            sums[name] += count
    return dict(sums)


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
