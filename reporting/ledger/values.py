"""One value of a line, checked against the kind of its key. Decides nothing else; a value that is wrong raises Wrong with the reason."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from math import isfinite
from typing import Any
from zoneinfo import available_timezones

from leads.intake.phones import read_phone
from leads.numbers.erased_numbers import is_word
from reporting.ledger.format import WORDS

EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = EARLIEST.date(), LATEST.date()
LARGEST = 2_147_483_647
DEEPEST = 60  # objects and lists inside each other
EXACT = 2**53  # beyond it a number with a fraction has none
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class Wrong(Exception):
    """A value that is not of its kind."""


def text(value: Any) -> str:
    """A text that both databases can hold."""
    if not isinstance(value, str):
        raise Wrong("must be a text")
    if "\x00" in value or (not value.isascii() and any("\ud800" <= sign <= "\udfff" for sign in value)):
        raise Wrong("holds a sign that no database can keep")
    return value


def name(value: Any) -> str:
    """A text by which others call the line: it must say something."""
    if not text(value).strip():
        raise Wrong("says nothing")
    return value


def phone(value: Any) -> str:
    """A telephone as an import writes it, so that whoever comes again is recognised: cleaned as there, and refused where nothing can be called.

    In its place the word of an erased person may stand.
    """
    if is_word(text(value)):
        return value
    found = read_phone(value)
    if not found.number or found.second:
        raise Wrong("must be a telephone like 13812345678, 02412345678 or 13812345678,1234")
    return found.number


def person(value: Any) -> str:
    """The word that stands for an erased person where a number stood."""
    if not is_word(text(value)):
        raise Wrong("must be a word like person:abcdefghij")
    return value


def moment(value: Any) -> datetime:
    """An ISO 8601 moment with a zone."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise Wrong("must be a moment like 2026-08-03T09:05:07+08:00") from None
    if found.tzinfo is None:
        raise Wrong("has no zone")
    if not EARLIEST <= found <= LATEST:
        raise Wrong("lies outside the years 1970 to 9000")
    return found


def day(value: Any) -> date:
    """A day like 2026-08-03."""
    try:
        if len(value) == 10:
            found = date.fromisoformat(value)
            if FIRST_DAY <= found <= LAST_DAY:
                return found
            raise Wrong("lies outside the years 1970 to 9000")
    except (TypeError, ValueError):
        pass
    raise Wrong("must be a day like 2026-08-03")


def month(value: Any) -> date:
    """A month like 2026-08, as its first day."""
    if not isinstance(value, str) or not _MONTH.fullmatch(value):
        raise Wrong("must be a month like 2026-08")
    return day(f"{value}-01")


def time_of_day(value: Any) -> time:
    """A time of a day like "08:30"."""
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise Wrong('must be a time like "08:30"')
    return time.fromisoformat(value)


def amount(value: Any) -> Decimal:
    """An amount like "12000.00"."""
    try:
        found = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite() or abs(found) >= 10**8 or found != round(found, 2):
        raise Wrong('must be an amount like "12000.00"')
    return round(found, 2) or Decimal("0.00")


def weight(value: Any) -> Decimal:
    """A number of tenths from 0.1 to 2."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0.1 <= value <= 2 or round(value, 1) != value:
        raise Wrong("must be a number from 0.1 to 2 in tenths")
    return Decimal(f"{value:.1f}")


def whole(value: Any) -> int:
    """A whole number from 0."""
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise Wrong("must be a whole number from 0")
    return value


def flag(value: Any) -> bool:
    """true or false."""
    if not isinstance(value, bool):
        raise Wrong("must be true or false")
    return value


def zone(value: Any) -> str:
    """The name of a time zone."""
    if text(value) not in available_timezones():
        raise Wrong("must be a time zone like Asia/Shanghai")
    return value


def texts(value: Any) -> list[str]:
    """A list of texts."""
    if not isinstance(value, list):
        raise Wrong("must be a list")
    return [name(each) for each in value]


def roles(value: Any) -> list[str]:
    """A list of roles, none twice."""
    found = [word("role")(each) for each in texts(value)]
    if len(set(found)) != len(found):
        raise Wrong("names a role twice")
    return found


def json_value(value: Any, depth: int = 0) -> Any:
    """Anything JSON can say, in texts and numbers that both databases hold and give back alike."""
    if depth > DEEPEST:
        raise Wrong("is nested too deep")
    if isinstance(value, dict):
        return {text(name): json_value(each, depth + 1) for name, each in value.items()}
    if isinstance(value, list):
        return [json_value(each, depth + 1) for each in value]
    if isinstance(value, float):
        return _number(value)
    return text(value) if isinstance(value, str) else value


def _number(value: float) -> float | int:
    """PostgreSQL writes 1e22 out and knows no negative zero."""
    if not isfinite(value):
        raise Wrong("holds a number that no database can keep")
    return int(value) if abs(value) > EXACT else value or 0.0


def word(kind: str) -> Callable[[Any], str]:
    """A reader of one of the fixed words of a list."""
    words = frozenset(WORDS[kind])

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in words:
            raise Wrong(f"must be one of {', '.join(WORDS[kind])}")
        return value

    return read


READERS: dict[str, Callable[[Any], Any]] = {
    "text": text, "name": name, "id": text, "phone": phone, "person": person, "moment": moment, "day": day,
    "month": month, "amount": amount, "whole": whole, "flag": flag,
    "weight": weight, "time": time_of_day, "zone": zone, "texts": texts, "stores": texts, "usernames": texts,
    "roles": roles, "json": json_value, **{kind: word(kind) for kind in WORDS},
}  # fmt: skip
