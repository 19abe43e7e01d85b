"""The median of a store's persons, as a yardstick: of each count and each rate, over those who have one (docs/rules/measures.md#rows)."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from dcc.reckoning.rounding import percent, rounded
from reporting.figures.counting import Figures
from reporting.figures.rates import Rate
from reporting.figures.reports import Columns

ENOUGH = 20  # below a rate: with fewer it is no measure of anybody


@dataclass(frozen=True)
class Median:
    """The middle of a column, and of how many persons it is; `value` None: of nobody."""

    value: Fraction | None
    persons: int
    is_rate: bool

    @property
    def text(self) -> str:
        """As it is shown: a percentage, or a whole number."""
        if self.value is None:
            return "—"
        return percent(self.value.numerator, self.value.denominator) if self.is_rate else str(rounded(self.value))

    def differs(self, over: int, under: int) -> int:
        """Return 1 or -1 where a rate lies over or under the middle, 0 where it lies in it or divides too few."""
        if self.value is None or under < ENOUGH:
            return 0
        return (Fraction(over, under) > self.value) - (Fraction(over, under) < self.value)


def middle(values: Iterable[Fraction]) -> Fraction | None:
    """Return the median, exactly; of an even number that between the two in the middle."""
    found = sorted(values)
    if not found:
        return None
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


def medians_of(figures: Figures, columns: Columns) -> list[Median]:
    """Return the median of each column over all persons; nobody's row is no person."""
    persons = [counts for key, counts in figures.rows.items() if key]
    return [_median(name, rate, persons, figures.question.basis) for name, rate in columns]


def _median(name: str, rate: Rate | None, persons: list, basis: str) -> Median:
    if rate is None:
        values = [Fraction(counts.get(name, 0)) for counts in persons]
    else:
        values = [Fraction(counts.get(rate.above(basis), 0), counts[rate.under]) for counts in persons if counts.get(rate.under)]
    return Median(middle(values), len(values), rate is not None)
