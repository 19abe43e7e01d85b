"""Text files: separated by comma, semicolon, tab or bar, with line breaks inside quotes."""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from leads.intake.reading.encodings import decode
from leads.intake.reading.file_limits import FILE_BYTES, HEADER_WITHIN
from leads.intake.reading.header import find_header, known_columns
from leads.intake.reading.html_table import looks_like_html, read_html
from leads.intake.reading.records import has_spaces_before_quotes, is_sound, read_records
from leads.intake.reading.refusals import Unreadable
from leads.intake.reading.sheet import Cells, TextSheet, width_of

SEPARATORS = (",", ";", "\t", "|")
_RARE_SEPARATORS = ("，", "；", "^", "~")  # only where they show a header
_SAMPLE = 65_536
_NOTHING = "".join(SEPARATORS) + ' \r\n"\ufeff'  # what is left of a table in which nobody wrote
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[ \t]*(?:\r\n|\r|\n)', re.IGNORECASE)  # tells a spreadsheet what separates
_OTHER = (  # what a text is by its opening: a table of another format, or none
    ("other_format", "xml", re.compile(r"<(?:\?xml[^>]*>.{0,4000}?<)?(?:\w+:)?Workbook\b", re.DOTALL)),
    ("other_format", "ods", re.compile(r"<\?xml[^>]*>.{0,4000}?<office:document\b", re.DOTALL)),
    ("other_format", "mht", re.compile(r"(?:[\w-]+:[^\n]*\n\s*)*MIME-Version:(?=.{0,600}multipart/related)", re.DOTALL | re.IGNORECASE)),
    ("not_a_table", "mail", re.compile(r"(?:MIME-Version|Received|Return-Path|Delivered-To|Message-ID|From|Subject): [^\n]*\n[\w-]+:", re.IGNORECASE)),
    ("not_a_table", "picture", re.compile(r"(?:<\?xml[^>]*>.{0,4000}?)?<svg\b", re.DOTALL)),
    ("not_a_table", "data", re.compile(r'<\?xml|[\[{]\s*(?:["{]|\[\s*["{\[])')),
    ("not_a_table", "contacts", re.compile(r"BEGIN:VCARD", re.IGNORECASE)),
    ("not_a_table", "program", re.compile(r"\[InternetShortcut\]", re.IGNORECASE)),
    ("not_a_table", "document", re.compile(r"%!PS")),
)


def read_text(data: bytes) -> TextSheet:
    """The table of a text file, or of a web page that calls itself a workbook."""
    text = decode(data)
    if not text.strip(_NOTHING):
        raise Unreadable("empty")
    opening = text[:_SAMPLE].lstrip()
    if looks_like_html(opening):
        table = read_html(text)
        return TextSheet(lambda: iter(table.rows), width_of(table.rows), broken=tuple(table.broken), hidden=table.hidden)
    for code, kind, mark in _OTHER:
        if mark.match(opening):
            raise Unreadable(code, kind=kind)
    return _separated(text)


def separator_of(text: str) -> str:
    """The separator the file names itself, or under which a header is recognised; failing that, the one that finds the most known names, or else columns."""
    if named := _SEPARATOR_LINE.match(text):
        return named[1]
    tables = {separator: _top(text, separator) for separator in SEPARATORS}
    for separator in (*SEPARATORS, *_RARE_SEPARATORS):
        if find_header(tables.get(separator) or _top(text, separator)).row:
            return separator
    return max(SEPARATORS, key=lambda separator: (known_columns(tables[separator]), width_of(tables[separator])))


def _top(text: str, separator: str) -> list[Cells]:
    try:
        return list(islice(csv.reader(StringIO(text[:_SAMPLE], newline=""), delimiter=separator), HEADER_WITHIN))
    except csv.Error:
        return []


def _separated(text: str) -> TextSheet:
    """The rows, read from the text anew each time: a list of them would take twenty times its room."""
    csv.field_size_limit(FILE_BYTES)
    text = _without_outer_quotes(text)
    separator = separator_of(text)
    top = _top(text, separator)
    columns = len(top[max(find_header(top).row - 1, 0)]) if top else 0
    if not is_sound(text, separator, columns):
        return _mended(text, separator, columns)

    spaced = has_spaces_before_quotes(text, separator)

    def rows() -> Iterator[Cells]:
        lines = csv.reader(StringIO(text, newline=""), delimiter=separator, skipinitialspace=spaced)
        return map(_without_text_formulas, lines) if '="' in text else lines

    return _sheet(TextSheet(rows, width_of(rows())))


def _without_outer_quotes(text: str) -> str:
    """The lines as they were before each was quoted whole: so a spreadsheet saves a table that was put into its first column."""
    if not text.startswith('"') or any(len(row) > 1 for row in _top(text, ",")):
        return text
    try:
        return "\n".join("".join(row) for row in csv.reader(StringIO(text, newline="")))
    except csv.Error:
        return text


def _mended(text: str, separator: str, columns: int) -> TextSheet:
    records = read_records(text, separator, columns)
    table = list(map(_without_text_formulas, records.rows))
    return _sheet(TextSheet(lambda: iter(table), width_of(table), broken=tuple(records.broken)))


def _sheet(sheet: TextSheet) -> TextSheet:
    if sheet.width < 2:
        raise Unreadable("not_a_table", kind="text")
    return sheet


def _without_text_formulas(row: Cells) -> Cells:
    """`="0431"` is how platforms make a spreadsheet keep a text: the text is meant."""
    return [cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell for cell in row]
