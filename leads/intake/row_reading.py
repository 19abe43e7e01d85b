"""One row of a lead file, read: what it says about an inquiry, or why it is rejected. Facts in, facts out; who is known already is asked elsewhere.

A row reads the same alone as among a hundred thousand others: what only the whole file can say (that a column of ids is none) stands in its `Columns`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from leads.intake.arrival import Rang
from leads.intake.cells import Cell, cell_text, is_blank, tidy
from leads.intake.columns import Columns
from leads.intake.row_cells import RowCells
from leads.intake.row_phones import read_phones
from leads.intake.time_cells import Calendar
from leads.intake.trial_rows import is_trial

NAME_LENGTH = 60
BELOW, LEVELS_LENGTH = " / ", 250  # between two levels; of all together
GENDERS = {
    **dict.fromkeys(("男", "男士", "先生", "男性", "male", "m", "1"), "male"),  # 1 and 2 as GB/T 2261.1 and the platforms count
    **dict.fromkeys(("女", "女士", "小姐", "女性", "female", "f", "2"), "female"),
    **dict.fromkeys(("", "0", "9", "未知", "保密", "unknown"), ""),
}


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
    day_only: bool = False
    rang: Rang | None = None
    phone_until: datetime | None = None


def read_row(cells: Sequence[Cell], columns: Columns, *, calendar: Calendar, now: datetime) -> Row:
    """Read one row. What its channel columns say is kept as extras too: a channel is one of up to four levels, or chosen for the whole file."""
    sent = RowCells(cells, columns)
    phones = read_phones(sent)
    received = sent.received_at(calendar, now)
    name = " ".join(sent.text("name").strip("'").split())  # on one line, whatever was between its parts
    external_id = sent.external_id()
    test = "test_lead" if is_trial(cells, columns) else ""
    until = sent.number_until(calendar, received.value or now, now)
    return Row(
        phones.number,
        phones.second,
        name,
        sent.short("model"),
        received.value,
        sent.moment("issued_at", calendar, now),
        sent.deadline(calendar, received.value or now),
        external_id,
        sent.short("city"),
        _gender(sent),
        sent.short("campaign"),
        "\n".join(filter(None, (sent.lines("remark"), phones.words))),
        channel_levels(cells, columns),
        sent.extra,
        "" if external_id or received.value else fingerprint(cells, columns),
        phones.problem or test or received.problem or ("name_too_long" if len(name) > NAME_LENGTH else ""),
        tuple(sent.notices),
        received.day_only,
        columns.call_log.read(cells) if columns.call_log else None,
        until,
    )


def channel_levels(cells: Sequence[Cell], columns: Columns) -> tuple[str, ...]:
    """The names of the channel, highest level first. A blank level between two others stays; behind the last there is nothing."""
    names = [tidy(cell_text(cells[index])) for index in columns.channel]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def joined_levels(levels: tuple[str, ...]) -> str:
    """The names of the channel in one text, as reports split by them; one that is blank is passed over."""
    return BELOW.join(level for level in levels if level)[:LEVELS_LENGTH].rstrip(BELOW)


def fingerprint(cells: Sequence[Cell], columns: Columns) -> str:
    """What all other cells say, in the order of their names: a column moved or left blank by the next export changes nothing."""
    said = [(columns.headers[index], cell_text(cells[index]).strip()) for index in columns.told_apart_by if not is_blank(cells[index])]
    return sha256(json.dumps(sorted(said), ensure_ascii=False).encode()).hexdigest()


def _gender(sent: RowCells) -> str:
    text = sent.text("gender").casefold()
    if text not in GENDERS:
        sent.keep("gender", "gender_unknown")
    return GENDERS.get(text, "")
