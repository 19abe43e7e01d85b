"""What a sender's cell says: typed cells become text, odd characters become the plain ones everybody means.

A cell is a str, int, float, bool, datetime, date, time or None, as a spreadsheet or a JSON body gives it.
"""

import re
from datetime import date, datetime, time
from typing import TypeAlias

Cell: TypeAlias = str | int | float | bool | datetime | date | time | None

EXACT_FLOAT = 10**15  # a spreadsheet keeps 15 digits: an integer from here on may have been rounded

# white space of every kind, and what looks like it: the fillers of Hangul, the empty Braille cell, the blank of GBK (A3A0 is U+E5E5)
_SPACES = dict.fromkeys((*map(ord, "\t\n\v\f\r\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u115f\u1160\u3164\uffa0\u2800\ue5e5"), *range(0x2000, 0x200B)), " ")
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in _SPACES}
_INVISIBLE_RUNS = ((0x180B, 0x1810), (0x202A, 0x202F), (0x2060, 0x2070), (0xFE00, 0xFE10), (0xFFF9, 0xFFFD), (0xE0000, 0xE01F0))
_INVISIBLE = dict.fromkeys(map(ord, "\xad\u034f\u061c\u17b4\u17b5\u200b\u200c\u200e\u200f\ufeff")) | dict.fromkeys(
    code for run in _INVISIBLE_RUNS for code in range(*run)
)
_TIDY = {**_CONTROLS, **_INVISIBLE, **{code: " " for code in _SPACES if code != 0xA0 and code != 0x3000}}
_JOINER_OF_NOTHING = re.compile("\u200d(?![\u2190-\u2bff\U0001f000-\U0001faff])")  # it joins signs such as faces; anything else it only hides in
_LETTERS = r"[!-~\u3400-\u9fff，。（）、：；！？“”·]+"
_PLAIN = re.compile(rf"(?:{_LETTERS}(?:[ \u3000\xa0]+{_LETTERS})*)?")
_HALF_WIDTH = {
    **_CONTROLS,
    **_INVISIBLE,
    **_SPACES,
    0x200D: None,
    **{0xFF01 + step: 0x21 + step for step in range(94)},
    **dict.fromkeys(map(ord, "‐‑‒–—―−﹣─"), "-"),
    **dict.fromkeys(map(ord, "‘’`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟"), '"'),
    **dict.fromkeys(map(ord, "。｡·•"), "."),
    **dict.fromkeys(map(ord, "【〔「『［〖《"), "("),
    **dict.fromkeys(map(ord, "】〕」』］〗》"), ")"),
}


def tidy(text: str) -> str:
    """The text as it was meant to be read: without control and invisible characters, trimmed. Its letters stay as they are."""
    if _PLAIN.fullmatch(text):  # the common case: nothing to do
        return text
    return _JOINER_OF_NOTHING.sub("", text.translate(_TIDY)).strip()


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


# what databases, programs and people write into a cell that has nothing to say; only as the whole cell
_NOTHING_WORDS = (
    "null (null) [null] <null> <na> none (none) nan nat undefined unknown nil \\n #n/a n/a #value! #ref! #name? #div/0! #num! #null! - -- --- / // \\ ."
)
_NOTHING_SAID = "无 (无) 无数据 无信息 空 (空) 空值 空白 (空白) 暂无 (暂无) 暂无数据 暂无信息 暂缺 未填 未填写 未知 未留 未提供 未获取 没有 不详 缺失"
_NOTHING = frozenset(("", *_NOTHING_WORDS.split(), *_NOTHING_SAID.split()))
_NOTHING_BEGINS = frozenset(word[0] for word in _NOTHING if word)
_SAYS_SOMETHING = frozenset("0123456789abcdefghijklmopqrstvwxyzABCDEFGHIJKLMOPQRSTVWXYZ")  # no word for nothing begins so


def says_nothing(cell: Cell) -> bool:
    """Blank, or a word for nothing as the whole cell: NULL, nan, #N/A, -, 无 …"""
    if cell is None or cell == "":
        return True
    if type(cell) is not str:
        return isinstance(cell, float) and cell != cell  # a number that is none
    if cell[0] in _SAYS_SOMETHING or ("\u4e00" <= cell[0] <= "\u9fff" and cell[0] not in _NOTHING_BEGINS):  # the common case
        return False
    return half_width(cell).strip("'\"").casefold() in _NOTHING if len(cell) < 24 else is_blank(cell)
