"""What the calls room knows of leads that wait for their grade: a fixed number of queries, however many they are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from calls.desk.queue_words import checks_in_words, talk_length
from calls.models import Appointment, Call
from calls.models.querysets.appointment import RUNNING
from dcc.store.store_settings import value
from leads.intake.phones import mask_digits
from leads.models import Lead


def facts_of(leads: Sequence[Lead]) -> dict[int, dict[str, Any]]:
    """Return for each lead the facts of `leads.grading.grade_hint.Facts` that calls and appointments tell. Three queries."""
    if not leads:
        return {}
    effective_from = value(leads[0].store, "effective_seconds", max(lead.ungraded_since or lead.received_at for lead in leads))
    calls: dict[int, list[Call]] = defaultdict(list)
    for call in Call.objects.filter(lead__in=leads, outcome="connected").only("lead_id", "at", "logged_at", "seconds", "checks"):
        calls[call.lead_id].append(call)
    appointments: dict[int, list[str]] = defaultdict(list)
    for lead_id, status in Appointment.objects.filter(lead__in=leads).values_list("lead_id", "status"):
        appointments[lead_id].append(status)
    return {lead.pk: _facts(_since(calls[lead.pk], lead.graded_at), appointments[lead.pk], effective_from) for lead in leads}


def _since(calls: list[Call], graded_at: datetime | None) -> list[Call]:
    return [call for call in calls if graded_at is None or call.known_at > graded_at]


def _facts(calls: list[Call], statuses: list[str], effective_from: int) -> dict[str, Any]:
    return {
        "connected": len(calls),
        "effective": sum(call.seconds >= effective_from for call in calls),
        "longest_seconds": max((call.seconds for call in calls), default=0),
        "checks": frozenset(check for call in calls for check in call.checks),
        "appointment": any(status in RUNNING for status in statuses),
        "no_shows": statuses.count("no_show"),
    }


@dataclass(frozen=True)
class Told:
    """One call as the grading page tells it: its number among all of the lead, what was spoken of, and of the first one whether anybody was in time."""

    call: Call
    number: int
    length: str
    spoken: str
    note: str
    first: str = ""


def since_grading(lead: Lead) -> list[Told]:
    """Return the lead's calls since its last grading, newest first; all of them where it was never graded or waits for the leader. One query."""
    since = None if lead.review_since else lead.graded_at
    calls = list(Call.objects.filter(lead=lead).exclude(outcome="missed").select_related("agent").order_by("at", "id"))
    told = [_tell(lead, call, number) for number, call in enumerate(calls, start=1) if since is None or call.known_at > since]
    return told[::-1]


def _tell(lead: Lead, call: Call, number: int) -> Told:
    first = ""
    if number == 1 and lead.respond_by and lead.responded_at:
        first = _("first call, in time") if lead.responded_at <= lead.respond_by else _("first call, late")
    length = talk_length(call.seconds) if call.connected and call.seconds else ""
    return Told(call, number, length, checks_in_words(call.checks), mask_digits(call.note), first)
