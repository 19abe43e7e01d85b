"""The rows behind a figure of the note: the customers of what slipped, the calls of a day or an hour, the leads that are compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from calls.models import Call
from dcc.models import User
from leads.models import Lead
from reporting.evening.day_slips import SLIPS, Evening, slipped
from reporting.evening.note_facts import Note, compared_leads, counted_calls
from reporting.evening.note_words import SLIP_WORDS

LEARN = "learn"
CALLS = {"calls": _("Calls"), "connected": _("Connected calls")}
WORDS = {**SLIP_WORDS, **CALLS, LEARN: _("Visit rate by lead")}


@dataclass(frozen=True)
class Line:
    """One row: the customer, whom not everybody may open, and what is said of them: when they were called and what came of it, when they came in."""

    lead: Lead
    is_seen: bool
    agent: User | None
    at: datetime | None = None
    fact: str = ""


def compared(evening: Evening, note: Note | None, person: User | None) -> list[Lead]:
    """Return the leads of the channel a note compares: a person's, or the team's."""
    return compared_leads(evening, note.learn["channel"], person) if note and note.learn else []


def lines_of(reader: User, evening: Evening, what: str, person: User | None, *, hour: int | None, leads: list[Lead] | None, now: datetime) -> Iterator[Line]:
    """Yield the rows of a figure. Who of them has gone to somebody else since is counted and not named (docs/rules/trust.md#rows)."""
    if what in CALLS:
        yield from _calls(reader, _of_hour(counted_calls(evening, person), evening, what, hour), now)
        return
    keys = slipped(evening, what, person.pk if person else None).order_by().values("lead") if what in SLIPS else [lead.pk for lead in leads or []]
    shown = list(Lead.objects.filter(pk__in=keys).select_related("agent", "channel").order_by("received_at", "pk"))
    seen = _seen(reader, shown, now)
    for lead in shown:
        came = lead.visited_at if lead.visited_at and lead.visited_at <= evening.closes else None
        yield Line(lead, lead.pk in seen, lead.agent, came if what == LEARN else None)


def _of_hour(calls: QuerySet[Call], evening: Evening, what: str, hour: int | None) -> list[Call]:
    found = calls.select_related("lead__channel", "agent").order_by("at", "pk")
    found = found.filter(outcome="connected") if what == "connected" else found
    return [call for call in found if hour is None or call.at.astimezone(evening.store.zone).hour == hour]


def _calls(reader: User, calls: list[Call], now: datetime) -> Iterator[Line]:
    seen = _seen(reader, [call.lead for call in calls], now)
    for call in calls:
        yield Line(call.lead, call.lead_id in seen, call.agent, call.at, call.outcome_name or call.get_outcome_display())


def _seen(reader: User, leads: list[Lead], now: datetime) -> set[int]:
    return set(Lead.objects.visible_to(reader, now=now).filter(pk__in={lead.pk for lead in leads}).values_list("pk", flat=True))
