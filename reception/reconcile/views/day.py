"""The visits of a day, one after the other: the list, and beside it the one that is open."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dcc.frame.paging import whole
from dcc.people.permissions import decides, may
from dcc.reckoning.clock import day_of, day_said
from reception.day_close.day_sums import both
from reception.day_close.day_sums import whole as sum_of
from reception.day_close.rules.day_visits import signing_of
from reception.models.leakage import ENDS
from reception.models.querysets.visit import LOOK
from reception.reconcile.day_list import Day, Hinted, day_of_visits, visits_on
from reception.reconcile.fetched import fetched_in
from reception.reconcile.parts.day_pane import pane_of
from reception.reconcile.rules.reconciling import works_here
from reception.reconcile.views.joining import joining_of

PANE = "reconcile-pane"


def day_page(request) -> HttpResponse:
    """The day of `?day=` (today where it says none) with `?only=` a part of it; `?visit=` is open, else the first. htmx asks for that one alone."""
    user, now = request.user, timezone.now()
    store = user.own_store
    today = day_of(now, store.zone)
    day = min(day_said(request.GET.get("day", "")) or today, today)
    asked = whole(request.GET.get("visit"))
    if request.htmx and request.htmx.target == PANE:
        visit = next((one for one in visits_on(store, day, asked) if one.annulled_at is None), None)
        return _vary(render(request, "reception/reconcile/_day_pane.html", _opened(request, Hinted(visit) if visit else None) | {"day": day}))
    shown = day_of_visits(store, day, page=whole(request.GET.get("page")) or 1, only=request.GET.get("only", ""))
    signing = signing_of(store, day) if may(user, "day.see") else None
    signed = both(sum_of(signing.figures))[0] if signing else 0
    context = {
        "shown": shown,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < today else None,
        "chosen": asked is not None,
        "works_here": works_here(user),
        "signing": signing,
        "signed": signed,
        "more": shown.count - signed,
        "may_day": may(user, "day.see"),
        **_opened(request, shown.opened(asked), shown),
    }
    return _vary(render(request, "reception/reconcile/day.html", context))


def leakage_rights(user) -> dict[str, Any]:
    """What one may do about a leakage, and how it may end."""
    proposes, signs = may(user, "leakage.propose"), may(user, "leakage.sign")
    return {"ends": ENDS, "may_tell": may(user, "leakage.tell"), "may_propose": proposes, "may_sign": signs, "signs_alone": signs and proposes}


def _opened(request, opened: Hinted | None, shown: Day | None = None) -> dict[str, Any]:
    """What stands of the visit that is open, and what may be done with it. `shown`: its day, where that was asked for."""
    user = request.user
    rights: dict[str, Any] = leakage_rights(user) | {
        "may_correct": may(user, "visit.correct"),
        "may_annul": decides(user, "visit.annul"),
        "may_decide": may(user, "visit.decide"),
        "may_enter_orders": may(user, "order.correct"),
        "may_join": may(user, "order.join"),
    }
    if opened is None:
        return rights | {"pane": None}
    visit = opened.visit
    fetches = shown is None and visit.purpose != LOOK
    every = shown.fetched if shown else fetched_in(user.own_store, visit.at, visit.at + timedelta(microseconds=1)) if fetches else ()
    unordered = next((one for one in every if one.visit == visit), None)
    return rights | {"pane": pane_of(visit, opened.hints if shown else None), **(joining_of(unordered) if unordered and rights["may_join"] else {})}


def _vary(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "HX-Request"
    return response
