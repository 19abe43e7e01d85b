"""The evening note: an agent's own, or the team's and each one's for the leader; and the rows behind what slipped."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dcc.frame.paging import whole
from dcc.models import User
from dcc.people.permissions import may, requires, scopes
from dcc.reckoning.clock import day_of, day_said
from dcc.reckoning.rounding import percent
from reporting.evening.chat_news import sent_to
from reporting.evening.day_slips import SLIPS, Evening, evening_of, slipped
from reporting.evening.kept_notes import agent_called, read_note
from reporting.evening.note_facts import DAYS, Note, best_of
from reporting.evening.note_words import DIFFERENCES, SLIP_WORDS, Named, as_text, named_in, number, sentences
from reporting.evening.parts.behind import CALLS, LEARN, WORDS, compared, lines_of
from reporting.evening.parts.beside import earliest_unconfirmed, of_agent, of_team
from reporting.figures.parts.topic_figures import topic_address
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
        named = named_in(note.learn) if note.learn else None
        learned = _compared(note.learn, named) if note.learn and named else None
        shown |= {"note": note, "learn": learned, "written": _said(request, note, person, day, named)}
    if shown["is_team"]:
        shown["team"] = of_team(request.user, store, day, note if person is None else read_note(store, day, None, now=now)[0])
        shown["sent"] = sent_to(store, day) if kept and person is None else None
    elif day == today:
        shown["own"] = of_agent(request.user, now)
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


def _said(request, note: Note, person: User | None, day: date, named: Named | None) -> dict[str, Any]:
    """Return the three sentences with what is drawn beside them."""
    query = _address(day, person, request.user)
    said = sentences(note, person, named)
    top = max((line[1] for line in note.hours), default=1)
    behind = lambda what, more="": f"{reverse('evening_rows')}?what={what}&{query}{more}"  # noqa: E731 - read where it stands
    slips = [{"what": what, "label": SLIP_WORDS[what], "count": note.slipped.get(what, 0), "url": behind(what)} for what in SLIPS]
    hour = {what: behind(what, f"&hour={note.best_hour}") for what in CALLS}
    rates = {"own": behind(LEARN)} | ({"theirs": behind(LEARN, f"&of={named[1].username}")} if named and person is None else {})
    evening = evening_of(request.user.store, day, timezone.now())
    return {
        "said": [
            (list(said[0].main.linked(hour)), list(said[0].beside.linked({what: behind(what) for what in CALLS}))),
            (list(said[1].main.linked({"count": behind(note.largest)})), list(said[1].beside.linked({}))),
            (list(said[2].main.linked(rates)), list(said[2].beside.linked({}))),
        ],
        "of_one": behind("overdue", "&user="),
        "first": _first_unconfirmed(evening, person) if evening and note.largest == "unconfirmed" else "",
        "text": as_text(said, day),
        "hours": [_bar(place, line, top, is_best=line[0] == best_of(note.hours)) for place, line in enumerate(note.hours)],
        "wide": max(WIDE * len(note.hours), NARROWEST),
        "slips": slips,
        "topics": list(_topics(request, note, named, day)) if named and person is None else [],
    }


def _first_unconfirmed(evening: Evening, person: User | None) -> str:
    rows = slipped(evening, "unconfirmed", person.pk if person else None).select_related("lead").order_by("scheduled_for", "pk")
    return earliest_unconfirmed(rows.first()) if person else ""


def _topics(request, note: Note, named: Named, day: date) -> Iterator[tuple[str, str]]:
    """Yield what may be raised as a topic: the rate of the channel that is compared, over the thirty days of the note."""
    if not (note.learn and may(request.user, "topic.raise")) or note.learn["theirs"] == note.learn["own"]:
        return
    channel, best = named
    theirs, own = (percent(note.learn[whose]["visits"], note.learn[whose]["leads"]) for whose in ("theirs", "own"))
    words = _("%(channel)s: visit rate %(own)s, %(name)s %(theirs)s") % {"channel": channel.name, "own": own, "name": best.name, "theirs": theirs}
    question = Question(request.user.store, "channel", "cohort", day - timedelta(days=DAYS - 1), day)
    yield words, topic_address(question, reach_of(request.user), "visit_rate_by_lead", channel.name, title=words)


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
    if middle := found.get("middle"):
        share["middle"] = percent(*middle["rate"])
        rows = [row | {"middle": number(middle[what])} for row, what in zip(rows, DIFFERENCES, strict=True)]
    channel, person = named
    return {"channel": channel.name, "person": person, "share": share, "rows": rows}


@require_safe
@requires("evening.see")
def rows(request):
    """The rows behind a figure of the note, as they say it now of that closing time: what slipped, the calls of the day or an hour, the compared leads."""
    now, store, person = timezone.now(), request.user.store, _whose(request)
    what, day = request.GET.get("what", ""), day_said(request.GET.get("day", ""))
    evening = evening_of(store, day, now) if day else None
    if what not in WORDS or evening is None:
        raise Http404
    hour, found = whole(request.GET.get("hour", "")), None
    if what == LEARN:
        note = read_note(store, evening.day, person, now=now)[0]
        colleague = agent_called(store, request.GET.get("of", "")) if person is None else None
        found = compared(evening, note, colleague or person)
    back = f"{reverse('evening')}?{_address(evening.day, person, request.user)}"
    lines = list(lines_of(request.user, evening, what, person, hour=hour, leads=found, now=now))
    shown = {"lines": lines, "word": WORDS[what], "day": evening.day, "hour": hour if what in CALLS else None, "back": back}
    return render(request, "reporting/evening/rows.html", shown | {"of_calls": what in CALLS, "of_learn": what == LEARN})
