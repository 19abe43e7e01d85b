"""A sheet as every kind of file gives it: rows from the first one on, and how wide they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

Cells: TypeAlias = list[Any]  # of leads.cells.Cell, which a list of texts is as well


class Sheet(Protocol):
    """One visible sheet. `rows` starts anew each time, at the sheet's row 1, blank rows included."""

    @property
    def name(self) -> str: ...

    @property
    def width(self) -> int: ...

    def rows(self) -> Iterator[Cells]: ...

    def merged_down(self) -> list[tuple[int, int, int]]:
        """The merged cells of one column over several rows: (first row, last row, column), counted from 0."""


@dataclass(frozen=True, slots=True)
class TextSheet:
    """The one nameless sheet of a text file or a web page."""

    table: list[Any]
    name: str = ""

    @property
    def width(self) -> int:
        """Trailing separators with nothing behind them are no columns."""
        return max((len(row) - _blank_tail(row) for row in self.table), default=0)

    def rows(self) -> Iterator[Cells]:
        return iter(self.table)

    def merged_down(self) -> list[tuple[int, int, int]]:
        return []


def _blank_tail(row: Cells) -> int:
    return next((distance for distance, cell in enumerate(reversed(row)) if cell != ""), len(row))
