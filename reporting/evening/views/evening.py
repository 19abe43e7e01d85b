"""The evening note: an agent's own, or the team's and each one's for the leader; and the rows behind what slipped."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.desk.queue import agenda_of
from calls.desk.queue_words import why
from dcc.models import Store, User
from dcc.people.permissions import requires, scopes
from dcc.reckoning.clock import day_of, day_said
from dcc.reckoning.rounding import percent
from leads.models import Lead
from reporting.evening.day_slips import SLIPS, evening_of, slipped
from reporting.evening.kept_notes import agent_called, kept_of_agents, read_note
from reporting.evening.note_facts import Note, best_of
from reporting.evening.note_words import DIFFERENCES, SLIP_WORDS, Named, as_text, named_in, number, sentences
from reporting.figures.parts.asked import rows_url
from reporting.figures.question import Question
from reporting.figures.reach import reach_of

HIGHEST = 60  # of a bar
WIDE, NARROWEST = 77, 500  # an hour of the picture; the picture


@require_safe
@requires("evening.see")
def show(request):
    """The note of a day: as it was written at its closing time; before that, what is known so far."""
    now, store, person = timezone.now(), request.user.store, _whose(request)
    today = day_of(now, store.zone)
    day = min(day_said(request.GET.get("day", "")) or today, today)
    note, kept = read_note(store, day, person, now=now)
    days = [(one, "?" + _address(one, person, request.user)) for one in (today, today - timedelta(days=1))]
    shown: dict[str, Any] = {"day": day, "today": today, "days": days, "whose": person, "is_team": "team" in scopes(request.user, "evening.see")}
    shown |= {"kept": kept, "evening": evening_of(store, day, now)}
    if note is not None:
        shown |= _said(request, note, person, day)
    if shown["is_team"]:
        shown["people"] = _people(store, day)
    elif day == today:
        shown["left"] = _left(request.user, now)
    return render(request, "reporting/evening/evening.html", shown)


def _whose(request) -> User | None:
    """Whose note is asked for: one's own; for the leader the team's, or by name each one's."""
    if "team" not in scopes(request.user, "evening.see"):
        return request.user
    name = request.GET.get("user", "")
    if not name:
        return None
    if person := agent_called(request.user.store, name):
        return person
    raise Http404


def _address(day: date, person: User | None, reader: User) -> str:
    return urlencode({"day": f"{day}"} | ({"user": person.username} if person and person != reader else {}))


def _said(request, note: Note, person: User | None, day: date) -> dict[str, Any]:
    """Return the three sentences with what is drawn beside them."""
    query = _address(day, person, request.user)
    named = named_in(note.learn) if note.learn else None
    said = sentences(note, person, named)
    reach = reach_of(request.user)
    url = rows_url(Question(request.user.store, "agent", "activity", day, day), reach)
    top = max((line[1] for line in note.hours), default=1)
    slips = [
        {"what": what, "label": SLIP_WORDS[what], "count": note.slipped.get(what, 0), "url": f"{reverse('evening_rows')}?what={what}&{query}"} for what in SLIPS
    ]
    return {
        "note": note,
        "said": said,
        "text": as_text(said, day),
        "hours": [_bar(place, line, top, is_best=line[0] == best_of(note.hours)) for place, line in enumerate(note.hours)],
        "wide": max(WIDE * len(note.hours), NARROWEST),
        "slips": slips,
        "calls_url": url("calls", person.username if person else None),
        "connected_url": url("connected", person.username if person else None),
        "learn": _compared(note.learn, named) if note.learn and named else None,
    }


def _bar(place: int, line: list[int], top: int, *, is_best: bool) -> dict[str, Any]:
    hour, calls, connected = line
    left, high, filled = 18 + WIDE * place, HIGHEST * calls / top, HIGHEST * connected / top
    return {
        **{"hour": hour, "calls": calls, "connected": connected, "is_best": is_best, "left": left, "middle": left + 20},
        **{"high": f"{high:.1f}", "y": f"{76 - high:.1f}", "filled": f"{filled:.1f}", "filled_y": f"{76 - filled:.1f}", "word_y": f"{70 - high:.1f}"},
    }


def _compared(found: dict[str, Any], named: Named) -> dict[str, Any]:
    theirs, own = found["theirs"], found["own"]
    lines = [("visits", percent(theirs["visits"], theirs["leads"]), percent(own["visits"], own["leads"]), f"{theirs['visits']}/{theirs['leads']}")]
    rows = [{"label": label, "theirs": number(theirs[what]), "own": number(own[what]), "is_most": what == found["most"]} for what, label in DIFFERENCES.items()]
    share = {"theirs": lines[0][1], "own": lines[0][2], "of_theirs": lines[0][3], "of_own": f"{own['visits']}/{own['leads']}"}
    channel, person = named
    return {"channel": channel.name, "person": person, "share": share, "rows": rows}


def _people(store: Store, day: date) -> list[dict[str, Any]]:
    """Return what slipped with each agent, as their notes say it: none before the closing time."""
    found = []
    for person, note in kept_of_agents(store, day):
        counts = [note.slipped.get(what, 0) for what in SLIPS]
        found.append({"person": person, "counts": counts, "url": f"?{urlencode({'day': day, 'user': person.username})}"})
    return found


def _left(user: User, now: datetime) -> list[dict[str, Any]]:
    """Return what one may still do before the end of the call window: promises and confirmations of the queue, in its order."""
    agenda = agenda_of(user, now=now)
    places = [place for place in agenda.places if place.group == "promise"]
    leads = [(place, agenda.leads[place.lead_id]) for place in places]
    return [{"lead": lead, "why": why(place, lead, now), "url": reverse("calls_on", args=[lead.pk])} for place, lead in leads]


@require_safe
@requires("evening.see")
def rows(request):
    """The customers behind what slipped, as the rows say it now of that closing time."""
    now, store, person = timezone.now(), request.user.store, _whose(request)
    what, day = request.GET.get("what", ""), day_said(request.GET.get("day", ""))
    evening = evening_of(store, day, now) if day else None
    if what not in SLIPS or evening is None:
        raise Http404
    leads = slipped(evening, what, person.pk if person else None).order_by().values("lead")
    seen = Lead.objects.visible_to(request.user, now=now).filter(pk__in=leads).select_related("agent", "channel").order_by("received_at", "pk")
    back = f"{reverse('evening')}?{_address(evening.day, person, request.user)}"
    return render(request, "reporting/evening/rows.html", {"leads": seen, "word": SLIP_WORDS[what], "day": evening.day, "back": back})
