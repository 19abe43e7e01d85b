"""Text files: separated by comma, semicolon or tab, with line breaks inside quotes."""

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import islice
from typing import Literal

from leads.reading.header import find_header, known_columns
from leads.reading.html_table import looks_like_html, read_html
from leads.reading.limits import HEADER_WITHIN
from leads.reading.refusals import Unreadable
from leads.reading.sheet import Cells, TextSheet, width_of
from leads.reading.sniff import decode

SEPARATORS = (",", ";", "\t")
_SAMPLE = 65_536
_LONGEST_CELL = 32_767  # what a spreadsheet's cell holds; more is a quote nobody closed
_OTHER = (("xml", ("<?xml", "<Workbook")), ("mht", ("MIME-Version",)))


def read_text(data: bytes) -> TextSheet:
    """The table of a text file, or of a web page that calls itself a workbook."""
    text = decode(data)
    opening = text[:_SAMPLE].lstrip()
    if looks_like_html(opening):
        table = read_html(text)
        return TextSheet(lambda: iter(table), width_of(table))
    for kind, marks in _OTHER:
        if opening.startswith(marks):
            raise Unreadable("other_format", kind=kind)
    return _separated(text)


def separator_of(text: str) -> str:
    """The separator under which a header is recognised; failing that, the one that finds the most known names, or else columns."""
    tables = {separator: _top(text, separator) for separator in SEPARATORS}
    for separator, rows in tables.items():
        if find_header(rows):
            return separator
    return max(SEPARATORS, key=lambda separator: (known_columns(tables[separator]), width_of(tables[separator])))


def _top(text: str, separator: str) -> list[Cells]:
    try:
        return list(islice(csv.reader(StringIO(text[:_SAMPLE], newline=""), delimiter=separator), HEADER_WITHIN))
    except csv.Error:
        return []


def _separated(text: str) -> TextSheet:
    """The rows, read from the text anew each time: a list of them would take twenty times its room."""
    csv.field_size_limit(_LONGEST_CELL)
    separator = separator_of(text)
    quoting = _quoting(text, separator)

    def rows() -> Iterator[Cells]:
        lines = csv.reader(StringIO(text, newline=""), delimiter=separator, quoting=quoting)
        return map(_without_text_formulas, lines) if '="' in text else lines

    try:
        width = width_of(rows())
    except csv.Error:
        raise Unreadable("broken") from None
    if width < 2:
        raise Unreadable("not_a_table", kind="text")
    return TextSheet(rows, width)


def _quoting(text: str, separator: str) -> Literal[0, 3]:
    """A quote that is never closed would swallow the rest of the file: then quotes are letters like any other."""
    try:
        for _ in csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error) or "limit" in str(error):
            return csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL


def _without_text_formulas(row: Cells) -> Cells:
    """`="0431"` is how platforms make a spreadsheet keep a text: the text is meant."""
    return [cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell for cell in row]
