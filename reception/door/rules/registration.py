"""What the front desk says of a group that came."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from dcc.errors import Refused
from dcc.models import User
from reception.door.rules.evidence import Person
from reception.models import Visit


@dataclass(frozen=True)
class Registration:
    """One group at the desk. `tag` is what the desk saw proposed and chose; away from the rule it wants `override_reason`.

    `arrived_at` None: just now. `called`: the specialist the desk names. `another`: the desk was asked and says it is no group of the other desk.
    `told_number`: what somebody told who was found by an appointment. `not_them`: of somebody new, the appointments the desk asked about in vain; None
    where nobody new is opened. `as_expected`: they are found by one of those appointments. `unsearched`: the number was typed and no search counted, so
    the name somebody is known by stays unsaid. `late_reason`: why it is typed only now; `left_at`: when a group of an earlier day went. `sent_at`: when
    the server had what a tablet kept without a connection. `token` makes a form sent twice one visit.
    """

    person: Person = field(default_factory=Person)
    name: str = ""
    purpose: str = "look"
    heads: int = 1
    companion: str = ""
    model: str = ""
    consultant: str = ""
    named: str = ""
    named_user: User | None = None
    tag: str = ""
    override_reason: str = ""
    called: User | None = None
    arrived_at: datetime | None = None
    another: bool = False
    told_number: str = ""
    not_them: frozenset[int] | None = None
    as_expected: bool = False
    unsearched: bool = False
    late_reason: str = ""
    left_at: datetime | None = None
    token: UUID | None = None
    sent_at: datetime | None = None


class Asked(Refused):
    """The desk is asked about a visit that is there already."""

    def __init__(self, sentence: str, visit: Visit) -> None:
        super().__init__(sentence)
        self.visit = visit


class SameGroup(Asked):
    """Another desk registered this group a moment ago (docs/rules/domain.md#two-desks)."""


class SeenToday(Asked):
    """This person was registered today: still in the house, or gone (docs/rules/trust.md#twice-is-once)."""
