"""What this room adds to the customer's page: what comes next, and the way to call."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.desk_words import DUTY_WORDS
from calls.models import Appointment
from dcc.permissions import scopes
from leads.models import FollowUp, Lead, Proposal
from leads.phones import mask_digits


def next_panel(lead: Lead, user) -> tuple[str, dict[str, Any]] | None:
    """The running appointment, what is owed and by whom, what waits for a grade or the leader; None where nothing is."""
    if not lead.is_open:
        return None
    now = timezone.now()
    appointment = Appointment.objects.running().filter(lead=lead).select_related("reception").first()
    owed = FollowUp.objects.filter(lead=lead, done_at=None).select_related("agent").order_by("due_at", "id")
    rows = [_owed(row, now) for row in owed]
    proposal = Proposal.objects.filter(lead=lead, decided_at=None).select_related("by").first()
    waits = {"grade": lead.ungraded_since, "review": lead.review_since, "missed": lead.missed_at, "tries": lead.tries if lead.unreached_at else 0}
    if not (appointment or rows or proposal or any(waits.values())):
        return None
    return "calls/_panel_next.html", {"appointment": appointment, "rows": rows, "proposal": proposal, "call_url": call_url(lead, user), **waits}


def _owed(row: FollowUp, now: datetime) -> dict[str, Any]:
    return {"what": str(DUTY_WORDS[row.kind]), "note": mask_digits(row.note), "at": row.due_at, "who": _name(row.agent), "late": row.due_at < now}


def _name(person) -> str:
    return person.name if person else "—"


def call_url(lead: Lead, user) -> str:
    """Return the desk standing on this lead, for whoever may call it."""
    held = scopes(user, "call.log")
    mine = "all" in held or ("own" in held and user.pk in (lead.agent_id, lead.reception_id))
    return reverse("calls_on", args=[lead.pk]) if lead.is_open and mine else ""


def call_action(lead: Lead, user) -> tuple[str, str, str] | None:
    """The way to the call form."""
    url = call_url(lead, user)
    return (url, _("Call and log"), "phone") if url else None
