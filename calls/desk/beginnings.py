"""When a call began, and whether it can have been so (docs/rules/domain.md#seen-and-stated). A decider: no database, no clock.

`seen`: 拨打 was pressed, or a caller's number typed. `stated`: by hand, or by a browser that could not reach the server. `logged`: nobody said anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DIAL_LASTS = timedelta(hours=4)  # so long after 拨打 a call of it may be logged
OLDEST = timedelta(hours=24)  # of a stated start
NETWORK = timedelta(seconds=2)  # by which a browser's stop watch may run ahead of what the server saw
A_TALK = timedelta(seconds=1)  # the shortest: nobody speaks with two people within one second, whatever was measured
REASONS = ("ahead", "long_ago", "outside_window", "before_it_came", "not_theirs", "lasts_on", "overlaps")


@dataclass(frozen=True, slots=True)
class Span:
    """A call as it fills somebody's time, from its start until before its end."""

    at: datetime
    seconds: int = 0
    connected: bool = False

    def free_at(self, *, at_least: timedelta = timedelta()) -> datetime:
        """When its caller is free again."""
        return self.at + max(timedelta(seconds=self.seconds), at_least)


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a call began, as far as anybody knows: `how` is seen, stated or logged."""

    at: datetime
    how: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A call somebody says they had. `in_window`, `had_come`, `theirs`: at its start customers might be called, the lead was there, and was theirs."""

    span: Span
    how: str
    in_window: bool = True
    had_come: bool = True
    theirs: bool = True


def begun(*, seen_at: datetime | None, stated_at: datetime | None, now: datetime) -> Beginning:
    """Return how a call began: a fact before a statement, a statement before the logging."""
    if seen_at is not None:
        return Beginning(seen_at, "seen")
    return Beginning(now, "logged") if stated_at is None else Beginning(stated_at, "stated")


def measured(beginning: Beginning, seconds: int, *, now: datetime) -> int:
    """Return how long a call lasted: of one the server saw begin the network's second or two is cut."""
    beyond = beginning.at + timedelta(seconds=seconds) - now
    if beginning.how == "seen" and timedelta() < beyond <= NETWORK:
        return max(int((now - beginning.at).total_seconds()), 0)
    return seconds


def refusal(claim: Claim, others: Iterable[Span], *, now: datetime) -> tuple[str, Span | None]:
    """Return the first of REASONS that speaks against a call, "" where none does, and the other call it overlaps."""
    span, stated = claim.span, claim.how == "stated"
    against = {
        "ahead": span.at > now,
        "long_ago": stated and now - span.at > OLDEST,
        "outside_window": not claim.in_window,
        "before_it_came": stated and not claim.had_come,
        "not_theirs": stated and not claim.theirs,
        "lasts_on": span.free_at() > now,
    }
    found = next((reason for reason in REASONS if against.get(reason)), "")
    other = None if found else next((other for other in others if overlap(span, other)), None)
    return (found or ("overlaps" if other else "")), other


def overlap(one: Span, other: Span) -> bool:
    """Whether two calls would have kept one person busy at the same moment; of two that nobody answered neither keeps them busy."""
    at_least = A_TALK if one.connected and other.connected else timedelta()
    return one.at <= other.at < one.free_at(at_least=at_least) or other.at <= one.at < other.free_at(at_least=at_least)
