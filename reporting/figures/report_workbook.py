"""A report as a workbook: typed cells, a rate's numerator and denominator in columns of their own, and on a second sheet what was asked and what each means."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dcc.frame.plain_workbook import PLAIN, on_paper
from dcc.reckoning.rounding import rounded
from reporting.figures.figure_table import Cell, FigureTable, Head
from reporting.figures.formulas import formula_of
from reporting.figures.question import BASES, Question

NAMES, NUMBERS, WORDS = 24, 11, 80  # widths of columns
PER_MILLE = 1000


@dataclass(frozen=True)
class About:
    """What a workbook says of itself: its title, {what: words} of the question, and when it was written."""

    title: str
    said: dict[str, str]
    written_at: datetime  # of the store, without a zone, as a workbook keeps moments
    filename: str


def about_of(question: Question, title: str, *, by: str, now: datetime, beside: str = "") -> About:
    """Return what a report's workbook says of itself."""
    local = now.astimezone(question.store.zone).replace(tzinfo=None, microsecond=0)
    said = {
        _("Report"): title,
        _("Store"): question.store.name,
        _("Period"): f"{question.first} – {question.last}",
        pgettext("how rows are split", "By"): str(question.dimension.label),
        _("Basis"): str(dict(BASES)[question.basis]),
        _("Written by"): by,
        _("Written at"): f"{local:%Y-%m-%d %H:%M}",
    }
    if beside:
        said[_("Compared with")] = beside
    return About(title, said, local, f"{title}_{question.store.name}_{question.first:%m%d}-{question.last:%m%d}.xlsx")


def workbook_of(table: FigureTable, about: About) -> bytes:
    """Return the workbook of a table of figures."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, PLAIN)
    book.set_properties({"title": about.title, "created": about.written_at})
    strong, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
    heads = table.formulas()
    rows = [[str(table.caption), *_titles(heads)], *([row.label, *_values(heads, row.cells)] for row in table.data)]
    sheet = book.add_worksheet(about.title)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    on_paper(sheet)
    sheet.set_column(0, 0, NAMES)
    sheet.set_column(1, len(rows[0]) - 1, NUMBERS)
    for line, row in enumerate(rows):
        for place, value in enumerate(row):
            _write(sheet, line, place, value, strong if line == 0 else share)
    _explain(book, about, heads, strong)
    book.close()
    return written.getvalue()


def _titles(heads: list[Head]) -> Iterator[str]:
    for head in heads:
        for label in (str(head.label), *([_("%(figure)s, %(beside)s") % {"figure": head.label, "beside": head.beside}] if head.beside else [])):
            yield label
            if head.under:
                yield _("%(rate)s: numerator") % {"rate": label}
                yield _("%(rate)s: denominator") % {"rate": label}


def _values(heads: list[Head], cells: list[Cell]) -> Iterator[Any]:
    """Each count as a number; a rate as the share a page shows, with what stands above and below its line."""
    for head, cell in zip(heads, cells, strict=True):
        if head.under:
            yield from _divided(*(cell.fraction or (0, 0)))
        else:
            yield cell.value if cell.value is not None else int(cell.text) if cell.text.isdigit() else cell.text
        if head.beside and isinstance(cell.was, tuple):
            yield from _divided(*cell.was)
        elif head.beside:
            yield from [cell.was if cell.was is not None else ""] * (3 if head.under else 1)


def _divided(over: int, under: int) -> Iterator[Any]:
    yield Fraction(rounded(Fraction(PER_MILLE * over, under)), PER_MILLE) if under else "—"
    yield over
    yield under


def _write(sheet, line: int, place: int, value: Any, look) -> None:
    if isinstance(value, str):
        sheet.write_string(line, place, value, look)
    elif isinstance(value, Fraction):
        sheet.write_number(line, place, float(value), look)
    else:
        sheet.write_number(line, place, value)


def _explain(book, about: About, heads: Iterable[Head], strong) -> None:
    sheet = book.add_worksheet(_("Question and definitions"))
    on_paper(sheet)
    sheet.set_column(0, 0, NAMES)
    sheet.set_column(1, 1, WORDS)
    defined = [(formula.title, " ".join(map(str, formula.lines))) for head in heads if (formula := formula_of(head.name))]
    for line, (name, words) in enumerate([*about.said.items(), ("", ""), *defined]):
        sheet.write_string(line, 0, str(name), strong)
        sheet.write_string(line, 1, str(words))
