"""The visits an evening note calls unconfirmed, counted once more from the events alone. Shares no code with the product.

A customer who is to come is asked in two windows: the day before, and from two hours before their time. Each visit was spoken of or confirmed in its window, or
stands in the note of whoever had the lead at the closing time.
"""

from datetime import datetime, timedelta

from calls.models import Appointment, Call, Confirmation
from dcc.models import Store
from leads.models import Allocation
from reporting.models import EveningNote


def notes_apart(store: Store, day) -> list[str]:
    """Return the agents' notes of a day that count other visits than the events say, a sentence each."""
    notes = EveningNote.objects.filter(store=store, day=day, user__isnull=False).select_related("user")
    return [
        f"{note.user.username} on {day}: {note.facts['slipped']['unconfirmed']} unconfirmed are {open_visits(store, note.at, note.user_id)}"
        for note in notes
        if note.facts["slipped"]["unconfirmed"] != len(open_visits(store, note.at, note.user_id))
    ]


def open_visits(store: Store, closes: datetime, agent: int) -> set[int]:
    """Return the leads of an agent whose visit was neither spoken of nor confirmed in the window that had passed, or runs, at a closing time."""
    midnight = closes.astimezone(store.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    visits = Appointment.objects.filter(store=store, at__lte=closes, scheduled_for__gte=midnight, scheduled_for__lt=midnight + timedelta(days=2))
    return {visit.lead_id for visit in visits.select_related("lead") if _agent_at(visit, closes) == agent and _is_open(visit, midnight, closes)}


def _agent_at(visit: Appointment, closes: datetime) -> int | None:
    given = Allocation.objects.filter(lead=visit.lead_id, at__lte=closes).order_by("at", "pk").values_list("agent_id", flat=True)
    return given.last()


def _is_open(visit: Appointment, midnight: datetime, closes: datetime) -> bool:
    is_today = visit.scheduled_for < midnight + timedelta(days=1)
    until = visit.scheduled_for if is_today else closes
    if is_today and (visit.scheduled_for > closes or visit.at > visit.scheduled_for - timedelta(hours=2)):
        return False
    over = visit.ended_at is not None and visit.ended_at <= until and (not is_today or visit.status in {"moved", "cancelled"})
    if over or (visit.lead.closed_at is not None and visit.lead.closed_at <= until):
        return False
    said = Confirmation.objects.filter(appointment=visit, at__lte=until)
    if (said.filter(at__gte=midnight) if is_today else said).exists():
        return False
    talks = [call.logged_at or call.at for call in Call.objects.filter(lead=visit.lead_id, outcome="connected")]
    return not any(max(midnight, visit.at) <= at <= until and at != visit.at for at in talks)
