"""Asking the agent to write more before a lead is judged: once, until they have (docs/rules/domain.md#grading)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import TrailEntry, User
from dcc.notices.telling import tell
from dcc.trail import audit
from leads.customer.rules.locking import hold_open
from leads.models import Lead

ANSWERS = ("call.log", "call.correct", "call.complete", "call.annul", "lead.propose", "lead.grade")  # the agent wrote more, or nobody waits for it


def asked_for_more(lead: Lead) -> TrailEntry | None:
    """Return the entry by which the agent was asked to write more and has not since. One query."""
    told = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action__in=("lead.ask", "lead.unask", *ANSWERS))
    last = told.first()
    return last if last is not None and last.action == "lead.ask" else None


@transaction.atomic
def ask_agent(lead: Lead, *, by: User, now: datetime) -> bool:
    """Ask the agent to write more before this lead is judged; it stays on the list. False if nobody has it; refused while they are asked already."""
    lead = hold_open(lead)
    if lead.agent is None:
        return False
    if asked := asked_for_more(lead):
        said = {"agent": lead.agent, "when": f"{asked.at.astimezone(lead.store.zone):%m-%d %H:%M}"}
        raise Refused(_("%(agent)s was asked already, %(when)s, and has not written more yet.") % said)
    tell(lead.agent, "lead.ask", lead=lead, now=now)
    audit.record("lead.ask", lead, by=by, now=now)
    return True
