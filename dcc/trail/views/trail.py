"""The trail, read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import render
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc import sockets
from dcc.frame import downloads
from dcc.frame.answers import to
from dcc.frame.paging import PLACE, Position, page_by_key, pager_of
from dcc.frame.plain_workbook import plain_workbook
from dcc.models import TrailEntry, User
from dcc.people.permissions import may, requires, scopes
from dcc.trail.audit import ACTIONS
from dcc.trail.forms.trail import TrailFilterForm
from dcc.trail.rules.trail_exporting import record_export
from dcc.trail.trail_words import Words, in_words, speaks_of_people
from dcc.trail.views.trail_table import TrailTable

MOST_LINES = 20_000  # of a workbook; narrower questions for the rest


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it."""

    entry: TrailEntry
    sentence: Any
    words: Words
    object_words: str
    object_url: str


@require_safe
@requires("trail.see")
def trail(request):
    """The deeds this person may read, the latest first; filters and the place stand in the address."""
    now = timezone.now()
    visible = TrailEntry.objects.visible_to(request.user)
    form = TrailFilterForm(request.GET or None, people=User.objects.visible_to(request.user))
    entries = form.narrow(visible, request.user.store, now).select_related("by")
    page = page_by_key(entries, ("-at", "-pk"), Position.of(request.GET), anchors=visible)
    context = {
        "form": form,
        "table": TrailTable(_lines(request.user, page.rows, now)),
        "only_of": _named(request.user, form, now),
        "may_export": may(request.user, "trail.export"),
        "question": request.GET.urlencode(),
        "filtered": any(value for name, value in request.GET.items() if name not in PLACE),
        "pager": pager_of(page, request.GET),
        "scope": next(scope for scope in ("all", "team", "own") if scope in scopes(request.user, "trail.see")),
    }
    return render(request, "dcc/trail/trail.html", context)


@require_POST
@requires("trail.export")
def export(request):
    """The lines asked for as a workbook, the latest first; it is on the trail."""
    person, now = request.user, timezone.now()
    form = TrailFilterForm(request.GET or None, people=User.objects.visible_to(person))
    if form.is_bound and not form.is_valid():
        return to("trail")
    asked = form.narrow(TrailEntry.objects.visible_to(person), person.store, now)
    lines = _lines(person, list(asked.select_related("by").order_by("-at", "-pk")[:MOST_LINES]), now)
    every = asked.count() if len(lines) == MOST_LINES else len(lines)
    wanted = getattr(form, "cleaned_data", {})
    about = wanted["by"].pk if wanted.get("by") else None
    days = {name: wanted[name].isoformat() for name in ("first", "last") if wanted.get(name)}
    record_export(by=person, now=now, lines=len(lines), about=about, deed=wanted.get("action"), one=wanted.get("of"), **days)
    heads = [_("When"), _("Who"), _("What"), _("Whom or what"), _("Before"), _("After"), _("Further")]
    said = {_("Question"): _("Trail"), _("Store"): person.store.name, **form.said(), _("Written by"): person.name}
    if every > len(lines):
        said[_("Lines")] = _("the latest %(lines)d of %(every)d: ask for fewer days to have the rest") % {"lines": len(lines), "every": every}
    content = plain_workbook(_("Trail"), heads, [_cells(line) for line in lines], said=said, zone=person.store.zone, now=now)
    title = _("Trail")
    return downloads.workbook(content, f"{title}_{person.store.name}_{localtime(now):%m%d}.xlsx")


def _cells(line: Line) -> list[Any]:
    who = line.entry.by.name if line.entry.by else ""
    sides = [strip_tags(str(words)) for words in (line.words.before, line.words.after)]
    return [line.entry.at, who, str(line.sentence), line.object_words, *sides, " · ".join(line.words.facts)]


def _named(user: User, form: TrailFilterForm, now: datetime) -> str:
    """Return what the trail is asked of alone, as far as this person may see it."""
    wanted = form.cleaned_data.get("of") if form.is_bound and form.is_valid() else ""
    if not wanted:
        return ""
    kind, key = wanted.split(":")
    entry = TrailEntry(object_type=kind, object_id=int(key))
    return _links(user, [entry], now).get((kind, int(key)), (_("one object"), ""))[0]


def _lines(user: User, page: Iterable[TrailEntry], now: datetime) -> list[Line]:
    links = _links(user, page, now)
    people = User.objects.visible_to(user) if any(speaks_of_people(entry.action) for entry in page) else ()
    names = {person.pk: person.name for person in people}
    return [Line(entry, ACTIONS.get(entry.action, entry.action), in_words(entry.action, entry.detail, names), *_object(entry, links)) for entry in page]


def _object(entry: TrailEntry, links: dict) -> tuple[str, str]:
    """Return words and address of what was acted on; nothing where somebody acted on themselves: the line names them already."""
    key = (entry.object_type, entry.object_id)
    return ("", "") if key == ("user", entry.by_id) else links.get(key, ("", ""))


def _links(user: User, page: Iterable[TrailEntry], now: datetime) -> dict[tuple[str, int], tuple[str, str]]:
    """Return words and address of every object this person may see: one question for each kind of object."""
    links: dict[tuple[str, int], tuple[str, str]] = {}
    for kind, question in sockets.trail_links.named():
        ids = {entry.object_id for entry in page if entry.object_type == kind}
        if ids:
            links |= {(kind, pk): found for pk, found in question(user, ids, now).items()}
    return links
