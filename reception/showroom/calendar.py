"""Which showroom cards come onto the director's list on which day, and which return from a hold (docs/rules/interface.md#transfer-calendar)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reception.models import ShowroomCard, Transfer

NAMED = 4  # consultants a day names; the others are summed


@dataclass(frozen=True)
class Entry:
    """A card on one day: listed then, or expected on it (`transfer` None). `former`: the hold from which it returns."""

    day: date
    card: ShowroomCard
    transfer: Transfer | None = None
    former: Transfer | None = None

    @property
    def what(self) -> str:
        """What became of it: confirmed, held, refused, waiting; gone where the showroom closed it first; ahead where the day has not come."""
        if self.transfer is None:
            return "ahead"
        return self.transfer.decision or ("waiting" if self.card.state == "open" else "gone")


@dataclass
class Cell:
    """One day of the calendar, and what stands on it."""

    day: date
    in_month: bool
    is_today: bool
    is_past: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def look(self) -> str:
        """The classes that say how it is drawn."""
        said = (("is-past", self.is_past), ("is-other", not self.in_month), ("is-today", self.is_today))
        return "".join(f" {name}" for name, holds in said if holds)

    @property
    def fresh(self) -> int:
        """How many reach the limit on this day."""
        return sum(entry.former is None for entry in self.entries)

    @property
    def back(self) -> int:
        """How many return from a hold."""
        return len(self.entries) - self.fresh

    @property
    def counts(self) -> Counter[str]:
        """How many by what became of them."""
        return Counter(entry.what for entry in self.entries)

    @property
    def people(self) -> list[tuple[str, int]]:
        """How many by consultant, most first; no more than fit."""
        return self._all[:NAMED]

    @property
    def others(self) -> int:
        """How many those have that do not fit."""
        return sum(count for _name, count in self._all[NAMED:])

    @property
    def _all(self) -> list[tuple[str, int]]:
        found = Counter(entry.card.consultant for entry in self.entries)
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def grid(first: date) -> tuple[date, date]:
    """Return the first and the last day shown with a month: whole weeks from Monday on."""
    last = next_month(first) - timedelta(days=1)
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def next_month(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=32)).replace(day=1)


def weeks_of(first: date, entries: Sequence[Entry], *, today: date) -> list[list[Cell]]:
    """Return the weeks of a month, each day with its entries."""
    start, end = grid(first)
    by_day: dict[date, list[Entry]] = {}
    for entry in entries:
        by_day.setdefault(entry.day, []).append(entry)
    days = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    cells = [Cell(day, day.month == first.month, day == today, day < today, by_day.get(day, [])) for day in days]
    return [cells[number : number + 7] for number in range(0, len(cells), 7)]
