"""The reading itself, in a process of its own: `python -m leads.reading.child PATH OPTIONS`, rows out on standard output.

A file of a kilobyte can make a parser ask for all the memory there is, or abort its process. So the process that reads has little to
lose: limits on memory and time set by itself before it opens the file, an empty environment, no database.
"""

import json
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

from leads.cells import Cell, cell_text, is_blank
from leads.reading import limits
from leads.reading.header import find_header, phoneless_header, top_rows
from leads.reading.refusals import Unreadable
from leads.reading.rows import data_rows
from leads.reading.sheet import Sheet
from leads.reading.sheets import read_workbook
from leads.reading.sniff import kind_of
from leads.reading.text import read_text
from leads.reading.wire import pack


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheet to read, where its header stands (0: it has none), and its columns' names."""

    sheet: Sheet
    header_row: int
    headers: list[str]


def sheets_of(data: bytes) -> list[Sheet]:
    """The visible sheets of a file of any kind."""
    kind = kind_of(data)
    return [read_text(data)] if kind == "text" else list(read_workbook(data, kind))


def choose(sheets: list[Sheet], *, sheet: str | None, header_row: int | None) -> Chosen:
    """The sheet asked for, else the first with a header; the header asked for, else the first that is one."""
    names = [each.name for each in sheets]
    wanted = [each for each in sheets if sheet is None or each.name == sheet]
    if sheets and not wanted:
        raise Unreadable("no_such_sheet", sheet=sheet, sheets=names)
    filled = []
    for each in wanted:  # one after the other: the sheets behind the chosen one are not even parsed
        if not 0 < each.width <= limits.COLUMNS:
            continue
        top = top_rows(each)
        filled.append((each, top))
        found = find_header(top) if header_row is None else header_row
        if found or header_row == 0:
            return Chosen(each, found, _headers(each, top, found))
    if any(each.width > limits.COLUMNS for each in wanted):
        raise Unreadable("too_many_columns", limit=limits.COLUMNS)
    raise _no_header(filled, names)


def _no_header(filled: list[tuple[Sheet, list[list[Cell]]]], names: list[str]) -> Unreadable:
    for sheet, top in filled:
        if row := phoneless_header(top):
            return Unreadable("no_phone_column", sheet=sheet.name, sheets=names, header_row=row)
    if all(is_blank(cell) for _, top in filled for row in top for cell in row):
        return Unreadable("empty")
    return Unreadable("no_header", sheet=filled[0][0].name, sheets=names)


def _headers(sheet: Sheet, top: list[list[Cell]], row: int) -> list[str]:
    names = [cell_text(cell).replace("\0", "") for cell in top[row - 1]] if 0 < row <= len(top) else []
    return (names + [""] * sheet.width)[: sheet.width]


def main(path: str, options: str) -> None:
    """Write rows, and on the last line what they are rows of: without it the parent knows that something broke off."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.CHILD_MEMORY_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits.CHILD_CPU_SECONDS, limits.CHILD_CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.CHILD_OUTPUT_BYTES,) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    try:
        sheets = sheets_of(Path(path).read_bytes())
        chosen = choose(sheets, **json.loads(options))
        count = 0
        for rows, line in pack(data_rows(chosen.sheet.rows(), header_row=chosen.header_row, width=chosen.sheet.width)):
            out.write(line)
            count += rows
    except Unreadable as refusal:
        end: dict[str, object] = {"unreadable": refusal.code, "facts": refusal.facts}
    except (MemoryError, RecursionError):
        end = {"unreadable": "unpacks_too_large", "facts": {"limit": limits.UNPACKED_BYTES}}
    else:
        others = [each.name for each in sheets if each is not chosen.sheet]
        end = {"sheet": chosen.sheet.name, "other_sheets": others, "header_row": chosen.header_row, "headers": chosen.headers, "count": count}
    out.write(json.dumps(end).encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
