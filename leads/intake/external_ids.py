"""The sender's id of an inquiry: read from a cell, and whether a whole column of them is one at all."""

import re
from collections.abc import Iterable

from leads.intake.cells import EXACT_FLOAT, Cell, cell_text, half_width, says_nothing

LENGTH = 120
_WHOLE = re.compile(r"(\d+)\.0+", re.ASCII)
_ROUNDED = re.compile(r"\d+(?:\.\d+)?e\+?\d+", re.ASCII | re.IGNORECASE)
_COUNTED = re.compile(r"(?:no\.?|第|#)?\s*(\d{1,15})\s*[条行号个位、.]?", re.ASCII | re.IGNORECASE)  # 第3条, No.3
_EXACT_DIGITS = 15


def read_id(cell: Cell) -> str | None:
    """The id as text, empty where there is none; None where a spreadsheet rounded it, for then it may be many people's."""
    if says_nothing(cell):
        return ""
    if isinstance(cell, float) and (abs(cell) >= EXACT_FLOAT or not cell.is_integer()):
        return None
    text = half_width(cell_text(cell)).strip("'")
    if whole := _WHOLE.fullmatch(text):
        text = whole[1]
        if len(text) > _EXACT_DIGITS:
            return None
    if _ROUNDED.fullmatch(text) or len(text) > LENGTH:
        return None
    return "" if text == "0" else text


def are_no_ids(cells: Iterable[Cell]) -> bool:
    """Whether a column only looks like ids: it numbers the rows from 0 or 1, or down to them, or says the same in every row of two and more."""
    first, begin, number, up, down, same, filled = "", 0, 0, True, True, True, 0
    for place, cell in enumerate(cells):
        text = _text(cell)
        counted = _COUNTED.fullmatch(text)
        number = int(counted[1]) if counted else -1
        begin = number if place == 0 else begin
        up, down = up and begin in (0, 1) and number == begin + place, down and number == begin - place >= 0
        if text:
            filled += 1
            same = same and text == (first := first or text)
        if not (up or down or same):
            return False
    return bool(filled) and (up or (down and number in (0, 1)) or (same and filled > 1))


def _text(cell: Cell) -> str:
    if says_nothing(cell):
        return ""
    text = half_width(cell_text(cell)).strip("'")
    return whole[1] if (whole := _WHOLE.fullmatch(text)) else text
