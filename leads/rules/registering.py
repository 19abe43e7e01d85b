"""A lead typed in by hand."""

from datetime import datetime

from django.db import transaction

from dcc import audit
from dcc.models import Store, User
from leads.arrival import Arrival
from leads.models import Channel
from leads.rules.collecting import CollectedOne, collect_one


@transaction.atomic
def register_by_hand(store: Store, arrival: Arrival, *, channel: Channel, by: User, now: datetime) -> CollectedOne:
    """Take in what somebody typed, by the one way in: a new lead, a further inquiry of an open one, or a refusal with its reason."""
    result = collect_one(store, arrival, channel=channel, by=by, now=now)
    if result.lead is not None:
        audit.record("lead.create", result.lead, by=by, now=now, outcome=result.outcome)
    return result
