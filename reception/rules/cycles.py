"""The lead of a DCC visit, where its person has none open: a new cycle (01, Attribution 4 and 7)."""

from datetime import datetime

from django.db.models import Case, When
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.store_defaults import NAMED_AT_THE_DOOR
from leads.arrival import Arrival
from leads.models import Channel, Lead
from leads.phones import tail
from leads.rules.carrying import carry_channels
from leads.rules.collecting import collect_one
from reception.models import Visit
from reception.querysets.visit import LOOK


def open_cycle(store: Store, *, phone: str, name: str, model: str, last: Lead | None, arrived_at: datetime, by: User | None, now: datetime) -> Lead:
    """Open a lead for somebody who came: an inquiry in the channel of their last lead, for a stranger in 到店点名.

    Whoever asked not to be called and comes by themselves becomes a lead nobody may ring: the list stays, the visit has its lead. Whom the director has
    released stays so: an inquiry in the channel of transfers is no card confirmed afterwards (01, Attribution 1).
    """
    channel = last.channel if last else channel_of_the_named(store)
    arrival = Arrival(phone=phone, name=name, model=model, received_at=arrived_at)
    lead = collect_one(store, arrival, channel=channel, by=by, now=now).lead
    if lead is None:
        arrival.phone = ""
        lead = collect_one(store, arrival, channel=channel, by=by, now=now).lead
        if lead is None:
            raise Refused(_("The visit cannot be entered as a lead."))
        Lead.objects.filter(pk=lead.pk).update(phone=phone, phone_tail=tail(phone))
        lead.refresh_from_db()
    if last and _was_released(last, arrived_at):
        Lead.objects.filter(pk=lead.pk).update(released_at=arrived_at)
        lead.released_at = arrived_at
    return lead


def _was_released(last: Lead, at: datetime) -> bool:
    """Whether the director had released somebody who came by a transfer, and no card was confirmed since."""
    since = last.released_at
    return since is not None and since <= at and not last.inquiries.filter(channel__source="transfer", received_at__gt=since).exists()


def channel_of_the_named(store: Store) -> Channel:
    """Return the channel of strangers who name DCC; of several in use the one the store was born with."""
    channels = Channel.objects.filter(store=store, source="other", retired_at=None)
    channel = channels.filter(name=NAMED_AT_THE_DOOR).first() or channels.order_by("pk").first()
    if channel is None:
        raise Refused(_("There is no channel of the source “other” in use. The data manager adds one under Channels."))
    return channel


def write_visited(lead_id: int | None) -> None:
    """Write the first DCC visit of a lead, from the visits as they are tagged now; on each visit whether it is that one, and the lead's channel."""
    if lead_id is None:
        return
    visits = Visit.objects.filter(lead_id=lead_id)
    first = visits.filter(tag="dcc", purpose=LOOK).order_by("at", "id").first()
    Lead.objects.filter(pk=lead_id).update(visited_at=first.at if first else None)
    visits.update(is_first=Case(When(pk=first.pk if first else None, then=True), default=False))
    carry_channels(Visit, lead_ids=[lead_id])
