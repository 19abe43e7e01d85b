"""One row of a lead file, read: what it says about an inquiry, or why it is rejected. Facts in, facts out; who is known already is asked elsewhere.

A row reads the same alone as among a hundred thousand others: nothing is carried from one to the next.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from leads.cells import EXACT_FLOAT, Cell, cell_text, half_width, is_blank, tidy
from leads.column_names import Columns
from leads.moments import read_any_moment, read_moment
from leads.phones import Phone, read_phone

NAME_LENGTH = 60
SHORT = {"model": 60, "city": 60, "campaign": 100}  # characters; a longer text is kept whole as an extra
ID_LENGTH = 120
TEST_KINDS = frozenset(("广告预览", "异常提交", "测试"))
GENDERS = {
    **dict.fromkeys(("男", "男士", "先生", "male", "m", "1"), "male"),  # 1 and 2 as GB/T 2261.1 and the platforms count
    **dict.fromkeys(("女", "女士", "小姐", "female", "f", "2"), "female"),
    **dict.fromkeys(("", "0", "9", "未知", "unknown"), ""),
}

_NO_IDS = frozenset(("", "-", "--", "/", "0", "无", "空", "null", "none", "nan", "n/a", "#n/a"))  # everybody's, therefore nobody's
_WHOLE = re.compile(r"(\d+)\.0+", re.ASCII)
_ROUNDED = re.compile(r"\d(?:\.\d+)?e\+\d+", re.ASCII | re.IGNORECASE)
_EXACT_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says. `problem` is the first reason to reject it, or empty; the other facts are read all the same.

    `fingerprint` tells apart rows that have neither id nor time; the others are recognised by those, and have none.
    `extra` has the cells nobody mapped, and what a field could not take, under the sender's header names.
    """

    phone: str
    second_phone: str
    name: str
    model: str
    received_at: datetime | None
    issued_at: datetime | None
    deadline: datetime | None
    external_id: str
    city: str
    gender: str
    campaign: str
    remark: str
    channel_levels: tuple[str, ...]
    extra: dict[str, str]
    fingerprint: str
    problem: str
    notices: tuple[str, ...]


def read_row(cells: Sequence[Cell], columns: Columns, *, zone: ZoneInfo, now: datetime) -> Row:
    """Read one row. What its channel columns say is kept as extras too: a channel is one of up to four levels, or chosen for the whole file."""
    sent = _Sent(cells, columns)
    phone = read_phone(sent.cell("phone"))
    received = read_moment(sent.cell("received_at"), zone, now)
    name = sent.name()
    external_id = sent.external_id()
    problem = phone.problem or _test_lead(cells, columns) or received.problem or ("name_too_long" if len(name) > NAME_LENGTH else "")
    return Row(
        phone.number,
        sent.second_phone(phone),
        name,
        sent.short("model"),
        received.value,
        sent.moment("issued_at", zone, now),
        sent.moment("deadline", zone, None),
        external_id,
        sent.short("city"),
        sent.gender(),
        sent.short("campaign"),
        sent.remark(),
        channel_levels(cells, columns),
        sent.extra,
        "" if external_id or received.value else fingerprint(cells, columns),
        problem,
        tuple(sent.notices),
    )


def channel_levels(cells: Sequence[Cell], columns: Columns) -> tuple[str, ...]:
    """The names of the channel, highest level first. A blank level between two others stays; behind the last there is nothing."""
    names = [tidy(cell_text(cells[index])) for index in columns.channel]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def fingerprint(cells: Sequence[Cell], columns: Columns) -> str:
    """What all other cells say, in the order of their names: a column moved or left blank by the next export changes nothing."""
    said = [(columns.headers[index], cell_text(cells[index]).strip()) for index in columns.told_apart_by if not is_blank(cells[index])]
    return sha256(json.dumps(sorted(said), ensure_ascii=False).encode()).hexdigest()


def _test_lead(cells: Sequence[Cell], columns: Columns) -> str:
    if not columns.kinds:
        return ""
    return "test_lead" if any(tidy(cell_text(cells[index])) in TEST_KINDS for index in columns.kinds) else ""


class _Sent:
    """One row as it was sent; collects what is kept beside the fields."""

    __slots__ = ("cells", "extra", "fields", "headers", "notices")

    def __init__(self, cells: Sequence[Cell], columns: Columns) -> None:
        self.cells = cells
        self.fields = columns.fields
        self.headers = columns.headers
        self.notices: list[str] = []
        self.extra: dict[str, str] = {}
        for index, header in columns.extras_and_channel:
            cell = cells[index]
            if cell != "" and not is_blank(cell):
                self.extra[header] = cell_text(cell)

    def cell(self, field: str) -> Cell:
        index = self.fields.get(field)
        return None if index is None else self.cells[index]

    def text(self, field: str) -> str:
        index = self.fields.get(field)
        return "" if index is None else tidy(cell_text(self.cells[index]))

    def keep(self, field: str, notice: str) -> None:
        """The field cannot take what its cell says: say so, and keep it as it is."""
        self.extra[self.headers[self.fields[field]]] = cell_text(self.cell(field))
        self.notices.append(notice)

    def name(self) -> str:
        """On one line, whatever was between its parts."""
        return " ".join(self.text("name").split())

    def short(self, field: str) -> str:
        text = self.text(field)
        if len(text) > SHORT[field]:
            self.keep(field, f"{field}_shortened")
        return text[: SHORT[field]]

    def remark(self) -> str:
        """Its line breaks are the sender's and stay."""
        cell = self.cell("remark")
        if not cell:
            return ""
        return "\n".join(map(tidy, cell_text(cell).splitlines())).strip()

    def gender(self) -> str:
        text = self.text("gender").casefold()
        if text not in GENDERS:
            self.keep("gender", "gender_unknown")
        return GENDERS.get(text, "")

    def second_phone(self, phone: Phone) -> str:
        """The second number of the phone cell, else the one of its own column."""
        if "second_phone" not in self.fields:
            return phone.second
        own = read_phone(self.cell("second_phone"))
        if own.problem == "no_phone" or own.number == phone.number:
            return phone.second
        if phone.second or not own.number:
            self.keep("second_phone", "second_phone_kept_aside")
            return phone.second
        return own.number

    def moment(self, field: str, zone: ZoneInfo, now: datetime | None) -> datetime | None:
        """A moment besides the row's own. One that cannot be read is put aside: the inquiry is no worse for it."""
        cell = self.cell(field)
        if cell is None or cell == "":
            return None
        moment = read_moment(cell, zone, now) if now else read_any_moment(cell, zone)
        if moment.problem:
            self.keep(field, f"{field}_dropped")
        return moment.value

    def external_id(self) -> str:
        """The sender's id as text. One that a spreadsheet rounded may be many people's, and is dropped."""
        cell = self.cell("external_id")
        if cell is None:
            return ""
        if isinstance(cell, float) and (abs(cell) >= EXACT_FLOAT or not cell.is_integer()):
            return self._no_id()
        text = half_width(cell_text(cell)).strip("'")
        if whole := _WHOLE.fullmatch(text):
            text = whole[1]
            if len(text) > _EXACT_DIGITS:
                return self._no_id()
        if _ROUNDED.fullmatch(text) or len(text) > ID_LENGTH:
            return self._no_id()
        return "" if text.casefold() in _NO_IDS else text

    def _no_id(self) -> str:
        self.keep("external_id", "external_id_dropped")
        return ""
