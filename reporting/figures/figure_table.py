"""Tables of figures: a row for each channel, person or day, in each cell a count or a rate that leads to its rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.html import format_html

from dcc.frame.drawn_cells import linked
from dcc.frame.table_columns import Band, Column, Table
from dcc.templatetags.look import icon


@dataclass(frozen=True)
class Head:
    """The head of one column: its word, the name of its formula, of a rate what it is divided by. `note` says that a rate is a quotient, `example` is the
    formula with the numbers of the page; `look` is its column's: is-now for what stands, is-edge where that begins; `beside` what its figures are compared
    with."""

    label: Any
    name: str
    under: str = ""
    note: str = ""
    look: str = ""
    example: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Cell:
    """One number, or a rate with its fraction; `url` leads to the rows of the number or the numerator. `look`: d-faint, d-bad, its heat.

    `fraction`: what a rate is divided of, as numbers, for whoever reckons on."""

    text: str
    share: str = ""
    url: str = ""
    look: str = ""
    fraction: tuple[int, int] | None = None
    before: str = ""  # what stands beside it: of another time, or planned
    was: int | tuple[int, int] | None = None  # the same as a number, of a rate what it divides
    value: Decimal | None = None  # of money, the number it is


@dataclass
class Row:
    """One row: `look` is-total for the sums, is-nobody, is-part for one of a team; `url` where its name leads, `toggle` what unfolds or folds the team."""

    label: str
    cells: list[Cell] = field(default_factory=list)
    look: str = ""
    url: str = ""
    note: str = ""
    toggle: str = ""
    is_open: bool = False


class NameColumn(Column):
    """Whose row it is."""

    is_head = True

    def words_of(self, row: Row, _names: Iterable[str]):
        """The name, leading where it leads, with what is remarked on it."""
        name = linked(row.label, row.url)
        if row.toggle:
            folded = icon("chevron-down" if row.is_open else "chevron-right", 12)
            name = format_html('<a href="{}" aria-expanded="{}">{}{}</a>', row.toggle, "true" if row.is_open else "false", row.label, folded)
        return format_html('{} <span class="d-meta">{}</span>', name, row.note) if row.note else name


class FigureColumn(Column):
    """One figure of every row."""

    is_number = True

    def __init__(self, head: Head, index: int) -> None:
        super().__init__(head.label, formula=head.name, under=head.under, note=head.note, band=head.look, accessor=f"cells__{index}__text")
        self.index = index

    def look_of(self, row: Row) -> str:
        """The column's, and the cell's own."""
        look = row.cells[self.index].look
        return f"{self.common_look} {look}" if look else self.common_look

    def words_of(self, row: Row, _names: Iterable[str]):
        """The number, or the rate and beside it the fraction; what is counted leads to its rows."""
        cell = row.cells[self.index]
        if cell.before:
            return format_html('{}<span class="d-before">{}</span>', self._number(cell), cell.before)
        return self._number(cell)

    def _number(self, cell: Cell):
        if not cell.share:
            return linked(cell.text, cell.url)
        share = linked(cell.share, cell.url, look="d-share") if cell.url else format_html('<span class="d-share">{}</span>', cell.share)
        return format_html("{}{}", cell.text, share)


class FigureTable(Table):
    """Rows of figures under their heads; `bands` stand over these."""

    def __init__(self, heads: list[Head], rows: list[Row], *, caption: Any, named: Any = "", look: str = "is-report", bands: Iterable[Band] = ()) -> None:
        figures = [(f"figure_{index}", FigureColumn(head, index)) for index, head in enumerate(heads)]
        name = NameColumn(named or caption, accessor="label", look=lambda row: "d-faint" if row.look == "is-nobody" else "")
        super().__init__(rows, caption=caption, extra_columns=[("name", name), *figures])
        self.look, self._heads, self._bands = look, heads, list(bands)

    def look_of(self, row: Row) -> str:
        """The sums and the parts of a team stand out."""
        return row.look if row.look in ("is-total", "is-part") else ""

    def bands(self) -> list[Band]:
        """Return the words over the heads."""
        return self._bands

    def formulas(self) -> list[Head]:
        """Return the heads: each knows its formula and an example of it."""
        return self._heads
