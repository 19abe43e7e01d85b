"""Which rows of a hotline's log are calls that somebody has logged (docs/rules/intake.md#hotline-logs). A decider: no database, no clock."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ringing:
    """An incoming call as two who wrote it down recognise it: the number, its moment, whether anybody answered."""

    key: int
    phone: str
    answered: bool
    at: datetime


def the_same(rows: Sequence[Ringing], calls: Iterable[Ringing]) -> dict[int, int]:
    """Return {key of a row: key of the call it is}: nearest first, each row and each call once; of two as near the one named first."""
    known: dict[tuple[str, bool], list[tuple[int, Ringing]]] = defaultdict(list)
    for place, call in enumerate(calls):
        known[call.phone, call.answered].append((place, call))
    near = (
        (abs(row.at - call.at), place, other, row.key, call.key)
        for place, row in enumerate(rows)
        for other, call in known[row.phone, row.answered]
        if abs(row.at - call.at) <= WITHIN
    )
    found: dict[int, int] = {}
    taken: set[int] = set()
    for _distance, _place, _other, row, call in sorted(near):
        if row not in found and call not in taken:
            found[row] = call
            taken.add(call)
    return found
