"""The header row: the first one in which a phone column and at least one more known column are recognised by name."""

from collections.abc import Sequence
from itertools import islice

from leads.cells import Cell, cell_text
from leads.column_names import Columns, recognise
from leads.reading.limits import COLUMNS, HEADER_WITHIN
from leads.reading.sheet import Sheet


def find_header(rows: Sequence[Sequence[Cell]]) -> int:
    """The header's row number, counted from 1, or 0."""
    return next((number for number, row in enumerate(rows, 1) if _is_header(recognise(_texts(row)))), 0)


def known_columns(rows: Sequence[Sequence[Cell]]) -> int:
    """How many columns the best row names that we know: two or more make a header, though perhaps one without a phone."""
    return max((_known(recognise(_texts(row))) for row in rows), default=0)


def phoneless_header(rows: Sequence[Sequence[Cell]]) -> int:
    """The number of the row that looks most like a header but has no phone column, or 0."""
    known = [_known(recognise(_texts(row))) for row in rows]
    return known.index(max(known)) + 1 if known and max(known) > 1 else 0


def top_rows(sheet: Sheet) -> list[list[Cell]]:
    """The rows among which the header stands. A name merged downwards is repeated, so that it stands beside the names below a group's title."""
    rows = [list(row) for row in islice(sheet.rows(), HEADER_WITHIN)]
    for first, last, column in sheet.merged_down():
        for index in range(first + 1, min(last + 1, len(rows))):
            if len(rows[index]) > column and rows[index][column] == "":
                rows[index][column] = rows[first][column]
    return rows


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell_text(cell) for cell in row[:COLUMNS]]


def _known(columns: Columns) -> int:
    return len(columns.fields) + len(columns.channel) + len(columns.kinds)


def _is_header(columns: Columns) -> bool:
    return "phone" in columns.fields and _known(columns) > 1
