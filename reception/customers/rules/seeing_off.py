"""A group goes with something to come: another visit, a call, an order, or an end (docs/rules/domain.md#leaving-needs-a-next-step)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import User
from leads.customer.rules.locking import hold
from leads.models import FollowUp, Lead, Proposal
from reception.door.rules.visits import leave
from reception.models import Order, Visit


def something_comes(now: datetime) -> Q:
    """Whether something is to come with a customer: a visit, what their specialist owes, an order, an application; or the lead has ended or is decided on."""
    lead, owing = OuterRef("pk"), Coalesce(OuterRef("reception"), OuterRef("agent"))
    return (
        ~Q(closed_at=None)
        | ~Q(review_since=None)
        | Exists(Order.objects.running().filter(lead=lead))
        | Exists(Proposal.objects.open().filter(lead=lead))
        | Exists(Appointment.objects.running().filter(lead=lead, scheduled_for__gt=now))
        | Exists(FollowUp.objects.filter(lead=lead, done_at=None, agent=owing))
    )


@transaction.atomic
def see_off(visit: Visit, *, by: User, now: datetime) -> bool:
    """Let a group go, by whoever receives it. Refused while nothing is to come with the customer. False if they had gone already."""
    lead = hold(visit.lead) if visit.lead else None
    if lead is None:
        raise Refused(_("Nobody knows yet who these were."))
    if not Lead.objects.filter(something_comes(now), pk=lead.pk).exists():
        raise Refused(_("Say first what comes next."))
    return leave(visit, by=by, now=now)
