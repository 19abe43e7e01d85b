"""What the undo of an import takes back and what it leaves: a decider, facts in, answers out (docs/rules/intake.md#undoing-an-import)."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

# why a lead stays, the first that holds is the one it is counted under
STAYS_FOR = ("called", "card", "appointment", "visit", "order", "graded", "applied", "followed", "refund", "changed", "asked", "merged", "closed")


@dataclass(frozen=True, order=True)
class Touch:
    """Something people did with a lead, or that came to it, besides its import: when, and a word of `STAYS_FOR`."""

    at: datetime
    why: str


@dataclass(frozen=True)
class UndoPlan:
    """`leads`: those taken back whole; `kept` lead → what was done with it, newest first; `joined`: leads of others that lose inquiries of the import.

    `inquiries`: those that go, `of_leads` of them with the leads taken back whole;
    `moved`: of the joined those whose first arrival or channel is another's again.
    """

    leads: tuple[int, ...] = ()
    kept: Mapping[int, tuple[Touch, ...]] = field(default_factory=dict)
    joined: tuple[int, ...] = ()
    inquiries: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()
    of_leads: int = 0

    @property
    def of_joined(self) -> int:
        """How many of the inquiries that go had joined leads of others."""
        return len(self.inquiries) - self.of_leads

    @property
    def sign(self) -> str:
        """Return what tells this plan from any other: what was shown is what is done."""
        kept = sorted((lead, self.why(lead)) for lead in self.kept)
        return sha256(json.dumps([self.leads, kept, self.joined, self.inquiries, self.moved]).encode()).hexdigest()

    def why(self, lead: int) -> str:
        """Return the word under which a lead that stays is counted."""
        return min((touch.why for touch in self.kept[lead]), key=STAYS_FOR.index)

    @property
    def reasons(self) -> dict[str, int]:
        """Return how many leads stay for each reason, the weightiest first."""
        said = [self.why(lead) for lead in self.kept]
        return {why: said.count(why) for why in STAYS_FOR if why in said}


def plan_of(
    inquiries: Iterable[tuple[int, int]], *, opened: Collection[int], touches: Mapping[int, Collection[Touch]], moved: Collection[int] = ()
) -> UndoPlan:
    """Return the plan for the inquiries of an import, as (id, lead). A lead it opened that was touched stays with all of them."""
    inquiries = sorted(inquiries)
    kept = {lead: tuple(sorted(touches[lead], reverse=True)) for lead in sorted(opened) if touches.get(lead)}
    leads = tuple(lead for lead in sorted(opened) if lead not in kept)
    joined = sorted({lead for _inquiry, lead in inquiries} - set(opened))
    gone = tuple(inquiry for inquiry, lead in inquiries if lead not in kept)
    of_leads = sum(lead in opened for _inquiry, lead in inquiries if lead not in kept)
    return UndoPlan(leads, kept, tuple(joined), gone, tuple(sorted(set(moved) & set(joined))), of_leads)
