"""What stands beside the note: for an agent what may still be done, tomorrow's first and today's figures; for the leader with whom it slipped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls.desk.day_figures import Done, done_by
from calls.desk.queue import Agenda, agenda_of
from calls.desk.queue_words import DUTY_WORDS, why
from calls.models import Appointment
from dcc.models import Store, User
from dcc.people.permissions import may
from dcc.reckoning.clock import day_of, day_range
from dcc.reckoning.rounding import percent, rounded
from leads.models import FollowUp
from reporting.evening.day_slips import SLIPS
from reporting.evening.kept_notes import kept_of_agents
from reporting.evening.note_facts import Note
from reporting.figures.formulas import IN_TIME
from reporting.figures.measures import MEASURES

WALKED = "promise"  # the group of the queue that is worked off before one leaves
EARLIEST = 6  # rows of tomorrow


@dataclass(frozen=True)
class Ahead:
    """One thing of tomorrow: its time, what it is, whose page."""

    at: datetime
    words: str
    url: str


def of_agent(user: User, now: datetime) -> dict[str, Any]:
    """Return what an agent's own note of today has beside it."""
    agenda = agenda_of(user, now=now, only=WALKED)
    return {
        "left": list(_left(agenda, now)),
        "walk_url": _on_the_walk(agenda.places[0].lead_id) if agenda.places else "",
        "call_until": agenda.values["call_until"],
        "tomorrow": day_of(now, user.own_store.zone) + timedelta(days=1),
        "ahead": _tomorrow(user, now),
        "figures": _figures(done_by(user, now)),
    }


def _left(agenda: Agenda, now: datetime) -> Iterator[dict[str, Any]]:
    """Yield the promises and confirmations of the queue, in its order; none outside the call window."""
    for place in agenda.places:
        lead = agenda.leads[place.lead_id]
        yield {"lead": lead, "why": why(place, lead, now), "url": _on_the_walk(place.lead_id)}


def _on_the_walk(lead: int) -> str:
    return f"{reverse('calls_on', args=[lead])}?only={WALKED}"


def _figures(day: Done) -> list[dict[str, Any]]:
    """Return the figures of today, each with its plan where there is one."""
    goals = {what: rounded(goal) for what, (goal, _gone) in day.plans.items()}
    counted = [(MEASURES[what].label, what, getattr(day, what), goals.get(what, 0)) for what in ("calls", "connected", "cards", "invited")]
    found = [{"label": label, "what": what, "value": value, "beside": f"/ {goal}" if goal else ""} for label, what, value, goal in counted]
    came = _("%(came)d, of %(due)d due") % {"came": day.arrived, "due": day.due}
    in_time = {"value": percent(day.in_time, day.limit_passed), "beside": f"{day.in_time}/{day.limit_passed}" if day.limit_passed else ""}
    return [*found, {"label": pgettext("appointments due", "Came"), "what": "due", "value": came}, {"label": IN_TIME, "what": "in_time", **in_time}]


def _tomorrow(user: User, now: datetime) -> list[Ahead]:
    """Return what is agreed for tomorrow, by its time, the earliest of it."""
    store = user.own_store
    start, end = day_range(day_of(now, store.zone) + timedelta(days=1), store.zone)
    owed = FollowUp.objects.filter(store=store, agent=user, done_at=None, due_at__gte=start, due_at__lt=end, lead__closed_at=None)
    visits = Appointment.objects.running().filter(store=store, lead__agent=user, scheduled_for__gte=start, scheduled_for__lt=end)
    dues = owed.order_by().values_list("due_at", "lead", "lead__name", "kind", "note")
    comes = visits.order_by().values_list("scheduled_for", "lead", "lead__name", Value(""), Coalesce("reception__name", Value("")))
    both = dues.union(comes, all=True).order_by("due_at", "lead")[:EARLIEST]
    return [Ahead(at, _due(name, kind, said) if kind else _comes(name, said), reverse("lead", args=[pk])) for at, pk, name, kind, said in both]


def _due(name: str, kind: str, note: str) -> str:
    words = f"{DUTY_WORDS[kind]} {name}"
    return _("%(words)s: %(note)s") % {"words": words, "note": note} if note else words


def _comes(name: str, receives: str) -> str:
    words = _("%(name)s comes in, %(who)s receives") if receives else _("%(name)s comes in")
    return words % {"name": name, "who": receives}


def of_team(reader: User, store: Store, day: date, note: Note | None) -> dict[str, Any]:
    """Return with whom it slipped, as their notes say it: none before the closing time; with whoever else owes it, so that it adds up."""
    kept = kept_of_agents(store, day)
    there = set(User.objects.of_store(store).there_on(day).values_list("pk", flat=True))
    lines = [_line(person, each, day, is_away=person.pk not in there) for person, each in kept]
    total = [note.slipped.get(what, 0) for what in SLIPS] if note and kept else []
    sums = [sum(line["counts"][place] for line in lines) for place in range(len(SLIPS))]
    others = [max(whole - part, 0) for whole, part in zip(total, sums, strict=True)] if total else []
    most = _most(lines)
    passes_on = most if most and may(reader, "lead.allocate") else None
    return {
        "people": sorted(lines, key=lambda line: [-count for count in line["counts"]]),
        "others": others if any(others) else [],
        "total": total,
        "most": most,
        "passes_on": f"{reverse('leads')}?{urlencode({'agent': passes_on['person'].pk, 'status': 'owed', 'sort': 'next_step'})}" if passes_on else "",
    }


def _most(lines: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the line of who has more overdue than anybody else; None where several have as much: none of them is to be named."""
    most = max((line["counts"][0] for line in lines), default=0)
    found = [line for line in lines if line["counts"][0] == most]
    return found[0] if most and len(found) == 1 else None


def _line(person: User, note: Note, day: date, *, is_away: bool) -> dict[str, Any]:
    counts = [note.slipped.get(what, 0) for what in SLIPS]
    return {"person": person, "is_away": is_away, "counts": counts, "url": f"?{urlencode({'day': day, 'user': person.username})}"}


def earliest_unconfirmed(visit: Appointment | None) -> str:
    """Return who of those nobody confirmed comes first, for the page alone: no customer stands in what is copied."""
    return _("The earliest: %(name)s, %(time)s.") % {"name": visit.lead.name, "time": f"{localtime(visit.scheduled_for):%m-%d %H:%M}"} if visit else ""
