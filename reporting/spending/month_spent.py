"""What was spent on some leads and what came of them: the one place where money is divided (docs/rules/measures.md#cost)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from reporting.figures.measures import Counts


@dataclass(frozen=True)
class Spent:
    """One channel, or all, in one month or several. `spent` None: no cost is known; `is_whole` False: a month of it is not over, and no money is told."""

    counts: Counts = field(default_factory=dict)
    spent: Decimal | None = None
    paid_back: Decimal = Decimal(0)
    is_whole: bool = True

    @property
    def net(self) -> Decimal | None:
        """The cost less what was paid back for bad leads, None where there was none or it is not known yet."""
        return self.spent - self.paid_back if self.is_whole and self.spent is not None else None

    def over(self, measure: str) -> Fraction | None:
        """Return the yuan for each of what is counted, exactly; None where nothing was spent or nothing came of it."""
        count = self.counts.get(measure, 0)
        return Fraction(self.net) / count if self.net is not None and self.spent and count else None


def together(parts: Iterable[Spent]) -> Spent:
    """Return the sum: of what is known; money of whole months alone."""
    parts = list(parts)
    counts: Counts = {}
    for part in parts:
        for name, count in part.counts.items():
            counts[name] = counts.get(name, 0) + count
    known = [part for part in parts if part.spent is not None]
    spent = sum((part.spent for part in known if part.spent is not None), Decimal(0)) if known else None
    return Spent(counts, spent, sum((part.paid_back for part in known), Decimal(0)), all(part.is_whole for part in parts))


def risen(now: Fraction | None, before: Fraction | None) -> Fraction | None:
    """Return by which share of what it was a cost is more now; None where either is unknown or it was nothing."""
    return (now - before) / before if now is not None and before else None
