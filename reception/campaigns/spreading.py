"""On which day each invited customer is to be called: a decider (docs/rules/domain.md#campaigns)."""

from collections.abc import Sequence
from datetime import date


def spread(count: int, days: Sequence[date]) -> list[date]:
    """Deal so many calls evenly over some days, the first calls on the first days; all on the first where there is but one."""
    return [days[number * len(days) // count] for number in range(count)]
