"""What a sender's cell says: typed cells become text, odd characters become the plain ones everybody means.

A cell is a str, int, float, bool, datetime, date, time or None, as a spreadsheet or a JSON body gives it.
"""

from datetime import date, datetime, time
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | datetime | date | time | None

EXACT_FLOAT = 10**15  # a spreadsheet keeps 15 digits: an integer from here on may have been rounded

_SPACES = dict.fromkeys((*map(ord, "\t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"), *range(0x2000, 0x200B)), " ")
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in _SPACES}
_INVISIBLE = dict.fromkeys((0xAD, 0x180E, 0x200B, 0x200C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF))
_TIDY = {**_CONTROLS, **_INVISIBLE, **{code: " " for code in _SPACES if code < 0x20 or code == 0x85}}
_HALF_WIDTH = {
    **_CONTROLS,
    **_INVISIBLE,
    **_SPACES,
    0x200D: None,
    **{0xFF01 + step: 0x21 + step for step in range(94)},
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣"), "-"),
    **dict.fromkeys(map(ord, "‘’`´"), "'"),
    **dict.fromkeys(map(ord, "。｡·•"), "."),
    **dict.fromkeys(map(ord, "【〔「『"), "("),
    **dict.fromkeys(map(ord, "】〕」』"), ")"),
}


def tidy(text: str) -> str:
    """The text as it was meant to be read: without control and invisible characters, trimmed. Its letters stay as they are."""
    if text.isprintable() and " " not in text:  # the common case: nothing to do
        return text
    return text.translate(_TIDY).strip()


def half_width(text: str) -> str:
    """The text with full-width digits, letters and signs as plain ones, every kind of space as a space, trimmed."""
    return text.translate(_HALF_WIDTH).strip()


def cell_text(cell: Cell) -> str:
    """The cell as its sender would read it out: text untouched, `13812345678.0` without the fraction, a date as ISO writes it."""
    if type(cell) is str:
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < EXACT_FLOAT else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def is_blank(cell: Cell) -> bool:
    """Nothing that anybody could see: empty, white space, invisible characters."""
    return cell is None or (isinstance(cell, str) and not (cell and tidy(cell)))
