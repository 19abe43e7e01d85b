"""One lead given to one agent."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import Exact

from dcc.models import User
from dcc.trail import audit
from leads.customer.rules.following_up import move_follow_ups
from leads.models import Allocation, Lead


@transaction.atomic
def give_lead(lead: Lead, *, agent: User, reason: str, at: datetime | None = None, by: User | None, now: datetime) -> bool:
    """Give an open lead to an agent, whoever has it. False if it is theirs already or closed: then nothing is written.

    For single leads: a review, an incoming call, whose moment `at` the allocation carries. The pool is given out by `allocating`.
    """
    at = at or now
    previous = Lead.objects.open().filter(pk=lead.pk).exclude(agent=agent).values_list("agent_id", flat=True).first()
    same = Lead.objects.open().filter(pk=lead.pk, agent_id=previous).exclude(agent=agent)
    if not same.update(agent=agent, allocated_at=at):
        return False
    Allocation.objects.create(store_id=lead.store_id, lead=lead, previous_id=previous, agent=agent, by=by, at=at, reason=reason)
    audit.record("lead.give", lead, by=by, now=now, before=previous, after=agent.pk, reason=reason)
    move_follow_ups([lead.pk], agent=agent)
    lead.agent, lead.allocated_at = agent, at
    return True


def had_at(moment) -> Subquery:
    """Whom the last allocation up to a moment gave a lead to: a column beside leads."""
    given = Allocation.objects.filter(lead=OuterRef("pk"), at__lte=moment).order_by("-at", "-id")
    return Subquery(given.values("agent_id")[:1])


def answerable(leads: QuerySet[Lead], person: int) -> QuerySet[Lead]:
    """Of leads, those whose first response was this person's, by their key: who had them when they were first called, or uncalled when their limit passed.

    See docs/rules/measures.md#in-time.
    """
    settled = leads.annotate(settled=Least(Coalesce("responded_at", "respond_by"), "respond_by"))
    theirs_still = Q(allocated_at=None) | Q(allocated_at__lte=F("settled"))
    return settled.filter(theirs_still & Q(agent=person) | Q(Exact(had_at(OuterRef("settled")), person), allocated_at__gt=F("settled")))


def agent_at(lead: Lead, moment: datetime) -> int | None:
    """Return who had this lead at a moment."""
    if not lead.allocated_at or lead.allocated_at <= moment:
        return lead.agent_id
    return Lead.objects.filter(pk=lead.pk).values_list(had_at(moment), flat=True).get()
