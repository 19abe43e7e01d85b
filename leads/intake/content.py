"""What the columns of a file without names hold, by looking at its first rows: a proposal for whoever maps them by hand."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice

from leads.intake.cells import Cell, says_nothing
from leads.intake.phones import looks_like_phone
from leads.intake.time_cells import Calendar, read_moment

LOOKED_AT = 20  # rows


def by_content(rows: Iterable[tuple[int, Sequence[Cell]]], *, calendar: Calendar, now: datetime) -> dict[int, str]:
    """Return column → field for the column that holds numbers one could call, and for the one that holds moments. Empty where nobody could be called."""
    cells = [row for _number, row in islice(rows, LOOKED_AT)]
    phone = _most(cells, looks_like_phone, besides=-1)
    if phone is None:
        return {}

    def is_moment(cell: Cell) -> bool:
        return not says_nothing(cell) and read_moment(cell, calendar, now).value is not None and not looks_like_phone(cell)

    moment = _most(cells, is_moment, besides=phone)
    return {phone: "phone"} | ({moment: "received_at"} if moment is not None else {})


def _most(rows: Sequence[Sequence[Cell]], fits, *, besides: int) -> int | None:
    """Return the first column of which at least half the rows fit."""
    for index in range(len(rows[0]) if rows else 0):
        if index != besides and 2 * sum(1 for row in rows if fits(row[index])) >= len(rows):
            return index
    return None
