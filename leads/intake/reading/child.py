"""The reading itself, in a process of its own: `python -m leads.intake.reading.child PATH OPTIONS`, rows out on standard output.

A file of a kilobyte can make a parser ask for all the memory there is, or abort its process. So the process that reads has little to
lose: limits on memory and time set by itself before it opens the file, an empty environment, no database.
"""

import json
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from leads.intake.cells import Cell, cell_text, is_blank
from leads.intake.reading import file_limits
from leads.intake.reading.header import Header, find_header, phoneless_header, top_rows
from leads.intake.reading.refusals import Unreadable
from leads.intake.reading.rows import data_rows
from leads.intake.reading.sheet import Sheet, Table
from leads.intake.reading.sheets import read_workbook
from leads.intake.reading.sniff import kind_of
from leads.intake.reading.text import read_text
from leads.intake.reading.wire import Numbered, pack


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheet to read, its header (row 0: it has none), and its columns' names, one for each column."""

    sheet: Sheet
    header: Header
    headers: list[str]

    def rows(self) -> Iterator[Numbered]:
        """Its rows below the header."""
        return data_rows(self.sheet, self.header, self.sheet.width)


def open_table(data: bytes) -> Table:
    """A file of any kind, as its visible sheets."""
    kind = kind_of(data)
    if kind != "text":
        return read_workbook(data, kind)
    sheet = read_text(data)
    return Table([sheet], hidden_rows=lambda _name: sheet.hidden)


def choose(sheets: Sequence[Sheet], *, sheet: str | None, header_row: int | None) -> Chosen:
    """The sheet asked for, else the first with a header and rows below it; the header asked for, else the first that is one."""
    names = [each.name for each in sheets]
    wanted = [each for each in sheets if sheet is None or each.name == sheet]
    if sheets and not wanted:
        raise Unreadable("no_such_sheet", sheet=sheet, sheets=names)
    filled, empty = [], None
    for each in wanted:  # one after the other: the sheets behind the chosen one are not even parsed
        if not 0 < each.width <= file_limits.COLUMNS:
            continue
        top = top_rows(each)
        filled.append((each, top))
        header = find_header(top) if header_row is None else _header_in(top, header_row)
        if header.row or header_row == 0:
            chosen = Chosen(each, header, _headers(each, header))
            if next(chosen.rows(), None) is not None:
                return chosen
            empty = empty or chosen
    if empty:
        return empty
    if any(each.width > file_limits.COLUMNS for each in wanted):
        raise Unreadable("too_many_columns", limit=file_limits.COLUMNS)
    raise _no_header(filled, names)


def _no_header(filled: list[tuple[Sheet, list[list[Cell]]]], names: list[str]) -> Unreadable:
    for sheet, top in filled:
        if row := phoneless_header(top):
            return Unreadable("no_phone_column", sheet=sheet.name, sheets=names, header_row=row)
    if all(is_blank(cell) for _, top in filled for row in top for cell in row):
        return Unreadable("empty")
    return Unreadable("no_header", sheet=filled[0][0].name, sheets=names)


def _header_in(top: list[list[Cell]], row: int) -> Header:
    return Header(row, tuple(cell_text(cell) for cell in top[row - 1]) if 0 < row <= len(top) else ())


def _headers(sheet: Sheet, header: Header) -> list[str]:
    names = [name.replace("\0", "") for name in header.names]
    return (names + [""] * sheet.width)[: sheet.width]


def summary(table: Table, chosen: Chosen, count: int) -> dict[str, object]:
    """What the rows are rows of."""
    others = [each.name for each in table.sheets if each is not chosen.sheet]
    broken = [number for number in chosen.sheet.broken if number > chosen.header.row]
    facts = {"sheet": chosen.sheet.name, "other_sheets": others, "header_row": chosen.header.row, "headers": chosen.headers, "count": count}
    return facts | {"broken": broken, "from_1904": table.from_1904}


def asides(table: Table, chosen: Chosen) -> dict[str, object]:
    """What else the file holds: rows that a filter hides, and other sheets that have a header, with their rows."""
    hidden = table.hidden_rows(chosen.sheet.name)
    found = {"hidden": sum(1 for number, _cells in chosen.rows() if number in hidden) if hidden else 0}
    return found | {"sheets_left": {each.name: count for each in table.sheets if each is not chosen.sheet and (count := _rows_of(each))}}


def _rows_of(sheet: Sheet) -> int:
    """How many rows another sheet has below its header; 0 where it has none."""
    try:
        return sum(1 for _row in choose([sheet], sheet=None, header_row=None).rows())
    except Unreadable:
        return 0


def main(path: str, options: str) -> None:
    """Write rows, and then what they are rows of: without it the parent knows that something broke off.

    What else the file holds is asked last, and said in a further line: should that end this process, the rows are there all the same.
    """
    resource.setrlimit(resource.RLIMIT_AS, (file_limits.CHILD_MEMORY_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (file_limits.CHILD_CPU_SECONDS, file_limits.CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_limits.CHILD_OUTPUT_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    try:
        table = open_table(Path(path).read_bytes())
        chosen = choose(table.sheets, **json.loads(options))
        count = 0
        for rows, line in pack(chosen.rows()):
            out.write(line)
            count += rows
        end = summary(table, chosen, count)
    except Unreadable as refusal:
        end = {"unreadable": refusal.code, "facts": refusal.facts}
    except (MemoryError, RecursionError):
        end = {"unreadable": "unpacks_too_large", "facts": {"limit": file_limits.UNPACKED_BYTES}}
    out.write(json.dumps(end).encode() + b"\n")
    if "count" in end:
        out.flush()
        out.write(json.dumps(end | asides(table, chosen)).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
