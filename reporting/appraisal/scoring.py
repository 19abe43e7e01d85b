"""From what was reached to a score: pure reckoning on exact fractions (docs/rules/domain.md#appraisal)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from dcc.reckoning.rounding import one_place

FULL = 100  # weights make it, and shares are in percent of it
FLOORED, CAPPED = "floor", "cap"


@dataclass(frozen=True)
class Line:
    """One measure of a card: its weight, and its target in percent, None where each person's own target of the month holds."""

    measure: str
    weight: int
    target: Fraction | None = None


@dataclass(frozen=True)
class Scheme:
    """The card of a post."""

    lines: tuple[Line, ...]
    floor: int
    cap: int


@dataclass(frozen=True)
class Reached:
    """What somebody reached of a measure: a count, `under` None, or a rate; and what was aimed at, as a count or as a share."""

    over: int
    under: int | None
    target: Fraction | None

    @property
    def value(self) -> Fraction | None:
        """What was reached, None where nothing is divided by."""
        if self.under is None:
            return Fraction(self.over)
        return Fraction(self.over, self.under) if self.under else None

    @property
    def share(self) -> Fraction | None:
        """Which part of the target that is, None where it is not judged."""
        return None if self.value is None or not self.target else self.value / self.target


@dataclass(frozen=True)
class Mark:
    """The score of one measure. `points` None: not judged, its weight went to the others. `weighed` is the weight it has by that."""

    line: Line
    reached: Reached
    weighed: Fraction
    points: Decimal | None
    limit: str = ""  # where floor or cap decided

    @property
    def is_moved(self) -> bool:
        """Whether its weight is more than its own."""
        return self.weighed > self.line.weight


@dataclass(frozen=True)
class Card:
    """What somebody's month scores. `total` is the sum of the points as they are printed, None where nothing is judged."""

    scheme: Scheme
    marks: tuple[Mark, ...]
    total: Decimal | None


def score(scheme: Scheme, reached: Mapping[str, Reached]) -> Card:
    """Return the card of somebody who reached this."""
    judged = sum(line.weight for line in scheme.lines if reached[line.measure].share is not None)
    marks = tuple(_mark(scheme, line, reached[line.measure], judged) for line in scheme.lines)
    points = [mark.points for mark in marks if mark.points is not None]
    return Card(scheme, marks, sum(points, Decimal()) if points else None)


def _mark(scheme: Scheme, line: Line, reached: Reached, judged: int) -> Mark:
    share = reached.share
    if share is None:
        return Mark(line, reached, Fraction(), None)
    weighed, percent, limit = Fraction(line.weight * FULL, judged), share * FULL, ""
    if percent < scheme.floor:
        percent, limit = Fraction(), FLOORED
    elif percent > scheme.cap:
        percent, limit = Fraction(scheme.cap), CAPPED
    return Mark(line, reached, weighed, one_place(weighed * percent / FULL), limit)


def middle_of(totals: Sequence[Decimal]) -> Decimal | None:
    """Return the median of some totals as it is printed."""
    if not totals:
        return None
    found, half = sorted(totals), len(totals) // 2
    return found[half] if len(found) % 2 else one_place(Fraction(found[half - 1] + found[half]) / 2)
