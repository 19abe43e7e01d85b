"""What a page offers of its list: to take it along masked, to ask for it with full numbers (docs/rules/trust.md#exports)."""

from dataclasses import dataclass

from dcc.models import User
from dcc.people.permissions import may


@dataclass(frozen=True)
class Offered:
    """A list by its name, the question its page asks, and what somebody may do with it."""

    name: str
    asks: str
    may_take: bool
    may_ask: bool


def offered(user: User, name: str, asks: str = "") -> Offered:
    """Return what somebody is offered of a list they see."""
    return Offered(name, asks, may(user, "export.persons"), may(user, "export.full"))
