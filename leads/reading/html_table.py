"""A web page that calls itself a workbook: many back offices export their tables so."""

from html.parser import HTMLParser

from leads.reading.limits import COLUMNS, ROWS
from leads.reading.refusals import Unreadable

_MEANINGLESS = ("script", "style", "head", "title")


def looks_like_html(opening: str) -> bool:
    """Whether a text begins as markup and has a table."""
    return opening.startswith("<") and ("<table" in opening.casefold() or opening.casefold().startswith(("<html", "<!doctype html")))


def read_html(text: str) -> list[list[str]]:
    """All rows of all tables on the page, one below the other, as a spreadsheet would open it."""
    page = _Page()
    page.feed(text)
    page.close()
    page.end_row()
    if not page.rows:
        raise Unreadable("not_a_table", kind="page")
    return page.rows


class _Page(HTMLParser):
    """Collects rows. A cell that spans rows is repeated in each; one that spans columns is followed by blank cells."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._hanging: dict[int, tuple[int, str]] = {}  # column → rows still to fill, text
        self._muted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.end_row()
            self._row = []
        elif tag in ("td", "th"):
            self._end_cell()
            self._row = [] if self._row is None else self._row
            self._cell = []
            spans = dict(attrs)
            self._span = (_count(spans.get("rowspan"), ROWS), _count(spans.get("colspan"), COLUMNS))
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")
        elif tag in _MEANINGLESS:
            self._muted += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()
        elif tag in _MEANINGLESS:
            self._muted = max(self._muted - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._muted:
            self._cell.append(data)

    def end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._fill_hanging()
        self.rows.append(self._row)
        self._row = None
        if len(self.rows) > ROWS + COLUMNS:
            raise Unreadable("too_many_rows", limit=ROWS)

    def _end_cell(self) -> None:
        if self._cell is None or self._row is None:
            return
        text, (down, across) = "".join(self._cell).strip(), self._span
        self._cell = None
        self._fill_hanging()
        if len(self._row) > COLUMNS:
            raise Unreadable("too_many_columns", limit=COLUMNS)
        if down > 1:
            self._hanging[len(self._row)] = (down - 1, text)
        self._row += [text, *[""] * (across - 1)]

    def _fill_hanging(self) -> None:
        while self._row is not None and (hanging := self._hanging.pop(len(self._row), None)):
            left, text = hanging
            if left > 1:
                self._hanging[len(self._row)] = (left - 1, text)
            self._row.append(text)


def _count(value: str | None, most: int) -> int:
    return min(int(value[:9]), most) if value and value.isascii() and value.isdigit() and int(value[:9]) else 1
