"""The bad leads of a month by channel: how many for which reason, how far they have come, and the money."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from leads.channels.costs import MonthCost
from leads.models import BAD, Channel
from leads.refunds.refund_rows import STATES, BadLead


@dataclass(frozen=True)
class Line:
    """One channel, or all of them together (channel None). Every sum is a Decimal, None where nobody knows a part of it."""

    channel: Channel | None
    inquiries: int
    reasons: Counter = field(default_factory=Counter)
    states: Counter = field(default_factory=Counter)
    claimable_sum: Decimal = Decimal(0)
    paid_sum: Decimal = Decimal(0)
    cost: Decimal | None = None
    net: Decimal | None = None
    price: Decimal | None = None

    @property
    def bad(self) -> int:
        """All bad leads, whatever became of them."""
        return self.states.total()

    @property
    def by_reason(self) -> list[tuple[str, int]]:
        """How many for each reason."""
        return [(reason, self.reasons[reason]) for reason, _label in BAD]

    @property
    def by_state(self) -> list[tuple[str, int]]:
        """How many have come how far."""
        return [(state, self.states[state]) for state in STATES]


def line_of(channel: Channel, rows: Iterable[BadLead], month: MonthCost) -> Line:
    """Return the line of a channel."""
    rows = list(rows)
    states = Counter(row.state for row in rows)
    claimable = (month.price or Decimal(0)) * states["claimable"]
    return Line(channel, month.inquiries, Counter(row.reason for row in rows), states, claimable, month.paid_back, month.cost, month.net, month.price)


def total_of(lines: Sequence[Line]) -> Line:
    """Return the sum of some lines."""
    return Line(
        None,
        sum(line.inquiries for line in lines),
        sum((line.reasons for line in lines), Counter()),
        sum((line.states for line in lines), Counter()),
        sum((line.claimable_sum for line in lines), Decimal(0)),
        sum((line.paid_sum for line in lines), Decimal(0)),
        _sum([line.cost for line in lines]),
        _sum([line.net for line in lines]),
    )


def _sum(sums: Sequence[Decimal | None]) -> Decimal | None:
    known = [each for each in sums if each is not None]
    return sum(known, Decimal(0)) if len(known) == len(sums) else None
