"""A wish for more to be written that was none (docs/rules/ledger.md#taken-back)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Notice, TrailEntry, User
from dcc.notices.telling import tell
from dcc.trail import audit
from leads.customer.rules.locking import hold_open
from leads.grading.rules.built_on import refuse_built
from leads.models import Lead


@transaction.atomic
def unask_agent(lead: Lead, *, by: User, now: datetime) -> Lead:
    """Take back that the agent was asked to write more. Whoever has read it is told; who has not never learns of it.

    Refused for whoever did not ask, once, and once somebody has worked with the lead since.
    """
    lead = hold_open(lead)
    last = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action__in=("lead.ask", "lead.unask")).first()
    if last is None or last.action != "lead.ask":
        raise Refused(_("It was taken back already."))
    if last.by_id != by.pk:
        raise Refused(_("This is taken back by whoever did it."))
    refuse_built(lead, after=last.at, instead=_("Tell them yourself."))
    asked = Notice.objects.filter(kind="lead.ask", lead_id=lead.pk, at=last.at).select_related("user")
    for notice in asked.exclude(read_at=None):
        tell(notice.user, "lead.unask", lead=lead, now=now)
    asked.unread().update(read_at=now)
    audit.record("lead.unask", lead, by=by, now=now)
    return lead
