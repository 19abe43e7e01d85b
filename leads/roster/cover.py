"""How many are there half hour by half hour, and where they are few for what comes: deciders, they know no database and no clock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby

FIRST_HOUR, LAST_HOUR = 8, 21
HALVES = (LAST_HOUR - FIRST_HOUR) * 2
MANY = 4.0  # arrivals a person in such a stretch: more than that is worth a word
MOST = 2  # warnings, the worst first


def half_of(at: time) -> int:
    """Return the half hour of the page in which a time lies; before the first below nought, after the last beyond it."""
    return (at.hour - FIRST_HOUR) * 2 + at.minute // 30


def time_of(half: int) -> str:
    """Return the time at which a half hour begins."""
    minutes = FIRST_HOUR * 60 + half * 30
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def bar_of(starts: time, ends: time) -> tuple[float, float]:
    """Return where the bar of a shift begins and how wide it is, in hundredths of the hours shown."""
    whole = (LAST_HOUR - FIRST_HOUR) * 60
    begin, end = (min(max((at.hour - FIRST_HOUR) * 60 + at.minute, 0), whole) for at in (starts, ends))
    return round(begin * 100 / whole, 1), round((end - begin) * 100 / whole, 1)


def cover(times: Sequence[tuple[time, time]]) -> list[int]:
    """Return how many work in each half hour: all of it, or the part in which their shift begins or ends."""
    return [sum(half_of(starts) <= half <= _last(ends) for starts, ends in times) for half in range(HALVES)]


def _last(ends: time) -> int:
    return half_of(ends) if ends.minute % 30 else half_of(ends) - 1


@dataclass(frozen=True)
class Thin:
    """A stretch of a day in which few are there for what usually comes."""

    day: date
    first: str
    last: str
    people: int
    arrivals: float

    @property
    def came(self) -> str:
        """The arrivals as one says them: 9, 1.5."""
        return f"{self.arrivals:.1f}".removesuffix(".0")

    @property
    def load(self) -> float:
        """Arrivals a person; without anybody all of them, and worse."""
        return self.arrivals / self.people if self.people else self.arrivals * 1000


def thin(covers: Mapping[date, list[int]], arrivals: Mapping[date, list[float]]) -> list[Thin]:
    """Return where the same few are there for many arrivals, of the days given; the worst first, two at most."""
    found = []
    for day, people in covers.items():
        expected = arrivals.get(day, [])
        for count, stretch in groupby(range(HALVES), key=lambda half, people=people: people[half]):
            halves = list(stretch)
            came = sum(expected[half] for half in halves) if expected else 0
            found.append(Thin(day, time_of(halves[0]), time_of(halves[-1] + 1), count, came))
    return sorted((each for each in found if each.load > MANY), key=lambda each: (-each.load, each.day, each.first))[:MOST]
