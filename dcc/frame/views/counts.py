"""What waits in each section: asked by every page for itself, so that no page waits for the numbers beside its navigation."""

from datetime import datetime

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.frame.navigation import sections_of, unread_of
from dcc.frame.paging import counts_of
from dcc.people.permissions import requires


@require_safe
@requires("me")
def counts(request):
    """Return {"sections": {name: [number as shown, whether something is late]}, "unread": notices}; a section where nothing waits is left out."""
    now, sections = timezone.now(), sections_of(request.user)
    waiting = {section.url: section.count(request.user, now) for section in sections if section.count} | _rows(request.user, sections, now)
    shown = {name: [str(number), bool(late)] for name, (number, late) in waiting.items() if number}
    return JsonResponse({"sections": shown, "unread": unread_of(request.user)})


def _rows(user, sections, now: datetime) -> dict[str, tuple[int, bool]]:
    """Count the rows of every section that names them, in one query; none of them is ever late."""
    named = {section.url: section.rows(user, now) for section in sections if section.rows}
    if not named:
        return {}
    counted = counts_of(user.own_store, {f"{url}_{name}": rows for url, each in named.items() for name, rows in each.items()})
    return {url: (sum(counted[f"{url}_{name}"] for name in each), False) for url, each in named.items()}
