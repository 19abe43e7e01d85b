"""The trail, read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc import sockets
from dcc.frame.paging import PLACE, Position, page_by_key, pager_of
from dcc.models import TrailEntry, User
from dcc.people.permissions import requires, scopes
from dcc.trail.audit import ACTIONS
from dcc.trail.forms.trail import TrailFilterForm
from dcc.trail.trail_words import Words, in_words, speaks_of_people
from dcc.trail.views.trail_table import TrailTable


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
        "filtered": any(value for name, value in request.GET.items() if name not in PLACE),
        "pager": pager_of(page, request.GET),
        "scope": next(scope for scope in ("all", "team", "own") if scope in scopes(request.user, "trail.see")),
    }
    return render(request, "dcc/trail/trail.html", context)


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
