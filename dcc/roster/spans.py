"""Working minutes of somebody's duty: a decider, it knows no database and no clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]  # from the first moment until the second, which is outside


def moment_after(since: datetime, minutes: int, spans: Iterable[Span]) -> datetime | None:
    """Return the moment at which so many minutes of the spans, which stand in their order, have passed since one; None where they end before."""
    left = timedelta(minutes=minutes)
    for starts, ends in spans:
        begins = max(starts, since)
        if begins + left <= ends:
            return begins + left
        left -= max(ends - begins, timedelta())
    return None


def overlap(first: Span, second: Span) -> Span | None:
    """Return what two spans share."""
    starts, ends = max(first[0], second[0]), min(first[1], second[1])
    return (starts, ends) if starts < ends else None
