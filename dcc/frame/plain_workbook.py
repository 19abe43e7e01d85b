"""Rows as a workbook: every cell typed, a text stays a text, and a second sheet says what was asked, by whom and when (docs/rules/trust.md#exports)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter
from django.utils.translation import gettext as _

PLAIN = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "constant_memory": True}  # a text stays a text
WIDTH, WORDS = 22, 80
A4 = 9


@dataclass(frozen=True)
class Stamp:
    """Who has a file with full numbers, by whose leave and what for: in its properties, and at the head and foot of each page that is printed."""

    author: str
    manager: str
    number: str
    purpose: str

    def properties(self) -> dict[str, str]:
        """Return what the file's properties say beside title and moment."""
        return {"author": self.author, "manager": self.manager, "keywords": self.number, "comments": f"{self.number} · {self.author} · {self.purpose}"}

    def on_each_page(self, day: str) -> str:
        """Return the line of each printed page: & begins a command there, and a line has at most 255 characters."""
        return f"{self.author} · {self.number} · {day}"[:100].replace("&", "&&")


@dataclass(frozen=True)
class Asked:
    """What a workbook says of itself: the question in words, and when it was written, in the zone of the store."""

    said: Mapping[str, str]
    zone: ZoneInfo
    now: datetime
    stamp: Stamp | None = None


def plain_workbook(title: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]], *, said: Mapping[str, str], zone: ZoneInfo, now: datetime) -> bytes:
    """Return the workbook of some rows; `said`: the question, in words. Moments are said in the zone of the store."""
    return asked_workbook(title, heads, rows, Asked(said, zone, now))


def asked_workbook(title: str, heads: Sequence[Any], rows: Iterable[Sequence[Any]], asked: Asked) -> bytes:
    """Return the workbook of some rows with what it says of itself, stamped where that is asked for."""
    written, local = BytesIO(), asked.now.astimezone(asked.zone).replace(tzinfo=None, microsecond=0)
    book = xlsxwriter.Workbook(written, PLAIN)
    stamp = asked.stamp
    book.set_properties({"title": title, "created": local, **(stamp.properties() if stamp else {})})
    strong, moment = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_column(0, len(heads) - 1, WIDTH)
    every: Iterable[Sequence[Any]] = chain([[str(head) for head in heads]], rows)
    for line, row in enumerate(every):
        for place, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(line, place, value.astimezone(asked.zone).replace(tzinfo=None), moment)
            elif isinstance(value, date):
                sheet.write_datetime(line, place, value, day)
            elif isinstance(value, int):
                sheet.write_number(line, place, value)
            else:
                sheet.write_string(line, place, str(value), strong if line == 0 else None)
    _explain(book, {**asked.said, _("Written at"): f"{local:%Y-%m-%d %H:%M}"}, strong)
    for page in book.worksheets():
        on_paper(page)
        if stamp:
            page.set_header(f"&L{stamp.on_each_page(f'{local:%m-%d}')}")
            page.set_footer(f"&L{stamp.on_each_page(f'{local:%m-%d}')}&R&P / &N")
    book.close()
    return written.getvalue()


def _explain(book, said: Mapping[str, str], strong) -> None:
    sheet = book.add_worksheet(_("Question"))
    sheet.set_column(0, 0, WIDTH)
    sheet.set_column(1, 1, WORDS)
    for line, (name, words) in enumerate(said.items()):
        sheet.write_string(line, 0, str(name), strong)
        sheet.write_string(line, 1, str(words))


def on_paper(sheet) -> None:
    """Let a sheet print on A4, lying, as wide as a page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
