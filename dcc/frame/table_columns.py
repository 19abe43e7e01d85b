"""Tables that are no hot list: their columns are declared once, `parts/table.html` draws them.

Rows come as they are to be read, a page of them where they are many (`dcc.frame.paging`): nothing here counts, sorts or asks the database. Of the library
stand the declaration of columns and their values; how a cell is drawn is ours (`dcc.frame.drawn_cells`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_tables2
from django.urls import reverse

from dcc.frame.drawn_cells import Line, cell_of, linked, value_of
from dcc.frame.moment_words import when
from dcc.people.permissions import may

Look = str | Callable[[Any], str]  # classes, or what finds them for a row


@dataclass(frozen=True)
class Part:
    """Rows that stand together under a heading; without one, all there are."""

    title: Any
    note: Any
    lines: Iterable[Line]


@dataclass(frozen=True)
class Band:
    """A word over several heads."""

    word: Any
    across: int
    note: Any = ""
    look: str = ""


class Column(django_tables2.Column):
    """One column: its word and formula, how its cells look, where they lead and who sees it. Each of these may be said where it is declared."""

    look: Look = ""
    is_number = False  # at the right
    is_key = False  # names the row: its first line on a phone
    is_head = False  # the same, as the head of a row of figures
    is_worded = False  # on a phone each cell says the column's word
    is_said = False  # the word is for readers alone
    hide = ""  # "phone", "narrow": left away on these
    band = ""  # classes of the head and of each cell: of those that stand under one word
    formula = ""  # the name of what is counted
    under = ""  # what stands beside the word of a figure: what it is divided by, and a remark
    note = ""
    right = ""  # who lacks it gets the table without the column
    template = ""  # draws a cell that is more than words; it knows `line.record`
    address: Callable[[Any], str] | None = None  # where the cell of a row leads, "" for nowhere
    nothing: Any = "—"  # stands where there is nothing
    opens = False  # so does the whole row on a phone, and Enter where J and K walk

    def __init__(self, label: Any = "", **options) -> None:
        ours = {name: options.pop(name) for name in list(options) if name in vars(Column)}
        super().__init__(label, **options)
        vars(self).update(ours, label=label)

    @cached_property
    def head_look(self) -> str:
        """The classes of the head, and of every cell below it."""
        return " ".join(word for word in (self.is_number and "d-num", self.hide and f"d-hide-{self.hide}", self.band) if word)

    @cached_property
    def common_look(self) -> str:
        """The classes of every cell."""
        return f"d-key-cell {self.head_look}".strip() if self.is_key else self.head_look

    def look_of(self, record: Any) -> str:
        """Return the classes of one cell."""
        look = self.look(record) if callable(self.look) else self.look
        return f"{self.common_look} {look}".strip() if look else self.common_look

    def words_of(self, record: Any, names: Iterable[str]):
        """Return what a cell says: what its accessor finds, as this kind of column says it."""
        value = value_of(record, names)
        return self.nothing if value is None or value == "" else self.render(value)

    def linked(self, content: Any, record: Any):
        """Return a cell's words, leading where they lead."""
        return linked(content, self.address(record) if self.address else "", opens=self.opens)


class MomentColumn(Column):
    """Day and time of something."""

    def render(self, value: Any):
        """Say it in words, short."""
        return when(value)


def page_of(page: str, of: str = "pk") -> Callable[[Any], str]:
    """Return what leads to the page of a row: `Column(address=page_of("person"))`."""
    return lambda record: reverse(page, args=[getattr(record, of)])


class Table(django_tables2.Table):
    """A table of ours. A column's cell is its accessor's value, or what `render_<column>` makes of the record."""

    caption: Any = ""
    look = ""  # is-still, is-report, is-tall, is-grid
    name = ""  # by which the page speaks of it
    is_list = False  # J and K walk through its rows

    def __init__(self, rows: Iterable, *, user=None, caption: Any = None, **options) -> None:
        hidden = [name for name, column in self.base_columns.items() if column.right and not may(user, column.right)]
        super().__init__(rows if isinstance(rows, list) else list(rows), exclude=hidden, **options)
        self.user, self.caption = user, caption or self.caption

    def look_of(self, _record: Any) -> str:
        """Return the classes of one row."""
        return ""

    def grouped(self) -> list[tuple[Any, Any, Iterable]]:
        """Return title, note and rows of each part."""
        return [("", "", self.data)]

    def bands(self) -> list[Band]:
        """Return the words over the heads."""
        return []

    def heads(self) -> list[Column]:
        """Return the columns this person sees."""
        return [bound.column for bound in self.columns]

    def formulas(self) -> list[Any]:
        """Return what is counted in the columns, by name."""
        return [column.formula for column in self.heads() if column.formula]

    def parts(self) -> list[Part]:
        """Return the rows as they are drawn."""
        return [Part(title, note, self.lines(rows)) for title, note, rows in self.grouped()]

    def lines(self, rows: Iterable) -> Iterator[Line]:
        """Draw rows one after the other."""
        columns = [(bound.column, self._say(bound)) for bound in self.columns]
        for record in rows:
            yield Line(record, self.look_of(record), [cell_of(column, record, say) for column, say in columns])

    def _say(self, bound) -> Callable[[Any], Any]:
        """Return what says the words of a column's cells."""
        column, names = bound.column, bound.accessor.bits
        own = getattr(self, f"render_{bound.name}", None) or (lambda record: column.words_of(record, names))
        return (lambda record: column.linked(own(record), record)) if column.address else own
