"""Chance: one stream for each thing that is left to it, so that a change in one part of the play does not stir all others; and turns, where nothing is."""

from collections import Counter
from math import ceil
from random import Random


class Streams:
    """Streams of chance by their names, out of one seed; the same under any hash seed."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.known: dict[str, Random] = {}

    def __getitem__(self, name: str) -> Random:
        """Return the stream of this name, where it stands."""
        if name not in self.known:
            self.known[name] = Random(f"{self.seed}/{name}")  # noqa: S311 - a play, not a secret
        return self.known[name]


class Turns:
    """What is seldom and must not be missing from any play: it comes the first time it can, and then evenly in its share of cases."""

    def __init__(self) -> None:
        self.cases: Counter[str] = Counter()

    def come(self, what: str, share: float) -> bool:
        """Count one more case; return whether it is one in which this happens."""
        self.cases[what] += 1
        return ceil(self.cases[what] * share) > ceil((self.cases[what] - 1) * share)


def happens(random: Random, share: float) -> bool:
    """Whether something happens that happens in this share of all cases."""
    return random.random() < share


def about(random: Random, mean: float) -> int:
    """Return a whole number around a mean that is not whole: 2.3 gives 2, and 3 in three of ten cases."""
    return int(mean) + (random.random() < mean - int(mean))
