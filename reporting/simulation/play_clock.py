"""The simulation's own clock: what happens when, one thing after the other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Clock:
    """What is yet to happen, by its moment; of two at the same moment the one planned first comes first."""

    now: datetime
    ahead: list[tuple] = field(default_factory=list)
    order: count = field(default_factory=count)

    def at(self, moment: datetime, deed: Callable, *facts) -> None:
        """Plan `deed(*facts)` for a moment; one that has passed means now."""
        heappush(self.ahead, (max(moment, self.now), next(self.order), deed, facts))

    def run(self, until: datetime) -> None:
        """Let everything before `until` happen, and what it brings about; then it is `until`."""
        while self.ahead and self.ahead[0][0] < until:
            self.now, _number, deed, facts = heappop(self.ahead)
            deed(*facts)
        self.now = max(self.now, until)
