"""What an evening note says slipped, counted once more from the events alone. Shares no code with the product.

Overdue and broken promises are customers to whom whoever owed it made no call by the closing time, of leads that stood open then; a first call is late by what
the server knew of it first. Of visits: a customer who is to come is asked in two windows, the day before and from two hours before their time. Each visit was
spoken of or confirmed in its window, or stands in the note of whoever had the lead at the closing time.
"""

from datetime import UTC, datetime, timedelta

from calls.models import Appointment, Call, Confirmation
from dcc.models import Store
from leads.models import Allocation, DoNotCall, FollowUp, Lead
from reporting.models import EveningNote

LATER = datetime(9999, 1, 1, tzinfo=UTC)


def notes_apart(store: Store, day) -> list[str]:
    """Return where the agents' notes of a day count otherwise than the events say, a sentence each."""
    apart = []
    for note in EveningNote.objects.filter(store=store, day=day, user__isnull=False).select_related("user"):
        owed, today = _owed(store, note.at, note.user_id), note.at.astimezone(store.zone).date()
        found = {
            "overdue": {row.lead_id for row in owed if row.due_at.astimezone(store.zone).date() < today},
            "broken_promises": {row.lead_id for row in owed if row.kind == "callback" and row.due_at.astimezone(store.zone).date() == today},
            "late_first_calls": _late(store, note.at, note.user_id),
            "never_called": _never(store, note.at, note.user_id),
            "unconfirmed": open_visits(store, note.at, note.user_id),
        }
        said = note.facts["slipped"]
        apart += [f"{note.user.username} on {day}: {said[what]} {what} are {leads}" for what, leads in found.items() if said[what] != len(leads)]
    return apart


def _owed(store: Store, closes: datetime, agent: int) -> list[FollowUp]:
    """Return what an agent owed at a closing time that was due by then, of leads that stood open."""
    rows = FollowUp.objects.filter(store=store, agent=agent, created_at__lte=closes, due_at__lte=closes).select_related("lead")
    return [row for row in rows if (row.done_at is None or row.done_at > closes) and (row.lead.closed_at is None or row.lead.closed_at > closes)]


def _late(store: Store, closes: datetime, agent: int) -> set[int]:
    """Return the leads whose first call was an agent's, became known on the day, and came after the limit."""
    known: dict[int, list[tuple[datetime, int, datetime, int | None]]] = {}
    theirs = Call.objects.filter(agent=agent, at__gte=closes - timedelta(days=2), at__lte=closes).exclude(outcome="missed")  # none is stated later than a day
    rows = Call.objects.filter(lead__in=theirs.values("lead")).exclude(outcome="missed")
    for lead, at, pk, logged_at, who in rows.values_list("lead_id", "at", "pk", "logged_at", "agent_id"):
        if (logged_at or at) <= closes:
            known.setdefault(lead, []).append((at, pk, logged_at or at, who))
    day = closes.astimezone(store.zone).date()
    own = {lead for lead, calls in known.items() if min(calls)[3] == agent and min(calls)[2].astimezone(store.zone).date() == day}
    limits = Lead.objects.filter(pk__in=own, respond_by__isnull=False).values_list("pk", "respond_by")
    return {lead for lead, limit in limits if min(call[2] for call in known[lead]) > limit}


def _never(store: Store, closes: datetime, agent: int) -> set[int]:
    """Return the leads an agent had at a closing time whose limit had passed and of whom no call was known, with a number one might call."""
    leads = Lead.objects.filter(store=store, respond_by__lte=closes, opened_at__lte=closes)
    leads = [lead for lead in leads if (lead.closed_at is None or lead.closed_at > closes) and (lead.ordered_at is None or lead.ordered_at > closes)]
    called = {call.lead_id for call in Call.objects.filter(store=store).exclude(outcome="missed") if (call.logged_at or call.at) <= closes}
    barred = {entry.phone for entry in DoNotCall.objects.filter(store=store, at__lte=closes) if closes < min(entry.until or LATER, entry.lifted_at or LATER)}
    return {lead.pk for lead in leads if lead.pk not in called and lead.phone and lead.phone not in barred and _had(lead.pk, closes) == agent}


def open_visits(store: Store, closes: datetime, agent: int) -> set[int]:
    """Return the leads of an agent whose visit was neither spoken of nor confirmed in the window that had passed, or runs, at a closing time."""
    midnight = closes.astimezone(store.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    visits = Appointment.objects.filter(store=store, at__lte=closes, scheduled_for__gte=midnight, scheduled_for__lt=midnight + timedelta(days=2))
    return {visit.lead_id for visit in visits.select_related("lead") if _agent_at(visit, closes) == agent and _is_open(visit, midnight, closes)}


def _agent_at(visit: Appointment, closes: datetime) -> int | None:
    return _had(visit.lead_id, closes)


def _had(lead: int, closes: datetime) -> int | None:
    given = Allocation.objects.filter(lead=lead, at__lte=closes).order_by("at", "pk").values_list("agent_id", flat=True)
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
