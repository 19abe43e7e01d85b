"""What this room adds to the customer's page: what comes next, and the way to call."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from calls.desk.queue_words import DUTY_WORDS
from calls.models.appointment import STATUSES
from calls.models.card import CHOSEN, CONTENT_WORDS
from leads.customer.history import Row, rows_of
from leads.customer.timeline import numbers_in_words
from leads.intake.phones import mask_digits
from leads.models import Lead
from leads.models.querysets.lead import works_on
from leads.models.review import PROPOSALS, REQUESTS


def next_panel(lead: Lead, user, now: datetime) -> tuple[str, dict[str, Any]] | None:
    """The running appointment, what is owed and by whom, what waits for a grade or the leader, a number nobody knows; None where nothing is."""
    if not lead.is_open:
        return None
    expected = next((_expected(row) for row in rows_of(lead, "expected")), None)
    rows = [_owed(row, now) for row in rows_of(lead, "owed")]
    proposal = next((_applied(row) for row in rows_of(lead, "proposal") if row["decided_at"] is None and row["annulled_at"] is None), None)
    requests = [_requested(row, user) for row in rows_of(lead, "request") if row["decided_at"] is None]
    waits = {"grade": lead.ungraded_since, "review": lead.review_since, "missed": lead.missed_at, "tries": lead.tries if lead.unreached_at else 0}
    if lead.phone and not (expected or rows or proposal or requests or any(waits.values())):
        return None
    shown = {"expected": expected, "rows": rows, "proposal": proposal, "requests": requests, "numberless": not lead.phone, "number_url": number_url(lead, user)}
    return "calls/record/_panel_next.html", {**shown, "call_url": call_url(lead, user), **waits}


def card_panel(lead: Lead, user, now: datetime) -> tuple[str, dict[str, Any]] | None:
    """What stands on the customer's card, or is known for it, and the way to write it; None where nothing is and nobody may."""
    known = {row["key"]: row["after"] for row in rows_of(lead, "card_fact")}
    said = [(CONTENT_WORDS[key], mask_digits(str(CHOSEN.get(key, {}).get(known[key], known[key])))) for key in CONTENT_WORDS if known.get(key)]
    opened = next((row for row in rows_of(lead, "card") if row["annulled_at"] is None), None)
    url = reverse("calls_card", args=[lead.pk]) if lead.is_open and works_on(lead, user, "card.open") else ""
    if not (said or opened or url):
        return None
    shown = {"at": opened.at, "name": opened.name("agent")} if opened else None
    return "calls/cards/_panel.html", {"opened": shown, "facts": said, "url": url}


def _expected(row: Row) -> dict[str, Any]:
    return {"at": row.at, "status": dict(STATUSES)[row["status"]], "reception": row.name("reception")}


def _applied(row: Row) -> dict[str, Any]:
    return {"kind": dict(PROPOSALS)[row["kind"]], "by": row.name("by"), "reason": row["reason"]}


def _requested(row: Row, user) -> dict[str, Any]:
    withdraw = reverse("request_withdraw", args=[row.pk]) if row["by_id"] == user.pk else ""
    return {"kind": dict(REQUESTS)[row["kind"]], "numbers": numbers_in_words(row), "by": row.name("by"), "reason": row["reason"], "withdraw": withdraw}


def _owed(row: Row, now: datetime) -> dict[str, Any]:
    return {"what": str(DUTY_WORDS[row["kind"]]), "note": mask_digits(row["note"]), "at": row.at, "who": row.name("agent") or "—", "late": row.at < now}


def owed_first(lead: Lead, now: datetime) -> dict[str, Any] | None:
    """Return what is owed to a lead next, a promise before anything else; None where nothing is."""
    rows = sorted(rows_of(lead, "owed"), key=lambda row: (row["kind"] != "callback", row.at))
    return _owed(rows[0], now) if rows else None


def call_url(lead: Lead, user) -> str:
    """Return the desk standing on this lead, for whoever may call it."""
    return reverse("calls_on", args=[lead.pk]) if lead.is_open and lead.phone and works_on(lead, user, "call.log") else ""


def number_url(lead: Lead, user) -> str:
    """Return where the number nobody knows is written, for whoever may write or propose it."""
    return reverse("lead_number", args=[lead.pk]) if lead.is_open and not lead.phone and works_on(lead, user, "lead.number") else ""


def call_action(lead: Lead, user) -> tuple[str, str, str] | None:
    """The way to the call form; where there is no number to call, to where it is written."""
    if url := call_url(lead, user):
        return url, _("Call and log"), "phone"
    url = number_url(lead, user)
    return (url, _("Add the number"), "phone") if url else None
