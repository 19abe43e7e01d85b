"""How a group left and came back, in a line and in a row: a line says moments in the store's zone, a row keeps them in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from reporting.ledger.values import Wrong, moment


def returns(value: Any) -> list[list[str | None]]:
    """Read [[left, back], …]; `left` is null where nobody saw it."""
    if not isinstance(value, list):
        raise Wrong("must be a list")
    return [_one(each) for each in value]


def _one(value: Any) -> list[str | None]:
    if not isinstance(value, list) or len(value) != 2:
        raise Wrong("must be a list of pairs: left, back")
    left, back = value
    return [None if left is None else _kept(left), _kept(back)]


def _kept(value: Any) -> str:
    return moment(value).astimezone(UTC).isoformat()


def returns_of(kept: list[list[str | None]], zone: ZoneInfo) -> list[list[str | None]]:
    """What a line says of them."""
    return [[None if each is None else datetime.fromisoformat(each).astimezone(zone).isoformat() for each in pair] for pair in kept]


READERS: dict[str, Callable[[Any], Any]] = {"returns": returns}
