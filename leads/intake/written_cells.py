"""Cells of workbooks that are handed out."""

from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill

from leads.intake.cells import Cell


def cell(sheet, value: Cell, *, font: Font | None = None, fill: PatternFill | None = None) -> WriteOnlyCell:
    """Return a cell that stays what it was: a text that looks like a formula is a text."""
    text = isinstance(value, str)
    made = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else _number(value))
    if text and made.value:
        made.data_type, made.quotePrefix = "s", True  # a sheet that is edited keeps =1+1 as the text it is
        made.number_format = "@"
    if font:
        made.font = font
    if fill:
        made.fill = fill
    return made


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 10**15 else value
