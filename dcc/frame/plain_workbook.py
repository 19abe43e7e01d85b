"""Rows as a workbook: every cell typed, a text stays a text, and a second sheet says what was asked, by whom and when (docs/rules/trust.md#exports)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.translation import gettext as _

PLAIN = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "constant_memory": True}  # a text stays a text
WIDTH, WORDS = 22, 80
A4 = 9


def plain_workbook(title: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]], *, said: Mapping[str, str], zone: ZoneInfo, now: datetime) -> bytes:
    """Return the workbook of some rows; `said`: the question, in words. Moments are said in the zone of the store."""
    written, local = BytesIO(), now.astimezone(zone).replace(tzinfo=None, microsecond=0)
    book = xlsxwriter.Workbook(written, PLAIN)
    book.set_properties({"title": title, "created": local})
    strong, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    on_paper(sheet)
    sheet.set_column(0, len(heads) - 1, WIDTH)
    for line, row in enumerate([[str(head) for head in heads], *rows]):
        for place, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(line, place, value.astimezone(zone).replace(tzinfo=None), moment)
            elif isinstance(value, int):
                sheet.write_number(line, place, value)
            else:
                sheet.write_string(line, place, str(value), strong if line == 0 else None)
    asked = book.add_worksheet(_("Question"))
    asked.set_column(0, 0, WIDTH)
    asked.set_column(1, 1, WORDS)
    for line, (name, words) in enumerate({**said, _("Written at"): f"{local:%Y-%m-%d %H:%M}"}.items()):
        asked.write_string(line, 0, str(name), strong)
        asked.write_string(line, 1, str(words))
    book.close()
    return written.getvalue()


def on_paper(sheet) -> None:
    """Let a sheet print on A4, lying, as wide as a page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
