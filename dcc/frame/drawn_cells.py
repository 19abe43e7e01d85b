"""How the cells of a table are drawn: the library's way costs ten times a plain one's (docs/rules/speed.md#hot-lists)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any, NamedTuple

from django.utils.html import conditional_escape, format_html


class Cell(NamedTuple):
    """One cell as it is drawn: all of it, or its opening before the template that says the rest."""

    drawn: str
    template: str


@dataclass(frozen=True)
class Line:
    """One row as it is drawn."""

    record: Any
    look: str
    cells: list[Cell]


def linked(content: Any, address: str, *, look: str = "", opens: bool = False):
    """Return words that lead somewhere, or the words alone."""
    if not address:
        return content
    classes = format_html(' class="{}"', look) if look else ""
    return format_html('<a{} href="{}" data-open>{}</a>' if opens else '<a{} href="{}">{}</a>', classes, address, content)


def faint(words: Any):
    """Return words that say nothing new: where there is none, what is usual."""
    return format_html('<span class="d-faint">{}</span>', words)


def cell_of(column: Any, record: Any, say: Callable[[Any], Any]) -> Cell:
    """Draw the cell of a row in a column of `dcc.frame.table_columns`; `say`: what it says of a row."""
    opening, closing = tags_of("th" if column.is_head else "td", column.look_of(record))
    return Cell(opening if column.template else opening + conditional_escape(say(record)) + closing, column.template)


@lru_cache(maxsize=500)
def tags_of(tag: str, look: str):
    """Return the tags around a cell: a template with one variable for each would take five times the time."""
    scope = format_html(' scope="{}"', "row") if tag == "th" else ""
    return format_html('<{}{} class="{}">' if look else "<{}{}>", tag, scope, look), format_html("</{}>", tag)


def value_of(record: Any, names: Iterable[str]) -> Any:
    """Return what an accessor finds in a row, None where there is nothing to find it in."""
    return reduce(lambda value, name: value.get(name) if isinstance(value, dict) else getattr(value, name, None), names, record)
