"""How often walls are asked for: counted beside the snapshots, for to look changes no row (docs/rules/trust.md#walls)."""

from datetime import datetime, timedelta
from math import ceil

from django.core.cache import cache

MINUTE = timedelta(minutes=1)
PER_MINUTE = 60  # times one wall is answered: each screen asks twice
WRONG_PER_MINUTE = 20  # addresses that open nothing, from one place


def turn_of(wall: int, *, now: datetime) -> int:
    """Count one more request for a wall in this minute. Return 0 where it is answered, else in how many seconds the next minute begins."""
    return 0 if _count(f"wall:{wall}", now) <= PER_MINUTE else _seconds_left(now)


def wrong_from(place: str, *, now: datetime) -> None:
    """Count an address that opens nothing, from one place."""
    _count(f"wall:wrong:{place}", now)


def is_barred(place: str, *, now: datetime) -> int:
    """Return for how many seconds nothing is answered to a place, 0 where it asked for few wrong addresses in this minute."""
    return _seconds_left(now) if cache.get(f"wall:wrong:{place}:{_minute(now):%H%M}", 0) >= WRONG_PER_MINUTE else 0


def _count(what: str, now: datetime) -> int:
    key = f"{what}:{_minute(now):%H%M}"
    cache.add(key, 0, MINUTE.seconds * 2)
    return cache.incr(key)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _seconds_left(now: datetime) -> int:
    return ceil((_minute(now) + MINUTE - now).total_seconds())
