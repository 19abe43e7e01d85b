"""The table of a post's rules: shelf by shelf, each rule with what it came to in a month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.reckoning.money_words import MINUS, yuan
from reporting.rewards.month_sheets import Came, MonthSheets
from reporting.rewards.pay_sheet import ALL_GOALS, FACTOR, GOAL, Sheet, in_cents
from reporting.rewards.rule_book import Entry
from reporting.rewards.rule_words import SHELVES, amount_of, condition_of, name_of

OF_ONE = (FACTOR, GOAL, ALL_GOALS)  # kinds of which one rule holds for a whole month


@dataclass(frozen=True)
class Row:
    """One rule in the table."""

    entry: Entry
    name: str
    condition: str
    amount: str
    count: str
    came: str
    is_ahead: bool  # it begins after the month shown
    has_lines: bool = False  # what it counts are events


@dataclass
class Shelf:
    """The rules of a kind."""

    kind: str
    label: Any
    note: Any
    came: str
    rows: list[Row] = field(default_factory=list)


def shelves_of(entries: list[Entry], came: Mapping[tuple[str, int], Came], last: date) -> list[Shelf]:
    """Return the shelves in the order of the reckoning; one without a rule is shown empty."""
    shelves = []
    for kind, label, note, kinds in SHELVES:
        mine = [entry for entry in entries if entry.kind in kinds]
        exact = sum((came[place].exact for place in came if place[0] in kinds), Fraction())
        shelves.append(Shelf(kind, label, note, money(exact) if mine else "", [_row(entry, came, last) for entry in mine]))
    return shelves


def _row(entry: Entry, came: Mapping[tuple[str, int], Came], last: date) -> Row:
    rule = entry.rule
    found = came.get((entry.kind, 0 if entry.kind in OF_ONE else rule.key), Came())
    is_ahead = rule.first > last
    shown = ("", "") if is_ahead else (_count(entry.kind, found), money(found.exact))
    has_lines = bool(not is_ahead and found.count and entry.kind not in OF_ONE)
    return Row(entry, name_of(rule), condition_of(rule, entry.role), amount_of(rule), *shown, is_ahead, has_lines)


def _count(kind: str, came: Came) -> str:
    people = ngettext("%(count)d person", "%(count)d people", came.people) % {"count": came.people}
    if kind == FACTOR:
        return people
    return f"{came.count}" if kind in (GOAL, ALL_GOALS) or not came.count else _("%(people)s, %(count)s") % {"people": people, "count": came.count}


def money(exact: Fraction) -> str:
    """A sum as the table writes it."""
    return yuan(in_cents(exact))


@dataclass(frozen=True)
class Tried:
    """One person's month now and by what is tried."""

    name: str
    before: str
    after: str
    moved: str


def tried_rows(now: MonthSheets, tried: MonthSheets) -> tuple[list[Tried], Tried | None]:
    """Return each person's sums and those of all; nobody where nobody's would change."""
    rows = [_tried(person.name, now.sheets[pk], tried.sheets[pk]) for pk, person in now.people.items()]
    if all(not row.moved for row in rows):
        return [], None
    return rows, Tried(_("Total"), f"{now.total:,.2f}", f"{tried.total:,.2f}", difference(Fraction(tried.total) - Fraction(now.total)))


def _tried(name: str, now: Sheet, tried: Sheet) -> Tried:
    return Tried(name, f"{now.total:,.2f}", f"{tried.total:,.2f}", difference(Fraction(tried.total) - Fraction(now.total)))


def difference(moved: Fraction) -> str:
    """A difference as one writes it; "" for none."""
    return f"{in_cents(moved):+,.2f}".replace("-", MINUS) if moved else ""
