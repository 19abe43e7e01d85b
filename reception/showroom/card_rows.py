"""One row of the sales department's sheet of showroom cards, read and judged: facts in, answers out (docs/rules/intake.md#showroom-sheets)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from leads.intake.cells import Cell, cell_text, says_nothing, tidy
from leads.intake.column_names import meaning, names, normalise
from leads.intake.phones import read_phone
from leads.intake.time_cells import Calendar, read_any_moment, read_moment

OWN_COLUMNS = {
    "consultant": names("销售顾问 顾问 置业顾问 展厅顾问 接待顾问 跟进顾问 销售 跟进人 归属顾问"),
    "card_date": names("建卡日期 建卡时间 建档日期 建档时间 登记日期 首次到店 首次到店日期 日期"),
    "last_contact_at": names("最近联系 最近联系日期 最近联系时间 最近跟进 最近跟进日期 最近跟进时间 最后联系 最后跟进 最后跟进时间 上次联系"),
    "tried": names("已做 已做事项 已做过 做过什么 跟进内容 跟进记录 跟进情况 接待情况 已做动作"),
    "promised": names("答应过 答应 承诺 承诺事项 已承诺 答应客户 优惠承诺 许诺"),
    "state": names("状态 跟进状态 客户状态 卡状态 进展 结果"),
}
FROM_LEADS = ("phone", "name", "model")
STATES = {
    **dict.fromkeys(("", "跟进中", "跟进", "在跟", "在跟进", "意向", "未成交"), "open"),
    **dict.fromkeys(("已成交", "成交", "已订", "已交车", "已购"), "sold"),
    **dict.fromkeys(("战败", "已战败", "流失", "放弃"), "lost"),
}
NAME_LENGTH, MODEL_LENGTH, CONSULTANT_LENGTH, SAID_LENGTH = 60, 60, 40, 200
FACTS = ("name", "model", "consultant", "card_date", "last_contact_at", "tried", "promised")


@dataclass(frozen=True, slots=True)
class CardRow:
    """What one row says of a card; `problem` is the reason to reject it, or empty."""

    number: int
    phone: str
    name: str
    model: str
    consultant: str
    card_date: date | None
    last_contact_at: datetime | None
    state: str
    tried: str = ""
    promised: str = ""
    problem: str = ""


@dataclass(frozen=True)
class KnownCard:
    """A card of this number that is there already."""

    state: str
    card_date: date
    facts: Mapping[str, object]


def card_columns(headers: Sequence[str]) -> dict[str, int]:
    """Return field → column, the first of each by its name."""
    found: dict[str, int] = {}
    for index, header in enumerate(headers):
        own = next((field for field, known in OWN_COLUMNS.items() if normalise(header) in known), None)
        means = meaning(header)
        field = own or (means.field if means and means.field in FROM_LEADS else None)
        if field:
            found.setdefault(field, index)
    return found


def read_card(number: int, cells: Sequence[Cell], columns: Mapping[str, int], *, calendar: Calendar, now: datetime) -> CardRow:
    """Read one row. A last contact that cannot be read, lies ahead or before the card is none; a card's day rejects the row."""

    def cell(field: str) -> Cell:
        found = cells[columns[field]] if field in columns else ""
        return "" if says_nothing(found) else found

    phone, made = read_phone(cell("phone")), read_moment(cell("card_date"), calendar, now)
    card_date = made.value.astimezone(calendar.zone).date() if made.value else None
    last = read_any_moment(cell("last_contact_at"), calendar).value
    stands = last is not None and last <= now and (card_date is None or last.astimezone(calendar.zone).date() >= card_date)
    name, state = tidy(cell_text(cell("name"))), STATES.get(tidy(cell_text(cell("state"))))
    problems = (
        *(phone.problem, made.problem or ("bad_time" if made.value is None else "")),
        *("name_too_long" if len(name) > NAME_LENGTH else "", "unknown_state" if state is None else ""),
    )
    return CardRow(
        number,
        phone.number,
        name[:NAME_LENGTH],
        tidy(cell_text(cell("model")))[:MODEL_LENGTH],
        tidy(cell_text(cell("consultant")))[:CONSULTANT_LENGTH],
        card_date,
        last if stands else None,
        state or "open",
        tidy(cell_text(cell("tried")))[:SAID_LENGTH],
        tidy(cell_text(cell("promised")))[:SAID_LENGTH],
        next(filter(None, problems), ""),
    )


def judge_card(row: CardRow, card: KnownCard | None) -> tuple[str, str]:
    """Return (outcome, reason) of a row beside the card of its number: created, updated, unchanged or rejected."""
    if row.problem:
        return "rejected", row.problem
    if card is None:
        return "created", ""
    if card.state == "open":
        return ("updated" if row.state != "open" or changes(row, card) else "unchanged"), ""
    if row.state in ("open", card.state):  # transferred or closed here already; the sheet goes on listing it
        return "unchanged", ""
    return ("updated", "") if card.state == "transferred" else ("rejected", "closed_here")


def changes(row: CardRow, card: KnownCard) -> dict[str, object]:
    """Return what a row says otherwise than its card; an empty cell says nothing."""
    said = {name: getattr(row, name) for name in FACTS}
    return {name: value for name, value in said.items() if value and value != card.facts[name]}
