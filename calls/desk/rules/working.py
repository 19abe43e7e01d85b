"""What was done with a lead on the telephone, for whoever asks whether something may still be taken back."""

from collections.abc import Collection, Iterator
from datetime import datetime

from django.db.models import QuerySet

from calls.models import Appointment, Call, Card, Dial
from dcc.models import TrailEntry, User
from leads.intake.rules.touching import touch
from leads.models import Lead

DEEDS = ("call.log", "call.complete", "card.open", "appointment.book", "appointment.move", "appointment.confirm", "appointment.cancel")


def contacts_of(lead: Lead) -> Iterator[tuple[datetime, datetime]]:
    """Yield the connected calls of a lead: from when the server knew of each, and its moment."""
    return ((call.known_at, call.at) for call in Call.objects.filter(lead=lead, outcome="connected"))


def touches_of(leads: Collection[int]) -> Iterator[QuerySet]:
    """Yield the calls of some leads, begun ones too, their cards and appointments, as rows of `leads.sockets.touches`."""
    yield touch(Call.objects.filter(lead__in=leads).exclude(row="made"), "called")  # what a file wrote goes with it
    yield touch(Dial.objects.filter(lead__in=leads), "called")
    yield touch(Card.objects.filter(lead__in=leads), "card")
    yield touch(Appointment.objects.filter(lead__in=leads), "appointment")


def worked_on(lead: Lead, after: datetime) -> Iterator[tuple[User | None, datetime]]:
    """Yield who called, opened the card or agreed a visit after a moment, and when; what was taken back was never done."""
    entries = TrailEntry.objects.filter(object_type="lead", object_id=lead.pk, action__in=DEEDS, at__gt=after).exclude(by=None).select_related("by")
    calls, appointments = (set(rows.filter(lead=lead, annulled_at__isnull=False).values_list("pk", flat=True)) for rows in (Call.every, Appointment.every))
    cards = set(Card.objects.filter(lead=lead).values_list("at", flat=True))
    for entry in entries:
        gone = entry.detail.get("call") in calls or entry.detail.get("appointment") in appointments
        if not gone and (entry.action != "card.open" or entry.at in cards):
            yield entry.by, entry.at
