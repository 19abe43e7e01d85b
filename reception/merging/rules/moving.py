"""What moves between two leads of one person, and what each of them says of itself from the rows it has then."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max, Model, Value
from django.db.models.functions import Coalesce

from calls.desk.rules.annulling_calls import stand_anew
from calls.models import Appointment, Call, Card, CardCheck, CardFact
from leads.customer.rules.carrying import carry_channels
from leads.customer.rules.locking import hold
from leads.intake.arrival import place_of
from leads.models import Allocation, Inquiry, Lead
from reception.customers.rules.order_facts import write_ordered
from reception.customers.rules.orders import write_delivered
from reception.customers.rules.receivers import write_reception
from reception.door.rules.cycles import write_visited
from reception.models import CheckDraw, Leakage, Order, Visit

ALWAYS: tuple[Any, ...] = (Inquiry, Call, Appointment, Visit, Order)
WITH_THE_CARD: tuple[Any, ...] = (Card, CardFact, CardCheck, CheckDraw)
COUNTED: tuple[type[Model], ...] = (Call, Card, Appointment, Visit, Order)


def move(younger: Lead, kept: Lead) -> None:
    """Let the younger's rows be the kept lead's, each saying whose it was; the card with what is written on it where the kept lead has none.

    Who has the credit of each stays (docs/rules/domain.md#credit). What had moved into the younger before goes on saying where it began.
    """
    with_card = () if Card.objects.filter(lead=kept).exists() else WITH_THE_CARD
    for model in (*ALWAYS, *with_card):
        model.objects.filter(lead=younger).update(lead=kept, merged_from=Coalesce("merged_from", Value(younger.pk)))
    Leakage.every.filter(visit__lead=kept).update(lead=kept)


def move_back(younger: Lead, kept: Lead, *, through: Collection[int]) -> None:
    """Let every row that moved be the younger's again; `through`: the leads that had been merged into the younger, whose rows go on saying so."""
    for model in (*ALWAYS, *WITH_THE_CARD):
        model.every.filter(lead=kept, merged_from__in=through).update(lead=younger)
        model.every.filter(lead=kept, merged_from=younger).update(lead=younger, merged_from=None)
    Leakage.every.filter(visit__lead=younger).update(lead=younger)


def stand(lead: Lead) -> Lead:
    """Write all a lead carries of its events, and what waits for somebody, from the rows it has now."""
    _write_arrival(lead)
    _write_hand(lead)
    write_visited(lead.pk)
    write_reception(lead.pk)
    write_ordered(lead)
    write_delivered(lead)
    lead = hold(lead)
    stand_anew(lead)
    carry_channels(*COUNTED, lead_ids=[lead.pk])
    return hold(lead)


def _write_arrival(lead: Lead) -> None:
    """A lead all of whose inquiries moved away keeps its arrival and channel (docs/rules/speed.md#milestones)."""
    rows = list(Inquiry.objects.filter(lead=lead).order_by("entered_at", "pk"))
    told = Inquiry.objects.filter(lead=lead).aggregate(count=Count("pk"), last=Max("received_at"))
    facts = {"inquiry_count": told["count"]}
    if rows:
        first = min(rows, key=lambda row: place_of(row.received_at, day_only=row.day_only))
        facts |= {"received_at": first.received_at, "channel": first.channel_id, "last_inquiry_at": told["last"]}
    Lead.objects.filter(pk=lead.pk).update(**facts)


def _write_hand(lead: Lead) -> None:
    if last := Allocation.objects.filter(lead=lead).order_by("-at", "-pk").first():
        Lead.objects.filter(pk=lead.pk).update(agent=last.agent_id, allocated_at=last.at)
