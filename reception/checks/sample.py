"""Which of yesterday's cards and visits are asked about (docs/rules/domain.md#checks). A decider: no database, no clock."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from hmac import new as hmac


@dataclass(frozen=True, slots=True)
class Written:
    """One card or visit of the day. `place`: the how manieth deed of that person's day it is, cards and visits together, from 1."""

    row: int
    is_card: bool
    username: str
    place: int


def lot(secret: str, day: date, username: str, place: int) -> str:
    """Return what a deed is ordered by on a day: without the store's secret nobody can reckon it."""
    return hmac(secret.encode(), f"{day.isoformat()} {username} {place}".encode(), sha256).hexdigest()


def how_many(count: int, percent: int) -> int:
    """Return this share of so many, half up, at least one where there is any; none where nothing is to be drawn."""
    return max(1, (2 * count * percent + 100) // 200) if count and percent else 0


def draw(written: Iterable[Written], *, secret: str, day: date, of_cards: int, of_visits: int) -> list[Written]:
    """Return the deeds drawn: of each person's cards so many in a hundred, then of all visits; the first by their lots."""
    cards: dict[str, list[Written]] = defaultdict(list)
    visits = []
    for one in written:
        (cards[one.username] if one.is_card else visits).append(one)
    drawn = [one for username in sorted(cards) for one in _first(cards[username], secret, day, of_cards)]
    return drawn + _first(visits, secret, day, of_visits)


def _first(written: Sequence[Written], secret: str, day: date, percent: int) -> list[Written]:
    ordered = sorted(written, key=lambda one: (lot(secret, day, one.username, one.place), one.row))
    return ordered[: how_many(len(ordered), percent)]
