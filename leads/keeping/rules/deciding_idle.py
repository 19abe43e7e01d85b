"""The leader decides about a lead without a next step: another agent, or a dated follow-up (docs/rules/domain.md#nobody-stands-nowhere)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.reckoning.clock import day_of, start_of
from dcc.roster.duty import there_today
from dcc.trail import audit
from leads.customer.rules.following_up import next_opening, open_follow_up
from leads.customer.rules.locking import hold_open
from leads.grading.waiting_lists import without_next_step
from leads.models import Lead
from leads.pool.rules.giving import give_lead

CHANGED = "another"  # why it changes hands, of the words a leader has for it


@transaction.atomic
def give_idle_lead(lead: Lead, *, agent: User, by: User, now: datetime) -> None:
    """Give a lead without a next step to another agent, who owes it a call at the next opening."""
    lead = _hold(lead, now)
    if not there_today(lead.store, "agent", now).filter(pk=agent.pk).exists():
        raise Refused(_("%(name)s is away today: nothing is given to them.") % {"name": agent.name}, about="agent")
    if not give_lead(lead, agent=agent, reason=CHANGED, by=by, now=now):
        raise Refused(_("%(name)s has this lead already. Choose another agent.") % {"name": agent.name}, about="agent")
    open_follow_up(lead, kind="callback", due_at=next_opening(lead.store, now), agent=agent, now=now)


@transaction.atomic
def date_idle_lead(lead: Lead, *, day: date, by: User, now: datetime) -> None:
    """Let whoever has a lead without a next step call it on a day."""
    lead = _hold(lead, now)
    if day < day_of(now, lead.store.zone):
        raise Refused(_("Until when? Choose a day ahead."), about="day")
    opens = next_opening(lead.store, max(now, start_of(day, lead.store.zone)))
    open_follow_up(lead, kind="nurture", due_at=opens, agent=lead.agent or lead.reception, now=now)
    audit.record("lead.date", lead, by=by, now=now, after=day.isoformat())


def _hold(lead: Lead, now: datetime) -> Lead:
    """Lock it, and let nothing about it be decided that somebody has in hand by now."""
    held = hold_open(lead)
    if not without_next_step(Lead.objects.filter(pk=held.pk), now).exists():
        raise Refused(_("%(name)s has a next step by now.") % {"name": held.name})
    Lead.objects.filter(pk=held.pk).update(idle_since=None)
    return held
