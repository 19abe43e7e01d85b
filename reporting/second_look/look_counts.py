"""What came of the second looks drawn in a period: counted look by look, so that every table adds up (docs/rules/measures.md#second-look)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from calls.models import SecondLook
from calls.models.second_look import REACHED
from dcc.models import Store, User
from dcc.reckoning.clock import range_of
from dcc.reckoning.rounding import percent

ENOUGH = 10  # reached: below it no rate is said
KEYS: dict[str, Callable[[SecondLook], str]] = {
    "agent": lambda look: str(first_agent(look).pk) if first_agent(look) else "",
    "channel": lambda look: str(look.lead.channel_id),
    "reason": lambda look: look.lead.reason,
}
WHAT: dict[str, Callable[[SecondLook], bool]] = {
    "drawn": lambda _look: True,
    "running": lambda look: look.is_running,
    "looked": lambda look: not look.is_running and look.outcome != "back" and bool(look.standing_tries),
    "reached": lambda look: look.outcome in REACHED,
    "again": lambda look: look.outcome == "again",
    "bought": lambda look: look.outcome == "bought",
    "not_buying": lambda look: look.outcome == "not_buying",
    "back": lambda look: look.outcome == "back",
    "untried": lambda look: look.outcome == "unreached" and not look.standing_tries,
}


def first_agent(look: SecondLook) -> User | None:
    """Return whose the lead was when it was closed."""
    return look.lead.closed_agent or look.lead.agent


@dataclass
class Line:
    """One line of a table: `key` as the address says it."""

    key: str
    name: str
    left: bool = False
    looked: int = 0
    reached: int = 0
    again: int = 0

    @property
    def has_rate(self) -> bool:
        """Whether enough were reached for a rate."""
        return self.reached >= ENOUGH

    @property
    def share(self) -> str:
        """The rate as it is shown."""
        return percent(self.again, self.reached)

    def add(self, look: SecondLook) -> None:
        """Count one look."""
        self.looked += WHAT["looked"](look)
        self.reached += WHAT["reached"](look)
        self.again += WHAT["again"](look)


@dataclass
class LookCounts:
    """What came of the looks of a period. `tables`: by agent, channel and reason, each with its lines in their order."""

    looks: list[SecondLook]
    total: Line
    tables: dict[str, list[Line]] = field(default_factory=dict)

    def count(self, what: str) -> int:
        """How many looks this is true of."""
        return sum(WHAT[what](look) for look in self.looks)

    @property
    def found(self) -> list[SecondLook]:
        """The looks that found somebody again, the latest first."""
        return sorted((look for look in self.looks if look.outcome == "again"), key=lambda look: (look.ended_at, look.pk), reverse=True)

    @property
    def best_reason(self) -> Line | None:
        """The reason of which most were found again; None where no reason has reached enough, or none was found."""
        lines = [line for line in self.tables["reason"] if line.has_rate and line.again]
        return max(lines, key=lambda line: (line.again, Fraction(line.again, line.reached)), default=None)


def looks_of(store: Store, first: date, last: date):
    """The looks drawn in a period, with what the tables name."""
    start, end = range_of(first, last, store.zone)
    of = ("agent", "lead__channel", "lead__closed_agent", "lead__agent", "new_lead")
    return SecondLook.objects.filter(store=store, at__gte=start, at__lt=end).select_related(*of).order_by("at", "id")


def count_looks(store: Store, first: date, last: date) -> LookCounts:
    """Return what came of the looks drawn in a period. One query."""
    looks = list(looks_of(store, first, last))
    total = Line("", "")
    for look in looks:
        total.add(look)
    return LookCounts(looks, total, {by: _table(by, looks) for by in KEYS})


def matching(looks: Iterable[SecondLook], *, by: str, key: str, what: str) -> list[SecondLook]:
    """Return the looks behind one figure."""
    return [look for look in looks if WHAT[what](look) and (not by or KEYS[by](look) == key)]


def _table(by: str, looks: list[SecondLook]) -> list[Line]:
    lines: dict[str, Line] = {}
    for look in looks:
        key = KEYS[by](look)
        if WHAT["looked"](look):
            lines.setdefault(key, _line(by, key, look)).add(look)
    return sorted(lines.values(), key=lambda line: (not line.has_rate, -Fraction(line.again, line.reached or 1), -line.looked, line.name))


def _line(by: str, key: str, look: SecondLook) -> Line:
    if by == "agent":
        person = first_agent(look)
        return Line(key, person.name if person else "", left=bool(person and person.left_at))
    return Line(key, look.lead.channel.name if by == "channel" else look.lead.reason)
