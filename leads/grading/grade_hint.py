"""Which grade a lead seems to deserve, and why: counted reasons for and against, never a probability. A decider: no database, no clock."""

from collections.abc import Callable
from dataclasses import dataclass, field

EFFECTIVE_ENOUGH = 2
SOON, LATER = 15, 30  # days until the purchase


@dataclass(frozen=True)
class Facts:
    """What is known of a lead when it is graded; calls are those since its last grading."""

    level: str = ""
    level_days: int | None = None  # expected days until the purchase; None: the agent stated none
    proposal: str = ""
    tries: int = 0
    unreached: bool = False
    inquiries_of_week: int = 0
    connected: int = 0
    effective: int = 0
    longest_seconds: int = 0
    checks: frozenset[str] = field(default_factory=frozenset)
    appointment: bool = False
    no_shows: int = 0
    visited: bool = False


@dataclass(frozen=True)
class Reason:
    """One reason: +1 or −1, its code, and the figure that stands beside it."""

    sign: int
    code: str
    detail: str | int = ""


@dataclass(frozen=True)
class Hint:
    """The suggested grade (empty: confirm or reject the proposal instead) and every reason that holds."""

    grade: str
    reasons: tuple[Reason, ...]

    @property
    def for_it(self) -> int:
        """How many reasons speak for the customer."""
        return sum(reason.sign > 0 for reason in self.reasons)

    @property
    def against(self) -> int:
        """How many speak against."""
        return sum(reason.sign < 0 for reason in self.reasons)


def grade_meant(days: int | None) -> str:
    """Return the grade a stated level means by the days until the purchase: within 15 high, within 30 ordinary, later low; of none, none."""
    if days is None:
        return ""
    return "H" if days <= SOON else "A" if days <= LATER else "L"


Line = tuple[int, str, Callable[[Facts], bool], Callable[[Facts], str | int]]
NOTHING: Callable[[Facts], str] = lambda facts: ""  # noqa: E731 - a cell of the table
TABLE: tuple[Line, ...] = (
    (1, "appointment", lambda facts: facts.appointment, NOTHING),
    (1, "visited", lambda facts: facts.visited, NOTHING),
    (1, "soon", lambda facts: facts.level_days is not None and facts.level_days <= SOON, lambda facts: facts.level),
    (1, "date", lambda facts: "date" in facts.checks, NOTHING),
    (1, "wechat", lambda facts: "wechat" in facts.checks, NOTHING),
    (1, "effective", lambda facts: facts.effective >= EFFECTIVE_ENOUGH, lambda facts: facts.effective),
    (1, "inquiries", lambda facts: facts.inquiries_of_week > 1, lambda facts: facts.inquiries_of_week),
    (-1, "no_appointment", lambda facts: not facts.appointment and not facts.visited, NOTHING),
    (-1, "later", lambda facts: facts.level_days is not None and facts.level_days > LATER, lambda facts: facts.level),
    (-1, "no_level", lambda facts: facts.level_days is None, NOTHING),
    (-1, "short", lambda facts: facts.connected > 0 and facts.effective == 0, lambda facts: facts.longest_seconds),
    (-1, "no_show", lambda facts: facts.no_shows > 0, lambda facts: facts.no_shows),
)


def suggest(facts: Facts) -> Hint:
    """Return the suggested grade: what is proposed or was never reached first; else high from two more reasons for than against, low from more against."""
    if facts.proposal == "lost":
        return Hint("F", (Reason(-1, "proposed_lost"),))
    if facts.proposal:
        return Hint("" if facts.proposal == "invalid" else "L", (Reason(-1, f"proposed_{facts.proposal}"),))
    if facts.unreached:
        return Hint("L", (Reason(-1, "unreached", facts.tries),))
    reasons = tuple(Reason(sign, code, detail(facts)) for sign, code, holds, detail in TABLE if holds(facts))
    balance = sum(reason.sign for reason in reasons)
    return Hint("H" if balance >= 2 else "A" if balance >= -1 else "L", reasons)
