"""Who gets which lead, and why: a decider. Leads, lines and seats in, gifts with reasons out; no database, no clock (docs/rules/domain.md#allocation-rules).

The lines stand from top to bottom, and the first that fits a lead and can give it does: to the agent who knew the person, dealt among named people, dealt
among all, or left for the leader. Only who is on duty gets anything, and nobody more than their cap. Who is dealt to is whoever got least by this act of
this source today ÷ weight, then least of all today by whatever way, then over the last 30 days ÷ days present, then whom the draw of the day names.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from decimal import Decimal
from fractions import Fraction

RULED = frozenset({"returning", "named", "even", "again", "made_up"})  # the reasons of what lines give: these the cap holds for
REPAID_A_DAY = 2  # leads for an absence that is made up for


@dataclass(frozen=True)
class Waiting:
    """A lead of the pool. `known_by`: agents who knew the person in an earlier cycle, the latest first. `taken_from`: whose it was last.

    `claimed`: the showroom has a card of this person and the leader has not decided.
    """

    pk: int
    source: str = ""
    known_by: tuple[int, ...] = ()
    taken_from: int | None = None
    channel: int | None = None
    model: str = ""
    arrived: time = time(12)
    claimed: bool = False


@dataclass(frozen=True)
class Line:
    """A line: what a lead must be, and what is done with it. What is empty is not asked; `hours` may go over midnight."""

    act: str
    source: frozenset[str] = frozenset()
    channel: frozenset[int] = frozenset()
    model: frozenset[str] = frozenset()
    hours: tuple[time, time] | None = None
    users: frozenset[int] = frozenset()

    def fits(self, lead: Waiting) -> bool:
        """Whether a lead is what the line asks: within a condition any value, all conditions together."""
        asked = ((self.source, lead.source), (self.channel, lead.channel), (self.model, lead.model))
        return all(not wanted or value in wanted for wanted, value in asked) and (self.hours is None or within(lead.arrived, *self.hours))


DEFAULT = (Line("returning"), Line("even"))  # what a store is born with


def within(moment: time, begins: time, ends: time) -> bool:
    """Whether a time of day lies in [begins, ends); where it ends before it begins it goes over midnight, and two alike are the whole day."""
    return begins <= moment < ends if begins < ends else moment >= begins or moment < ends


@dataclass
class Seat:
    """An agent as the plan sees them; what the plan gives is counted in."""

    pk: int
    on_duty: bool = True
    cap: int = 40
    weight: Fraction | Decimal | int = 1
    given: Counter = field(default_factory=Counter)  # today, by (reason, source)
    month: int = 0  # of the last 30 days, by whatever way
    days: int = 30  # of these, how many they were present
    draw: str = ""  # the lot of the day
    owed: int = 0  # leads for an absence that is made up for

    @property
    def today(self) -> int:
        """How many they got today, by whatever way."""
        return self.given.total()

    @property
    def ruled(self) -> int:
        """How many of them by lines: what the cap holds for."""
        return sum(count for (reason, _source), count in self.given.items() if reason in RULED)

    @property
    def is_free(self) -> bool:
        """Whether they may get one more today."""
        return self.on_duty and self.ruled < self.cap

    @property
    def is_owed(self) -> bool:
        """Whether they get the next one in return for an absence."""
        return self.owed > 0 and sum(count for (reason, _source), count in self.given.items() if reason == "made_up") < REPAID_A_DAY

    def rank(self, reason: str, source: str) -> tuple:
        """Where they stand in the order of who is dealt to: the least first."""
        return Fraction(self.given[reason, source]) / Fraction(self.weight), self.today, Fraction(self.month, max(self.days, 1)), self.draw, self.pk

    def take(self, reason: str, source: str) -> None:
        """Count one lead in."""
        self.given[reason, source] += 1
        self.month += 1
        self.owed -= reason == "made_up"


@dataclass(frozen=True)
class Gift:
    """What becomes of one lead: `agent` None where it stays. `reason`: of RULED; of what stays leader, claimed, cap, nobody. `line`: its place, from 1."""

    lead: int
    agent: int | None
    reason: str
    line: int | None = None


def plan(waiting: Sequence[Waiting], lines: Sequence[Line], seats: Sequence[Seat]) -> list[Gift]:
    """Return a gift for every waiting lead, in their order; an upper line takes all of its own first. The seats are changed: they count what they get."""
    gifts = {lead.pk: Gift(lead.pk, None, "claimed") for lead in waiting if lead.claimed}
    for place, line in enumerate(lines, start=1):
        for lead in waiting:
            if lead.pk not in gifts and line.fits(lead) and (gift := _by(line, place, lead, seats)):
                gifts[lead.pk] = gift
    why = "cap" if any(seat.on_duty for seat in seats) else "nobody"
    return [gifts.get(lead.pk) or Gift(lead.pk, None, why) for lead in waiting]


def _by(line: Line, place: int, lead: Waiting, seats: Sequence[Seat]) -> Gift | None:
    """What a line does with a lead it fits; None where nobody it is for may take it: then the next line is asked."""
    if line.act == "leader":
        return Gift(lead.pk, None, "leader", place)
    free = {seat.pk: seat for seat in seats if seat.is_free}
    if line.act == "returning":
        seat, reason = next((free[pk] for pk in lead.known_by if pk in free and pk != lead.taken_from), None), line.act
    else:
        seat, reason = _dealt(line, lead, list(free.values()))
    if seat is None:
        return None
    seat.take(reason, lead.source)
    return Gift(lead.pk, seat.pk, reason, place)


def _dealt(line: Line, lead: Waiting, free: list[Seat]) -> tuple[Seat | None, str]:
    """Whose turn it is. A lead that came back goes to somebody else if there is anybody, and counts apart: it may not come to whose turn it is."""
    reason = "again" if lead.taken_from is not None else line.act
    there = [seat for seat in free if line.act != "named" or seat.pk in line.users]
    if line.act == reason == "even" and (owed := [seat for seat in there if seat.is_owed]):
        return min(owed, key=lambda seat: (-seat.owed, seat.rank("made_up", lead.source))), "made_up"
    others = [seat for seat in there if seat.pk != lead.taken_from]
    return min(others or there, key=lambda seat: seat.rank(reason, lead.source), default=None), reason
