"""The sum of a day at the front desk: groups and heads by class and tag, other purposes, who left no number, who is in the house.

Decides by the groups it is given; knows no database. Its answer is what is signed (docs/rules/trust.md#day-signed), and what a page counts now.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

TAGS = ("dcc", "showroom")
CLASSES = ("first", "first_with_card", "again")


@dataclass(frozen=True)
class Group:
    """One group of the day: today's tag, class where it looks at cars, else its purpose; `known` by a number; `here` still in the house."""

    tag: str
    visit_class: str
    purpose: str
    heads: int
    known: bool
    here: bool
    looks: bool


def sum_of(groups: Iterable[Group]) -> dict[str, Any]:
    """Return {"look": {class: {tag: [groups, heads]}}, "other": {purpose: {tag: …}}, "unknown": {tag: …}, "here": {tag: …}}, zeros included."""
    found: dict[str, Any] = {"look": {name: _none() for name in CLASSES}, "other": {}, "unknown": _none(), "here": _none()}
    for group in groups:
        rows = found["look"] if group.looks else found["other"]
        rows.setdefault(group.visit_class if group.looks else group.purpose, _none())
        _count(rows[group.visit_class if group.looks else group.purpose], group)
        if not group.known:
            _count(found["unknown"], group)
        if group.here:
            _count(found["here"], group)
    return found


def total(rows: Iterable[dict[str, list[int]]]) -> dict[str, list[int]]:
    """Return the sum of some rows by tag."""
    found = _none()
    for row in rows:
        for tag in TAGS:
            found[tag] = [mine + more for mine, more in zip(found[tag], row[tag], strict=True)]
    return found


def whole(figures: dict[str, Any]) -> dict[str, list[int]]:
    """Return the whole day by tag, whatever people came for."""
    return total([*figures["look"].values(), *figures["other"].values()])


def both(row: dict[str, list[int]]) -> list[int]:
    """Return groups and heads of a row, whosever they are."""
    return [sum(row[tag][place] for tag in TAGS) for place in (0, 1)]


def _none() -> dict[str, list[int]]:
    return {tag: [0, 0] for tag in TAGS}


def _count(row: dict[str, list[int]], group: Group) -> None:
    row[group.tag] = [row[group.tag][0] + 1, row[group.tag][1] + group.heads]
