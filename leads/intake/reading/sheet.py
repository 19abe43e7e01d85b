"""A sheet as every kind of file gives it: rows from the first one on, and how wide they are."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Cells: TypeAlias = list[Any]  # of leads.intake.cells.Cell, which a list of texts is as well


class Sheet(Protocol):
    """One visible sheet. `rows` starts anew each time, at the sheet's row 1, blank rows included."""

    @property
    def name(self) -> str: ...

    @property
    def width(self) -> int: ...

    def rows(self) -> Iterator[Cells]: ...

    @property
    def broken(self) -> tuple[int, ...]:
        """The numbers, from 1, of the rows that were cut short: what they say is not to be trusted."""

    def merged_down(self) -> list[tuple[int, int, int]]:
        """The merged cells of one column over several rows: (first row, last row, column), counted from 0."""


def nothing_hidden(_sheet: str) -> frozenset[int]:
    """What a file says of the rows it hides if it cannot hide any."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A file: its visible sheets, whether its days count from 1904, and sheet name → the numbers of the rows it hides."""

    sheets: Sequence[Sheet]
    from_1904: bool = False
    hidden_rows: Callable[[str], Collection[int]] = nothing_hidden


@dataclass(frozen=True, slots=True)
class TextSheet:
    """The one nameless sheet of a text file or a web page. `again` begins its rows anew; trailing blank cells are no columns."""

    again: Callable[[], Iterator[Cells]]
    width: int
    name: str = ""
    broken: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()

    def rows(self) -> Iterator[Cells]:
        return self.again()

    def merged_down(self) -> list[tuple[int, int, int]]:
        return []


def width_of(rows: Iterable[Cells]) -> int:
    """How many columns hold something."""
    width = 0
    for row in rows:
        if len(row) > width:
            width = max(width, len(row) - next((tail for tail, cell in enumerate(reversed(row)) if cell != ""), len(row)))
    return width
