"""One wall, for whoever has its address: no log-in, and nothing but the figures of the day (docs/rules/trust.md#walls)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dcc.frame.moment_words import weekday
from dcc.reckoning.clock import day_of
from reporting.models.wall_token import SHOWROOM
from reporting.walls.office_wall import office_wall
from reporting.walls.rules.wall_tokens import wall_of
from reporting.walls.showroom_wall import showroom_wall
from reporting.walls.wall_throttle import is_barred, turn_of, wrong_from

LANGUAGE = "zh-hans"  # of a wall, whoever stands before it


@login_not_required
@require_safe
@never_cache
def wall(request, secret):
    """The face of this address; a wrong one, one that has ended and one that never was look the same."""
    now = timezone.now()
    if wait := is_barred(request.address, now=now):
        return _later(wait)
    token = wall_of(secret, now=now)
    if token is None:
        wrong_from(request.address, now=now)
        return _gone(request)
    if wait := turn_of(token.pk, now=now):
        return _later(wait)
    store, face = token.store, "showroom" if token.face == SHOWROOM else "office"
    with timezone.override(store.zone), translation.override(LANGUAGE):
        facts = showroom_wall(store, now=now) if token.face == SHOWROOM else office_wall(store, now=now)
        part = "_fresh" if request.headers.get("HX-Request") else "wall"
        return render(request, f"reporting/walls/{part}.html", facts | {"store": store, "now": now, "face": face, "weekday": weekday(day_of(now, store.zone))})


def _gone(request) -> HttpResponse:
    """A page that stands open asks to be drawn anew, so that no figure stays on it."""
    response = render(request, "reporting/walls/gone.html", status=404)
    if request.headers.get("HX-Request"):
        response["HX-Refresh"] = "true"
    return response


def _later(wait: int) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(wait)})
