"""From the cars a month is to deliver back to the leads that takes, by quotients of two counts; what of it falls to whom. Knows no database.

Everything is reckoned in exact fractions and rounded up where it is shown: half a guest does not come.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import TypeVar

STEPS = ("leads", "cards", "invited", "visits", "orders", "deals")
FEWEST = 20  # below the line: fewer say nothing
Needs = dict[str, Fraction | None]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Quotient:
    """How many of one step came of how many of the step before; `tried`: what somebody tries instead."""

    step: str
    before: str
    over: int
    under: int
    tried: Fraction | None = None

    @property
    def own(self) -> Fraction | None:
        """The store's own; None where fewer than 20 stand below the line, or nothing above it."""
        return Fraction(self.over, self.under) if self.under >= FEWEST and self.over else None

    @property
    def rate(self) -> Fraction | None:
        """What is reckoned with."""
        return self.own if self.tried is None else self.tried


def needs(goal: int | None, quotients: Sequence[Quotient]) -> Needs:
    """Return what each step needs for so many deals, the first step first; None where a quotient on the way is not known."""
    found: Needs = {STEPS[-1]: None if goal is None else Fraction(goal)}
    for quotient in reversed(quotients):
        after = found[quotient.step]
        found[quotient.before] = None if after is None or not quotient.rate else after / quotient.rate
    return {step: found[step] for step in STEPS}


def whole(need: Fraction | None) -> int | None:
    """Return a need as it is shown."""
    return None if need is None else ceil(need)


def parts(count: int, weights: Mapping[Key, Fraction]) -> dict[Key, int]:
    """Share a count out by weight, in whole numbers that add up to it: what is left goes to the largest remainders, of equal ones to those named first."""
    sum_of = sum(weights.values(), Fraction())
    if not sum_of:
        return dict.fromkeys(weights, 0)
    exact = {key: count * Fraction(weight) / sum_of for key, weight in weights.items()}
    shared = {key: int(part) for key, part in exact.items()}
    rest = sorted(weights, key=lambda key: shared[key] - exact[key])[: count - sum(shared.values())]
    return {key: number + (key in rest) for key, number in shared.items()}
