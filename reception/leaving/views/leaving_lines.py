"""The lines of a handing over as the page shows them: each lead with who takes it and why, each taker with what they would hold, the rules that decided."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from dcc.reckoning.clock import WorkingHours, day_of
from leads.dealing.balance import tenths
from reception.leaving.goes_along import Along, goes_along
from reception.leaving.holding import Held
from reception.leaving.successors import Offer, Proposal, Taker

AGENT, SPECIALIST = "agent", "specialist"
POOL = "pool"


@dataclass(frozen=True)
class Line:
    """A lead on the page: what goes along, who is proposed and chosen ("" nobody, POOL), by name who was proposed, and by what it is found."""

    held: Held
    name: str
    along: Along
    offer: Offer
    proposed: str
    chosen: str
    proposed_name: str
    tags: str

    @property
    def is_changed(self) -> bool:
        """Whether somebody else is chosen than was proposed."""
        return self.chosen != self.proposed

    @property
    def why(self) -> str:
        """Why it goes there."""
        return _("Chosen by you; proposed was %(name)s") % {"name": self.proposed_name} if self.is_changed else self.offer.why

    @property
    def worth(self) -> str:
        """How many visits it is worth, for the script that counts again."""
        return f"{float(self.offer.worth):.4f}"


@dataclass(frozen=True)
class TakerRow:
    """Somebody who may take over, or the pool: what they hold, would get and would hold, and the visits expected of it. `key`: what a select says."""

    key: str
    name: str
    holds: int
    gets: int
    worth: Fraction
    is_later: bool = False

    @property
    def then(self) -> int:
        """How many they would hold."""
        return self.holds + self.gets

    @property
    def worth_text(self) -> str:
        """The visits with one decimal and a sign."""
        return tenths(self.worth, signed=True)


def lines_of(rows: Sequence[Held], proposal: Proposal, kind: str, *, now: datetime, zone, hours: WorkingHours, typed) -> list[Line]:
    """Return the rows with what is proposed, or what was chosen where a form came back."""
    names = {str(taker.person.pk): taker.person.name for taker in proposal.takers} | {POOL: _("Back to the pool")}
    lines = []
    for held in rows:
        offer = proposal.given[held.lead.pk]
        proposed = POOL if offer.taker is None and kind == AGENT else str(offer.taker or "")
        name, along = f"{kind}-{held.lead.pk}", goes_along(held, now=now, zone=zone, hours=hours)
        lines.append(Line(held, name, along, offer, proposed, typed.get(name, proposed), names.get(proposed, "—"), _tags(held, now, zone)))
    return lines


def _tags(held: Held, now: datetime, zone) -> str:
    """By what the page finds a line: grade, what goes along, whether somebody has to call today."""
    there = {"owed": held.owed, "visit": held.appointment, "order": held.order, "proposal": held.proposal, "missed": held.lead.missed_at}
    tags = [held.lead.grade or "ungraded", *(tag for tag, one in there.items() if one is not None)]
    if held.owed:
        due, today = day_of(held.owed.due_at, zone), day_of(now, zone)
        tags.append("late" if due < today else "today" if due == today else "later")
    return " ".join([*tags, *(["call"] if held.is_for_today(now, zone) else [])])


def takers_of(proposal: Proposal, lines: Sequence[Line], kind: str) -> dict[str, Any]:
    """Return who would hold how many, as it is chosen, and the sum of them."""
    chosen = Counter(line.chosen for line in lines)
    worth: dict[str, Fraction] = defaultdict(Fraction)
    for line in lines:
        worth[line.chosen] += line.offer.worth
    rows = [_row(taker, chosen, worth) for taker in proposal.takers]
    if kind == AGENT:
        rows.append(TakerRow(POOL, _("Back to the pool"), 0, chosen[POOL], worth[POOL]))
    total = TakerRow("", "", sum(row.holds for row in rows), sum(row.gets for row in rows), sum((row.worth for row in rows), Fraction(0)))
    return {"rows": rows, "total": total}


def _row(taker: Taker, chosen: Counter, worth: Mapping[str, Fraction]) -> TakerRow:
    return TakerRow(taker.key, taker.person.name, taker.holds, chosen[taker.key], worth[taker.key], taker.is_later)


def rules_of(lines: Sequence[Line]) -> list[tuple[str, int]]:
    """Return how many lines each rule decided, by those that stand as proposed; a rule that decided nothing any more stays with 0."""
    found = dict.fromkeys((line.offer.rule for line in lines), 0)
    for line in lines:
        found[line.offer.rule] += not line.is_changed
    return list(found.items())
