"""A web page that calls itself a workbook: many back offices export their tables so."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from leads.intake.reading.file_limits import COLUMNS, ROWS
from leads.intake.reading.refusals import Unreadable

_MEANINGLESS = ("script", "style", "head", "title")
_WORKBOOK = re.compile(r"<(?:\w+:)?Workbook\b")  # XML, in which a table is another thing
_ROUNDED = re.compile(r"[\d,]*\.?\d*(?:e\+?\d+)?%?", re.ASCII | re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_VALUES = ("x:num", "sdval")  # where Excel and LibreOffice keep the number that a cell shows shortened


@dataclass(slots=True)
class HtmlTable:
    """The rows of a page; `broken`: the number, from 1, of the one in which the page breaks off; `hidden`: those it does not show."""

    rows: list[list[str]] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    @property
    def hidden(self) -> tuple[int, ...]:
        return tuple(number for number, row in enumerate(self.rows, start=1) if isinstance(row, _Hidden))


class _Hidden(list[str]):
    """A row that the page does not show."""


def looks_like_html(opening: str) -> bool:
    """Whether a text begins as markup and has a table."""
    if not opening.startswith("<") or _WORKBOOK.search(opening):
        return False
    folded = opening.casefold()
    return "<table" in folded or "<html" in folded or folded.startswith("<!doctype html")


def read_html(text: str) -> HtmlTable:
    """All rows of all tables on the page, one below the other, as a spreadsheet would open it."""
    page = _Page()
    page.feed(text)
    page.close()
    table = page.end()
    if not table.rows:
        raise Unreadable("not_a_table", kind="page")
    return table


@dataclass(slots=True)
class _Open:
    """A table that is being read. A cell that spans rows is repeated in each; one that spans columns is followed by blank cells."""

    rows: list[list[str]] = field(default_factory=list)
    row: list[str] | None = None
    cell: list[str] | None = None
    value: str = ""
    span: tuple[int, int] = (1, 1)
    hanging: dict[int, tuple[int, str]] = field(default_factory=dict)  # column → rows still to fill, text

    def end_row(self) -> None:
        self.end_cell()
        if self.row is None:
            return
        self._fill_hanging()
        self.rows.append(self.row)
        self.row = None
        if len(self.rows) > ROWS + COLUMNS:
            raise Unreadable("too_many_rows", limit=ROWS)

    def end_cell(self) -> None:
        if self.cell is None or self.row is None:
            return
        text, (down, across) = "".join(self.cell).strip(), self.span
        text = self.value if self.value and _ROUNDED.fullmatch(text) else text
        self.cell = None
        self._fill_hanging()
        if len(self.row) > COLUMNS:
            raise Unreadable("too_many_columns", limit=COLUMNS)
        if down > 1:
            self.hanging[len(self.row)] = (down - 1, text)
        self.row += [text, *[""] * (across - 1)]

    def _fill_hanging(self) -> None:
        while self.row is not None and (hanging := self.hanging.pop(len(self.row), None)):
            left, text = hanging
            if left > 1:
                self.hanging[len(self.row)] = (left - 1, text)
            self.row.append(text)

    def take(self, inner: "_Open") -> None:
        """A table inside a cell: the cell's text where it is one cell or one line, else rows of its own, for the outer one is only there for the looks."""
        if len(inner.rows) > 1 and max(map(len, inner.rows)) > 1:
            self.rows += inner.rows
        elif self.cell is not None:
            self.cell.append(" ".join(cell for row in inner.rows for cell in row))


class _Page(HTMLParser):
    """Collects rows, of tables inside of tables as well."""

    def __init__(self) -> None:
        super().__init__()
        self._outer: list[_Open] = []
        self._table = _Open()
        self._muted = 0
        self._ended = True  # whether the last cell was told to end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        table = self._table
        if tag == "table":
            self._outer.append(table)
            self._table = _Open()
            if len(self._outer) > COLUMNS:
                raise Unreadable("broken")
        elif tag == "tr":
            table.end_row()
            table.row = _Hidden() if _is_hidden(dict(attrs)) else []
        elif tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif tag == "br" and table.cell is not None:
            table.cell.append("\n")
        elif tag in _MEANINGLESS:
            self._muted += 1

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        table = self._table
        table.end_cell()
        table.row = [] if table.row is None else table.row
        table.cell = []
        table.value = next((value for name in _VALUES if (value := attrs.get(name))), "")
        table.span = (_count(attrs.get("rowspan"), ROWS), _count(attrs.get("colspan"), COLUMNS))
        self._ended = False

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._table.end_cell()
        elif tag in ("tr", "table"):
            self._table.end_row()
        elif tag in _MEANINGLESS:
            self._muted = max(self._muted - 1, 0)
        self._ended = True
        if tag == "table" and self._outer:
            inner, self._table = self._table, self._outer.pop()
            if self._outer:
                self._table.take(inner)
            else:
                self._table.rows += inner.rows

    def handle_data(self, data: str) -> None:
        if self._table.cell is not None and not self._muted:
            self._table.cell.append(data)

    def end(self) -> HtmlTable:
        """The rows of the page; where it ends inside a cell, it was not fetched to its end."""
        cut = not self._ended and self._table.cell is not None
        while True:
            self._table.end_row()
            if not self._outer:
                break
            inner, self._table = self._table, self._outer.pop()
            self._table.rows += inner.rows
        return HtmlTable(self._table.rows, [len(self._table.rows)] if cut else [])


def _is_hidden(attrs: dict[str, str | None]) -> bool:
    return "hidden" in attrs or bool(_NOT_SHOWN.search(attrs.get("style") or ""))


def _count(value: str | None, most: int) -> int:
    return min(int(value[:9]), most) if value and value.isascii() and value.isdigit() and int(value[:9]) else 1
