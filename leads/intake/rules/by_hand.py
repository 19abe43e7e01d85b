"""A lead typed in by hand."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.customer.merged_numbers import open_by_number
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import CollectedOne, collect_one
from leads.models import Campaign, Channel, Inquiry, Lead

STATED = timedelta(days=7)  # how far back somebody may say that a person asked; a list of older ones is imported


@transaction.atomic
def register_by_hand(store: Store, arrival: Arrival, *, channel: Channel, campaign: Campaign | None = None, by: User, now: datetime) -> CollectedOne:
    """Take in what somebody typed, by the one way in: a new lead, a further inquiry of an open one, or a refusal with its reason.

    The moment is stated, not seen. Refused where it lies more than a week back, and before the first inquiry of a lead that is open: no channel takes a
    lead from another by what somebody types. `campaign`: at which they asked.
    """
    if arrival.received_at is not None:
        _check_stated(store, arrival.phone, arrival.received_at, now=now)
    result = collect_one(store, arrival, channel=channel, by=by, now=now)
    if result.inquiry is not None and campaign is not None:
        Inquiry.objects.filter(pk=result.inquiry.pk).update(campaign=campaign)
    if result.lead is not None:
        audit.record("lead.create", result.lead, by=by, now=now, outcome=result.outcome)
    return result


def _check_stated(store: Store, phone: str, at: datetime, *, now: datetime) -> None:
    if now - at > STATED:
        raise Refused(_("By hand an inquiry is written at most %(days)d days back. Import older ones as a list.") % {"days": STATED.days})
    lead = Lead.objects.filter(pk__in=open_by_number(store.pk, [phone]).values()).select_related("channel").first()
    if lead is not None and at < lead.received_at:
        first = f"{lead.received_at.astimezone(store.zone):%m-%d %H:%M}"
        facts = {"name": lead.name, "channel": lead.channel.name, "first": first}
        raise Refused(_("%(name)s came through %(channel)s at %(first)s: what is typed later is no earlier inquiry. Write the moment after it.") % facts)
