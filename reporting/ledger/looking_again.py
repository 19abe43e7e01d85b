"""The tries of a second look, in a line and in a row: a line says a moment in the store's zone, a row keeps it in UTC."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from reporting.ledger.values import Wrong, moment, whole, word

MOMENTS = ("at", "logged_at", "annulled_at")
KNOWN: dict[str, Callable[[Any], Any]] = {"outcome": word("outcome"), "seconds": whole, **dict.fromkeys(MOMENTS, moment)}
MUST = ("at", "outcome", "seconds")


def tries(value: Any) -> list[dict[str, Any]]:
    """Read the tries of a look: each with `at`, `outcome`, `seconds`, with `logged_at` and `annulled_at` where it has them."""
    if not isinstance(value, list):
        raise Wrong("must be a list")
    return [_one(each) for each in value]


def _one(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong("must be a list of objects")
    for name in value:
        if name not in KNOWN:
            raise Wrong(f"{name}: is no key of it")
    for name in MUST:
        if name not in value:
            raise Wrong(f"{name}: is missing")
    return {name: _kept(name, each) for name, each in value.items()}


def _kept(name: str, value: Any) -> Any:
    try:
        found = KNOWN[name](value)
    except Wrong as problem:
        raise Wrong(f"{name}: {problem}") from None
    return found.astimezone(UTC).isoformat() if isinstance(found, datetime) else found


def tries_of(kept: list[dict[str, Any]], zone: ZoneInfo) -> list[dict[str, Any]]:
    """What a line says of a look's tries."""
    return [{name: _told(name, one[name], zone) for name in (*MUST, "logged_at", "annulled_at") if name in one} for one in kept]


def _told(name: str, value: Any, zone: ZoneInfo) -> Any:
    return datetime.fromisoformat(value).astimezone(zone).isoformat() if name in MOMENTS else value


READERS: dict[str, Callable[[Any], Any]] = {"tries": tries}
