"""The rows below the header: blank rows and totals passed over, each with the number its sender sees in the sheet."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import zip_longest

from leads.intake.cells import Cell, is_blank
from leads.intake.phones import looks_like_phone
from leads.intake.reading.file_limits import ROWS
from leads.intake.reading.header import Header
from leads.intake.reading.refusals import Unreadable
from leads.intake.reading.sheet import Sheet

_TOTAL = re.compile(r"(?:本页|本日|当日)?(?:合计|总计|小计)(?:数量?)?[:：]?(?:共?\d+[条行个人组]?)?", re.ASCII)


def data_rows(sheet: Sheet, header: Header, width: int) -> Iterator[tuple[int, list[Cell]]]:
    """(row number from 1, exactly `width` cells) of every row that is somebody's. More than the limit is refused.

    A cell merged over several rows is said in each of them. A header that comes again, as where two exports were put together, is passed over.
    """
    found = 0
    merged, names = _Merged(sheet.merged_down(), header.row), list(header.names)
    for number, cells in enumerate(sheet.rows(), 1):
        if number <= header.row or not any(cells) or passed_over(cells) or _is_names(cells, names):
            continue
        found += 1
        if found > ROWS:
            raise Unreadable("too_many_rows", limit=ROWS)
        if len(cells) != width:
            cells = cells[:width] + [""] * (width - len(cells))
        yield number, merged.fill(number, cells)


class _Merged:
    """Says in each row of a merged cell what its first row says."""

    def __init__(self, ranges: Iterable[tuple[int, int, int]], header_row: int) -> None:
        self._begin: dict[int, list[tuple[int, int]]] = {}  # row number → (last row number, column) of those that begin there
        for top, bottom, column in ranges:
            if top >= header_row:
                self._begin.setdefault(top + 1, []).append((bottom + 1, column))
        self._said: dict[int, tuple[int, Cell]] = {}  # column → last row number, what it says

    def fill(self, number: int, cells: list[Cell]) -> list[Cell]:
        if not self._begin:
            return cells
        for column, (last, cell) in self._said.items():
            if number <= last and cells[column] == "":
                cells[column] = cell
        for last, column in self._begin.get(number, ()):
            if column < len(cells):
                self._said[column] = last, cells[column]
        return cells


def _is_names(cells: list[Cell], names: list[str]) -> bool:
    """Whether a row says nothing but the names of the columns, and at least two of them."""
    if not names or cells[0] not in ("", names[0]):
        return False
    said = [(cell, name) for cell, name in zip_longest(cells, names, fillvalue="") if cell != ""]
    return len(said) > 1 and all(isinstance(cell, str) and cell.strip() == name for cell, name in said)


def passed_over(cells: list[Cell]) -> bool:
    """A row with nothing to see in it, or a total: one of its cells says so, and none is a number that could be called."""
    for cell in cells:
        if type(cell) is str and len(cell) < 16 and "计" in cell and _TOTAL.fullmatch("".join(cell.split())):
            return not any(looks_like_phone(other) for other in cells)
    return all(map(is_blank, cells))


def plain_cell(cell: object) -> object:
    """A duration is shown as the text a spreadsheet shows; NUL is no character any database keeps."""
    if isinstance(cell, timedelta):
        minutes, seconds = divmod(int(cell.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return cell.replace("\0", "") if isinstance(cell, str) else cell
