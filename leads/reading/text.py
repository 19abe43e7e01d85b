"""Text files: separated by comma, semicolon or tab, with line breaks inside quotes."""

import csv
from io import StringIO

from leads.reading.header import find_header, known_columns
from leads.reading.html_table import looks_like_html, read_html
from leads.reading.limits import HEADER_WITHIN
from leads.reading.refusals import Unreadable
from leads.reading.sheet import TextSheet
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
        return TextSheet(read_html(text))
    for kind, marks in _OTHER:
        if opening.startswith(marks):
            raise Unreadable("other_format", kind=kind)
    table = _table(text, separator_of(text))
    if all(len(row) < 2 for row in table[:HEADER_WITHIN]):
        raise Unreadable("not_a_table", kind="text")
    return TextSheet(table)


def separator_of(text: str) -> str:
    """The separator under which a header is recognised; failing that, the one that finds the most columns everywhere."""
    tables = {separator: list(_lenient(text[:_SAMPLE], separator))[:HEADER_WITHIN] for separator in SEPARATORS}
    for separator, rows in tables.items():
        if find_header(rows):
            return separator
    return max(SEPARATORS, key=lambda separator: (known_columns(tables[separator]), sorted(map(len, tables[separator]))[len(tables[separator]) // 2]))


def _lenient(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return _unquoted(text, separator)


def _table(text: str, separator: str) -> list[list[str]]:
    """All rows. A quote that is never closed would swallow the rest of the file: then quotes are letters."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        list(csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as error:
        rows = _unquoted(text, separator) if "unexpected end" in str(error) or "limit" in str(error) else _lenient(text, separator)
    else:
        rows = _lenient(text, separator)
    return _without_text_formulas(rows) if '="' in text else rows


def _unquoted(text: str, separator: str) -> list[list[str]]:
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE))
    except csv.Error:
        raise Unreadable("broken") from None


def _without_text_formulas(rows: list[list[str]]) -> list[list[str]]:
    """`="0431"` is how platforms make a spreadsheet keep a text: the text is meant."""
    return [[cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell for cell in row] for row in rows]
