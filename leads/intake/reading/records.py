"""The records of a separated text. One quote out of place spoils one record: the one it stands in.

Most files are read by the csv module at once. Where it stumbles, or swallows what looks like further records, each record is read by itself: as the rule
has it, with backslashes before quotes, or with quotes as letters, whichever gives the columns of the header.
"""

import csv
import re
from dataclasses import dataclass, field
from io import StringIO

from leads.intake.phones import looks_like_phone
from leads.intake.reading.sheet import Cells

_LONGEST_RECORD = 5_000  # characters of a line in a cell that may be a record of its own


@dataclass(slots=True)
class Records:
    """All records of a text with their cells; `broken` has the numbers, from 1, of those that a quote or the end of the file cut short."""

    rows: list[Cells] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def has_spaces_before_quotes(text: str, separator: str) -> bool:
    """Whether a sender puts a space behind each separator, before quotes as well."""
    return f'{separator} "' in text and f'{separator}"' not in text


def is_sound(text: str, separator: str, width: int) -> bool:
    """Whether the csv module reads the text as its sender meant it."""
    if '"' not in text:
        return True
    try:
        spaced = has_spaces_before_quotes(text, separator)
        lines = csv.reader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=spaced, strict=True)
        return not any(_swallowed(row, separator, width) for row in lines)
    except csv.Error:
        return False


def _swallowed(row: Cells, separator: str, width: int) -> bool:
    """Whether a cell of several lines holds a line that is a record by itself: then a quote was opened there and closed by chance."""
    return any("\n" in cell or "\r" in cell for cell in row) and any(
        _is_record(line, separator, width) for cell in row for line in cell.splitlines()[1:] if len(line) < _LONGEST_RECORD
    )


def _is_record(line: str, separator: str, width: int) -> bool:
    cells = line.split(separator)
    return len(cells) >= max(width - 1, 2) and any(looks_like_phone(cell.strip('"')) for cell in cells)


def read_records(text: str, separator: str, width: int) -> Records:
    """Read record by record. `width` is the number of the header's columns."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = _Reader(text, separator, width)
    found = Records()
    place = 0
    while place < len(text):
        cells, place, broken = reader.record(place)
        found.rows.append(cells)
        if broken:
            found.broken.append(len(found.rows))
    return found


class _Reader:
    def __init__(self, text: str, separator: str, width: int) -> None:
        self.text, self.separator, self.width = text, separator, width
        self._plain = re.compile(rf"[^{re.escape(separator)}\n]*")
        self._ends = re.compile(rf"[ ]*(?={re.escape(separator)}|\n|\Z)")

    def record(self, place: int) -> tuple[Cells, int, bool]:
        """One record from a place on: its cells, where the next begins, whether it is broken."""
        end = self._line_end(place)
        line = self.text[place:end].rstrip("\n")
        if '"' not in line:
            return line.split(self.separator), end, False
        if (cells := self._by_rule(line)) and len(cells) == self.width:
            return cells, end, False
        ways = [way for escape in ("", "\\") if (way := self._quoted(place, escape))]
        if ways:
            return *next((way for way in ways if len(way[0]) == self.width), ways[0]), False
        return self._as_letters(line, end)

    def _by_rule(self, line: str) -> Cells:
        """A record of one line, if the csv module has nothing against it."""
        try:
            return next(csv.reader([line], delimiter=self.separator, strict=True))
        except csv.Error:
            return []

    def _line_end(self, place: int) -> int:
        return (self.text.find("\n", place) + 1) or len(self.text)

    def _quoted(self, place: int, escape: str) -> tuple[Cells, int] | None:
        """The record by the rule of quotes, or None where a quote stands against it. `escape`: what may stand before a quote that is a letter."""
        cells: Cells = []
        while True:
            if self.text.startswith('"', place):
                closed = self._closed(place + 1, escape)
                if closed is None:
                    return None
                cell, place = closed
            else:
                found = self._plain.match(self.text, place)
                cell, place = (found[0], found.end()) if found else ("", place)
            cells.append(cell)
            if not self.text.startswith(self.separator, place):
                return cells, min(place + 1, len(self.text))
            place += len(self.separator)

    def _closed(self, begin: int, escape: str) -> tuple[str, int] | None:
        """A quoted cell to its closing quote. None where it is never closed, or where what follows looks like a record of its own."""
        place = begin
        while (quote := self.text.find('"', place)) >= 0:
            if escape and self.text.startswith(escape, quote - 1) and quote > begin:
                place = quote + 1
                continue
            if self.text.startswith('""', quote):
                place = quote + 2
                continue
            ended = self._ends.match(self.text, quote + 1)
            if not ended:
                return None
            cell = self.text[begin:quote]
            if any(_is_record(line, self.separator, self.width) for line in cell.splitlines()[1:] if len(line) < _LONGEST_RECORD):
                return None
            cell = cell.replace('""', '"')
            return (cell.replace(escape + '"', '"') if escape else cell), ended.end()
        return None

    def _as_letters(self, line: str, end: int) -> tuple[Cells, int, bool]:
        """The record whose quotes do not fit: one line. It is whole where it has the header's columns and more lines follow, else broken."""
        cells = [self._bare(cell) for cell in line.split(self.separator)]
        after, closed = self._after_broken(end), line.count('"') % 2 == 0
        for way in (self._lenient(line), cells):
            if way and len(way) == self.width and (closed or after == end < len(self.text)):
                return way, end, False
        return cells, after, True

    def _lenient(self, line: str) -> Cells | None:
        """A line all of whose cells are quoted, with quotes inside that nobody doubled: split where a quote, a separator and a quote stand."""
        line = line.strip()
        if len(line) < 2 or not (line.startswith('"') and line.endswith('"')):
            return None
        return [cell.replace('""', '"') for cell in re.split(rf'"[ ]*{re.escape(self.separator)}[ ]*"', line[1:-1])]

    def _bare(self, cell: str) -> str:
        cell = cell.strip()
        if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
            return cell[1:-1]
        return cell.removeprefix('"').removesuffix('"') if cell.count('"') == 1 else cell

    def _after_broken(self, place: int) -> int:
        """Where the next record begins: lines that are none by themselves still belong to the broken one."""
        while place < len(self.text):
            end = self._line_end(place)
            cells = self.text[place:end].rstrip("\n").split(self.separator)
            if len(cells) >= self.width or any(looks_like_phone(self._bare(cell)) for cell in cells):
                return place
            place = end
        return place
