"""Which of the lost are looked at again, and by whom (docs/rules/domain.md#second-look). A decider: no database, no clock."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Lost:
    """A lead that may be drawn. `first_agent`: whose it was when it was closed; `knows`: the agents who called that number or may read of it."""

    lead: int
    phone: str
    first_agent: int | None = None
    knows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Drawn:
    """One lead drawn for one agent."""

    lead: int
    agent: int


def lot(store_code: str, day: date, phone: str) -> str:
    """Return what a number is ordered by on a day: nobody can choose it, everybody can reckon it again."""
    return sha256(f"{store_code} {day.isoformat()} {phone}".encode()).hexdigest()


def draw(lost: Iterable[Lost], *, agents: Sequence[int], looked: Mapping[int, int], most: int, store_code: str, day: date) -> list[Drawn]:
    """Return at most `most` leads in the order of their lots, in turns over their first agents, each for an agent who knows nothing of it.

    `agents` are on duty, in the order of their usernames; `looked`: how many looks each had of late. Of those who may take a lead it goes to who had the
    fewest, this draw counted; a lead that nobody may take leaves its place to the next. Of two leads of one number the first in `lost` is drawn.
    """
    had = {agent: looked.get(agent, 0) for agent in agents}
    drawn = []
    for one in _in_turns(lost, agents, store_code, day)[:most]:
        agent = min(_strangers(one, agents), key=lambda each: had[each])
        had[agent] += 1
        drawn.append(Drawn(one.lead, agent))
    return drawn


def _in_turns(lost: Iterable[Lost], agents: Collection[int], store_code: str, day: date) -> list[Lost]:
    by_phone: dict[str, Lost] = {}
    for one in lost:
        if _strangers(one, agents):
            by_phone.setdefault(one.phone, one)
    turns: dict[int | None, int] = {}
    placed = []
    for number, one in sorted(((lot(store_code, day, phone), one) for phone, one in by_phone.items()), key=lambda each: each[0]):
        turns[one.first_agent] = turns.get(one.first_agent, 0) + 1
        placed.append((turns[one.first_agent], number, one))
    return [one for _turn, _number, one in sorted(placed, key=lambda each: each[:2])]


def _strangers(one: Lost, agents: Iterable[int]) -> list[int]:
    return [agent for agent in agents if agent not in one.knows]
