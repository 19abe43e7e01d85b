"""The lead of a DCC visit, where its person has none open: a new cycle (docs/rules/domain.md#named, #which-lead)."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, When
from django.utils.translation import gettext as _

from calls.models import Appointment, Call, Card
from dcc.errors import Refused
from dcc.models import Store, TrailEntry, User
from dcc.models.annulled import Taken
from dcc.reckoning.clock import day_of
from dcc.store.store_defaults import NAMED_AT_THE_DOOR
from leads.campaigns.invited import campaign_of
from leads.channels.rules.channels import channel_of
from leads.customer.history import CHANGES
from leads.customer.released import was_released
from leads.customer.rules.carrying import carry_channels
from leads.grading.rules.grading import write_contact
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect_one
from leads.models import Allocation, FollowUp, Grading, Handover, Lead, Proposal, Request, Review
from reception.models import Claim, Order, Visit
from reception.models.querysets.visit import LOOK

WORKED = (Call, Card, Appointment, Visit, Order, Grading, Review, Proposal, Request, Handover)  # what people do with a lead


def open_cycle(store: Store, *, phone: str, name: str, model: str, last: Lead | None, arrived_at: datetime, by: User | None, now: datetime) -> Lead:
    """Open a lead for somebody who came: an inquiry in the channel of their last lead, for a stranger in 到店点名.

    Whoever asked not to be called and comes by themselves becomes a lead nobody may ring: the list stays, the visit has its lead. Whom the director has
    released stays so: an inquiry in the channel of transfers is no card confirmed afterwards (docs/rules/domain.md#transferred).
    """
    channel = last.channel if last else channel_of(store, "other", born=NAMED_AT_THE_DOOR)  # of strangers who name DCC
    arrival = Arrival(phone=phone, name=name, model=model, received_at=arrived_at)
    lead = collect_one(store, arrival, channel=channel, came=True, by=by, now=now).lead
    if lead is None:
        raise Refused(_("The visit cannot be entered as a lead."))
    if last and was_released(last, arrived_at):
        Lead.objects.filter(pk=lead.pk).update(released_at=arrived_at)
        lead.released_at = arrived_at
    return lead


def write_visited(lead_id: int | None) -> None:
    """Write the first DCC visit of a lead, from the visits as they are tagged now; on each visit whether it is that one, and the lead's channel."""
    if lead_id is None:
        return
    visits = Visit.objects.filter(lead_id=lead_id)
    first = visits.filter(tag="dcc", purpose=LOOK).order_by("at", "id").first()
    Lead.objects.filter(pk=lead_id).update(visited_at=first.at if first else None)
    visits.update(is_first=Case(When(pk=first.pk if first else None, then=True), default=False))
    carry_channels(Visit, lead_ids=[lead_id])
    for visit in visits.filter(campaign=None).select_related("store"):
        if campaign := campaign_of(lead_id, day_of(visit.at, visit.store.zone)):
            visits.filter(pk=visit.pk).update(campaign_id=campaign)


def write_contact_without(lead: Lead, moment: datetime) -> None:
    """Write since when a lead waits for its grade, where it waited since a contact of this moment, which was none."""
    if lead.ungraded_since == moment:
        write_contact(lead)


def leave_cycle(lead: Lead, *, arrived_at: datetime, written: Collection[datetime | None], taken: Taken) -> bool | None:
    """Take back the lead that a visit opened, and the inquiry, with what went on by itself. The visit itself was taken back before.

    None where the visit opened none; False where the lead stays, because something else stands with it.
    """
    if lead.opened_at not in written or not lead.inquiries.filter(received_at=arrived_at, entered_at=lead.opened_at).exists():
        return None
    if _has_more(lead):
        return False
    for rows in (lead.inquiries, Allocation.objects.filter(lead=lead), FollowUp.objects.filter(lead=lead)):
        rows.update(**taken)
    Lead.objects.filter(pk=lead.pk).update(inquiry_count=0, agent=None, allocated_at=None, **taken)
    return True


def _has_more(lead: Lead) -> bool:
    """Whether anything stands with a lead besides its first inquiry and what happened by itself: then somebody has worked with it."""
    changed = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action__in=CHANGES)
    if lead.closed_at is not None or lead.inquiries.count() > 1 or changed.exists():
        return True
    by_people = (
        *(Allocation.objects.filter(by__isnull=False), FollowUp.objects.exclude(kind="new"), Claim.objects.exclude(decided_at=None)),
        *(model.objects.all() for model in WORKED),
    )
    return any(rows.filter(lead=lead).exists() for rows in by_people)
