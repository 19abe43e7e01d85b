"""What the page of 来电登记 says: the number as it is read back, and whose the caller is after this call."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from dcc.models import User
from leads.models import Lead

MOBILE = re.compile(r"(1\d{2})(\d{4})(\d{4})")


@dataclass(frozen=True)
class Line:
    """One line of the rule: whether it decided, whose the caller is, what follows."""

    hit: bool
    who: str
    then: str


def read_back(phone: str) -> str:
    """Return a number as it is read to the caller: 154 0098 2118."""
    found = MOBILE.fullmatch(phone)
    return " ".join(found.groups()) if found else phone


def draft_of(phone: str) -> str:
    """Return the name under which a browser keeps what is written of a caller it does not know: the same for the same number, and none itself."""
    return salted_hmac("calls.incoming", phone, algorithm="sha256").hexdigest()[:16]


def calls_back(lead: Lead, user: User) -> User | None:
    """Return the colleague who calls back what is agreed in this call, None where one does so oneself or nobody has the lead."""
    return lead.agent if user.pk not in (lead.agent_id, lead.reception_id) else None


def whose_after(lead: Lead | None, user: User, *, before: int) -> list[Line]:
    """Return the lines of the rule in their order; the one that decides is the first that holds. `before`: how many cycles of the number are closed."""
    agent = lead.agent if lead else None
    mine = lead is not None and user.pk in (lead.agent_id, lead.reception_id)
    colleague = _("A colleague's customer: %(name)s") % {"name": agent.name} if agent and not mine else _("A colleague's customer")
    closed = _("A customer of before: %(count)d closed") % {"count": before} if lead is None and before else _("A customer of before, closed")
    lines: tuple[tuple[Any, str, str], ...] = (
        (mine, _("Your customer"), _("stays yours")),
        (agent, colleague, _("stays theirs, they are told at once; the call is yours, a visit you book is yours")),
        (lead, _("In the pool, nobody's yet"), _("the call is kept, first on the allocation page")),
        (before, closed, _("a new cycle, yours")),
        (True, _("Nobody we know"), _("a new lead, yours; it came and was answered now")),
    )
    first = next(place for place, (holds, _who, _then) in enumerate(lines) if holds)
    return [Line(place == first, who, then) for place, (_holds, who, then) in enumerate(lines)]
