"""Who gets which lead, and why: a decider. Leads and seats in, gifts with reasons out; no database, no clock.

The rules, one after the other: a returning customer goes to the agent who knew them; only who is on duty gets anything; the rest is dealt evenly,
first to whoever got least today, then least of this source today, then to whoever holds least, then to whoever has waited longest for a turn; nobody
gets more than the daily cap. Nothing goes back to whom it was taken from while another is free. Nothing depends on who joined first: equal agents take
turns.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Waiting:
    """A lead of the pool. `known_by`: agents who knew the person in an earlier cycle, the latest first. `taken_from`: whose it was last."""

    pk: int
    source: str = ""
    known_by: tuple[int, ...] = ()
    taken_from: int | None = None


@dataclass
class Seat:
    """An agent as the plan sees them; what the plan gives is counted in."""

    pk: int
    on_duty: bool = True
    held: int = 0
    today: int = 0
    cap: int = 40
    last_given_at: datetime | None = None
    sources: Counter = field(default_factory=Counter)  # given today, by source
    turns: int = 0  # what this plan gave so far
    username: str = ""  # what the draw goes by, where it is known: keys differ from one database to the next

    @property
    def is_free(self) -> bool:
        """Whether they may get one more today."""
        return self.on_duty and self.today < self.cap

    def take(self, lead: Waiting, turn: int) -> None:
        """Count one lead in."""
        self.held += 1
        self.today += 1
        self.sources[lead.source] += 1
        self.turns = turn


@dataclass(frozen=True)
class Gift:
    """One line of the plan: `agent` None where nobody can take the lead. `reason`: returning, load, turn; cap, nobody."""

    lead: int
    agent: int | None
    reason: str


def plan(waiting: Sequence[Waiting], seats: Sequence[Seat]) -> list[Gift]:
    """Return a gift for every waiting lead, in their order. The seats are changed: they count what they get."""
    by_pk = {seat.pk: seat for seat in seats}
    gifts: dict[int, Gift] = {}
    turns = count(1)
    for lead in waiting:
        others = any(seat.is_free and seat.pk != lead.taken_from for seat in seats)
        known_by = [pk for pk in lead.known_by if not (others and pk == lead.taken_from)]
        knower = next((by_pk[pk] for pk in known_by if pk in by_pk and by_pk[pk].is_free), None)
        if knower:
            knower.take(lead, next(turns))
            gifts[lead.pk] = Gift(lead.pk, knower.pk, "returning")
    for lead in waiting:
        if lead.pk not in gifts:
            gifts[lead.pk] = _deal(lead, seats, next(turns))
    return [gifts[lead.pk] for lead in waiting]


def _deal(lead: Waiting, seats: Sequence[Seat], turn: int) -> Gift:
    free = [seat for seat in seats if seat.is_free]
    others = [seat for seat in free if seat.pk != lead.taken_from]
    if not free:
        return Gift(lead.pk, None, "cap" if any(seat.on_duty for seat in seats) else "nobody")
    choice = others or free
    best = min(choice, key=lambda seat: (*_evenness(seat, lead), seat.held, *_turn(seat)))
    equals = [seat for seat in choice if _evenness(seat, lead) == _evenness(best, lead)]
    reason = "load" if len(equals) > 1 and all(best.held < seat.held for seat in equals if seat is not best) else "turn"
    best.take(lead, turn)
    return Gift(lead.pk, best.pk, reason)


def _evenness(seat: Seat, lead: Waiting) -> tuple[int, int]:
    return (seat.today, seat.sources[lead.source])


def _turn(seat: Seat) -> tuple:
    """Order equals by who has waited longest; those who never got anything by a draw that joins nothing to when they came."""
    return (seat.turns, seat.last_given_at or NEVER, sha256((seat.username or str(seat.pk)).encode()).hexdigest())
