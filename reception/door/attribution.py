"""Whose customer walked in: facts in, tag and reasons out (docs/rules/domain.md#attribution). The desk's proposal and the verb ask the same function.

Decides nothing by itself about rows: ids are only passed through. Knows no database and no clock.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

KEEPABLE = frozenset({"", "no_show", "cancelled", "moved"})  # by one who comes while it is valid; what an earlier-written visit fulfilled is not free again
FREE = frozenset({"", "no_show"})  # an appointment one can still come to; a no-show counts
RULES = ("transfer", "appointment", "earlier", "named")


@dataclass(frozen=True, slots=True)
class Window:
    """The store's settings: hours around an appointment's time, and for how many days a transfer counts (0: for good)."""

    hours_before: int = 72
    hours_after: int = 168
    transferred_for_days: int = 0

    @property
    def days_before(self) -> int:
        """The hours before, as people say them."""
        return self.hours_before // 24

    @property
    def days_after(self) -> int:
        """The hours after, as people say them."""
        return self.hours_after // 24


@dataclass(frozen=True, slots=True)
class Invitation:
    """One appointment of the person. `ended_as`: "", no_show, arrived, cancelled, moved; of an arrived one `ended_at` is that visit's arrival."""

    id: int
    booked_at: datetime
    scheduled_for: datetime
    booker: int | None = None
    specialist: int | None = None
    ended_as: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Cycle:
    """One lead of the person; `agent` is whoever had it at the arrival."""

    id: int
    opened_at: datetime
    closed_at: datetime | None = None
    agent: int | None = None
    carded: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What was known of a group when it came. `cycles` oldest first; `named`: "" nobody, "person" one of ours, "called" only that DCC rang."""

    arrived_at: datetime
    looks: bool = True
    cycles: tuple[Cycle, ...] = ()
    transferred_at: tuple[datetime, ...] = ()
    released_at: tuple[datetime, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    dcc_visits: tuple[tuple[int, datetime], ...] = ()  # (lead, arrival) of visits that are DCC's
    came_on_earlier_day: bool = False
    named: str = ""
    named_user: int | None = None
    names_agent: bool = False  # the one named is an agent: a lead this visit opens is theirs
    leader: int | None = None
    window: Window = field(default_factory=Window)


@dataclass(frozen=True, slots=True)
class Line:
    """One rule and what it said: `decides`, `holds` (but an earlier one decided) or `no`; `at` is the moment that proves it."""

    rule: str
    state: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """Tag and basis, the lines that say why, and what follows: the lead it belongs to or whether one opens and for whom, what it fulfils, whose it is."""

    tag: str
    basis: str
    lines: tuple[Line, ...]
    lead: int | None
    opens: bool
    opens_for: int | None
    leaks: bool
    fulfils: Invitation | None
    agent: int | None
    named_user: int | None
    visit_class: str


def decide(facts: Facts) -> Answer:
    """Apply the rules in their order: the first that holds makes the visit DCC's, none makes it the showroom's (docs/rules/domain.md#attribution)."""
    proofs = {"transfer": transferred_at(facts), "appointment": _fitting_at(facts), "earlier": _earlier_at(facts)}
    holding = [rule for rule in RULES if (_named(facts) if rule == "named" else proofs[rule])]
    basis = holding[0] if holding else "none"
    lines = tuple(Line(rule, "decides" if rule == basis else "holds" if rule in holding else "no", proofs.get(rule)) for rule in RULES)
    return _follow(facts, "dcc" if holding else "showroom", basis, lines)


def overrule(facts: Facts, answer: Answer, tag: str) -> Answer:
    """Return what follows if the desk tags against the rule: the basis stays the rule overruled."""
    return _follow(facts, tag, answer.basis, answer.lines)


def transferred_at(facts: Facts) -> datetime | None:
    """Return the transfer that still counts at the arrival (docs/rules/domain.md#transferred): not released since, not older than the store's limit."""
    released = max((moment for moment in facts.released_at if moment <= facts.arrived_at), default=None)
    days = facts.window.transferred_for_days
    oldest = facts.arrived_at - timedelta(days=days) if days else None
    counting = [
        moment
        for moment in facts.transferred_at
        if moment <= facts.arrived_at and (released is None or moment > released) and (oldest is None or moment >= oldest)
    ]
    return max(counting, default=None)


def fits(invitation: Invitation, facts: Facts) -> bool:
    """Whether an appointment makes this arrival DCC's: booked before, within the window, neither cancelled, moved nor fulfilled by then.

    One that ended after the arrival was still valid then, whenever the visit is typed (docs/rules/domain.md#after-its-time).

    See docs/rules/domain.md#invited.
    """
    before, after = timedelta(hours=facts.window.hours_before), timedelta(hours=facts.window.hours_after)
    over = invitation.ended_as not in FREE and (invitation.ended_at is None or invitation.ended_at <= facts.arrived_at)
    in_window = invitation.scheduled_for - before <= facts.arrived_at <= invitation.scheduled_for + after
    return invitation.booked_at < facts.arrived_at and in_window and not over


def current(facts: Facts) -> Cycle | None:
    """Return the lead the person had open at the arrival, closed since or not; without one the lead they have got meanwhile.

    See docs/rules/domain.md#which-lead.
    """
    running = [cycle for cycle in facts.cycles if cycle.closed_at is None or cycle.closed_at > facts.arrived_at]
    return max(running, key=lambda cycle: (cycle.opened_at <= facts.arrived_at, cycle.closed_at is None, cycle.opened_at, cycle.id), default=None)


def was_open(facts: Facts) -> bool:
    """Whether the person had an open lead when they came."""
    cycle = current(facts)
    return cycle is not None and cycle.opened_at <= facts.arrived_at


def _fitting_at(facts: Facts) -> datetime | None:
    nearest = _nearest(facts, [invitation for invitation in facts.invitations if fits(invitation, facts)])
    return nearest.scheduled_for if nearest else None


def _nearest(facts: Facts, invitations: list[Invitation]) -> Invitation | None:
    return min(invitations, key=lambda one: (abs(one.scheduled_for - facts.arrived_at), one.scheduled_for, one.id), default=None)


def _earlier_at(facts: Facts) -> datetime | None:
    """Return the last DCC visit of the open lead before this one, whatever its purpose (docs/rules/domain.md#already-ours, #other-purposes)."""
    cycle = current(facts)
    if cycle is None or cycle.opened_at > facts.arrived_at:
        return None
    return max((at for lead, at in facts.dcc_visits if lead == cycle.id and at < facts.arrived_at), default=None)


def _named(facts: Facts) -> bool:
    """Whether rule 4 holds. A stranger who came for papers opens no lead, and without one nobody is DCC's.

    See docs/rules/domain.md#which-lead, #other-purposes.
    """
    return facts.named in {"person", "called"} and (facts.looks or bool(facts.cycles))


def _follow(facts: Facts, tag: str, basis: str, lines: tuple[Line, ...]) -> Answer:
    """Return the answer with what follows from a tag (docs/rules/domain.md#fulfilment, #which-lead, #other-purposes, #credit)."""
    cycle, dcc = current(facts), tag == "dcc"
    free = [one for one in facts.invitations if one.ended_as in KEEPABLE and fits(one, facts)]
    fulfils = _nearest(facts, free) if dcc and facts.looks else None
    belongs = _belongs(facts, cycle, dcc=dcc)
    opens = dcc and belongs is None
    opens_for = facts.named_user if opens and facts.names_agent and basis == "named" else None
    owner = cycle.agent if cycle else opens_for
    return Answer(
        tag,
        basis,
        lines,
        lead=belongs,
        opens=opens,
        opens_for=opens_for,
        leaks=not dcc and facts.looks and was_open(facts),
        fulfils=fulfils,
        agent=(fulfils.booker if fulfils else owner) if dcc else None,
        named_user=_named_user(facts, owner) if basis == "named" else None,
        visit_class=_class(facts, cycle, invited=fulfils is not None),
    )


def _belongs(facts: Facts, cycle: Cycle | None, *, dcc: bool) -> int | None:
    """Return the lead of the visit: the open one; for papers the last one, since they open none; else none."""
    if cycle and (dcc or was_open(facts)):
        return cycle.id
    if dcc and not facts.looks and facts.cycles:
        return facts.cycles[-1].id
    return None


def _named_user(facts: Facts, owner: int | None) -> int | None:
    """Return who is recorded as named: the one named; for “DCC called me” the lead's agent, without one the leader (docs/rules/domain.md#named)."""
    return facts.named_user if facts.named == "person" else owner or facts.leader


def _class(facts: Facts, cycle: Cycle | None, *, invited: bool) -> str:
    if facts.came_on_earlier_day:
        return "again"
    return "first_with_card" if invited or (cycle is not None and cycle.carded) else "first"
