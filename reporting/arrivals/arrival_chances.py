"""How likely an appointment is kept: the share of others like it that were. A decider: no database, no clock (docs/rules/measures.md#arrivals)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reporting.figures.proportion import Proportion

ENOUGH = 20
AHEAD = ((0, 1), (2, 3), (4, 7), (8, None))  # days between booking and visit


@dataclass(frozen=True)
class Cell:
    """What appointments are alike in: which of AHEAD, whether they said again that they come, whether this customer missed one before."""

    ahead: int
    confirmed: bool
    missed: bool


@dataclass(frozen=True)
class Kept(Proportion):
    """A share of others like it: kept ÷ due. `wider`: too few were alike in everything, so something was left out."""

    wider: bool = False


def ahead_of(days: int) -> int:
    """Return which of AHEAD so many days are."""
    return next(place for place, (_first, last) in enumerate(AHEAD) if last is None or days <= last)


class Past:
    """The appointments that fell due, counted by their cells."""

    def __init__(self, rows: Iterable[tuple[Cell, bool]]) -> None:
        self.due: Counter[tuple] = Counter()
        self.kept: Counter[tuple] = Counter()
        for cell, was_kept in rows:
            for key in _keys(cell):
                self.due[key] += 1
                self.kept[key] += was_kept

    def chance(self, cell: Cell) -> Kept | None:
        """Return the share of a cell; of fewer than twenty that of the next larger one: without the miss, without the yes, of all. None: too few."""
        for key in _keys(cell):
            if self.due[key] >= ENOUGH:
                return Kept(self.kept[key], self.due[key], wider=len(key) < 3)
        return None


def _keys(cell: Cell) -> tuple[tuple, ...]:
    """The cell and those it lies in, from the narrowest."""
    return (cell.ahead, cell.confirmed, cell.missed), (cell.ahead, cell.confirmed), (cell.ahead,), ()
