"""The header: the first row in which a phone column and one more known column are recognised by name. Two rows, a group above its columns, are one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from leads.intake.cells import Cell, cell_text, half_width
from leads.intake.column_names import OUR_PEOPLE, meaning, normalise
from leads.intake.columns import Columns, recognise
from leads.intake.reading.file_limits import COLUMNS, HEADER_WITHIN
from leads.intake.reading.sheet import Sheet

_DATA = re.compile(r"\d{6}|\d{4}[-/.年]\d")
_LONGEST_GROUP = 12


@dataclass(frozen=True, slots=True)
class Header:
    """The number, from 1, of the row behind which the data begins, 0 where there is none; and the columns' names."""

    row: int = 0
    names: tuple[str, ...] = ()


def find_header(rows: Sequence[Sequence[Cell]]) -> Header:
    """The header among the first rows of a sheet."""
    for number, row in enumerate(rows, 1):
        names = _texts(row)
        if _is_header(names):
            above = _texts(rows[number - 2]) if number > 1 else []
            below = rows[number] if number < len(rows) else []
            return _two_rows(number, names, below) or Header(number, _under(above, names))
    return Header()


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


def _two_rows(number: int, names: list[str], below: Sequence[Cell]) -> Header | None:
    """The header with the row below it, where that holds names as well: those of the columns of a group, or the same in another language."""
    lower = _texts(below)
    if not any(map(meaning, lower)) or any(not isinstance(cell, str) or _is_data(cell) for cell in below):
        return None
    pairs = list(zip_longest(names, lower, fillvalue=""))
    if all(not under or _same(over, under) for over, under in pairs):
        return Header(number + 1, tuple(names))
    if not any(under and (not over or over == under) for over, under in pairs):
        return None
    joined = _under(names, [under or over for over, under in pairs])
    return Header(number + 1, joined) if _is_header(joined) else None


def _same(over: str, under: str) -> bool:
    first, second = meaning(over), meaning(under)
    return over == under or bool(first and second and first.field == second.field)


def _under(groups: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """The names as they are meant under their groups. A single title above the table is no group."""
    titles = [title for title in groups if title]
    if len(titles) < 2 or any(len(title) > _LONGEST_GROUP for title in titles):
        return tuple(names)
    found, group = [], ""
    for title, name in zip_longest(groups, names, fillvalue=""):
        group = title or group
        found.append(_in_group(group, title, name))
    return tuple(found)


def _in_group(group: str, title: str, name: str) -> str:
    if not name:
        return title if meaning(title) else ""
    means = meaning(name)
    if means and means.field in ("phone", "second_phone", "name") and name != group and OUR_PEOPLE.search(group):
        return f"{group}{name}"
    return name if means or not meaning(group + name) else group + name


def _texts(row: Sequence[Cell]) -> list[str]:
    return [cell_text(cell).strip() for cell in row[:COLUMNS]]


def _known(columns: Columns) -> int:
    return len(columns.fields) + len(columns.channel) + len(columns.kinds)


def _is_header(names: Sequence[str]) -> bool:
    columns = recognise(names)
    return "phone" in columns.fields and _known(columns) > 1 and not any(map(_is_data, names))


def _is_data(name: str) -> bool:
    """Whether a cell holds a number or a day, but not where a name explains itself: in brackets, on further lines."""
    first = half_width(name.strip().partition("\n")[0])
    return bool(_DATA.search(normalise(first) if "(" in first or "[" in first else first))
