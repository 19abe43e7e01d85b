"""A share kept as the two numbers it is made of."""

from dataclasses import dataclass
from fractions import Fraction

from dcc.reckoning.rounding import percent


@dataclass(frozen=True)
class Proportion:
    """So many of so many; `under` is never 0."""

    over: int
    under: int

    @property
    def rate(self) -> Fraction:
        """The exact fraction."""
        return Fraction(self.over, self.under)

    @property
    def share(self) -> str:
        """The share as it is shown."""
        return percent(self.over, self.under)
