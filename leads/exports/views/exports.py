"""Files with full numbers: what waits, what was approved, refused, lapsed; one of them beside what its file bears."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import refusal_said
from dcc.frame.paging import counts_of, whole
from dcc.models import User
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of, start_of
from dcc.reckoning.months import month_of
from leads.exports.budget import Budget, budget_of
from leads.exports.export_words import question_of
from leads.exports.person_file import heads_of, list_named
from leads.exports.rules.approving import approve, refuse
from leads.exports.views.taking_along import page_of
from leads.models import EXPORT_STATES, PersonExport

SHOWN = 50
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Request:
    """One request as its page shows it."""

    export: PersonExport
    state: str
    minutes: int
    question: str
    heads: list[Any]
    title: Any
    page: str
    may_fetch: bool
    may_withdraw: bool
    may_decide: bool
    budget: Budget | None = None

    @property
    def barred(self) -> int:
        """How many of its numbers are on the do-not-call list."""
        return self.budget.people.count("barred") if self.budget else 0

    @property
    def without(self) -> int:
        """How many of its persons have no number that holds."""
        return self.budget.people.count("without") if self.budget else 0


@require_safe
@requires("export.see")
def exports(request):
    """The requests of a state (`?state=`), and one of them (`?x=`): the first, where none is named."""
    now, user = timezone.now(), request.user
    every = PersonExport.objects.visible_to(user)
    counts = counts_of(user.own_store, _by_state(every, now))
    told = every.select_related("store", "by__store", "decided_by").order_by("-number")
    number = whole(request.GET.get("x"))
    named = told.filter(number=number).first() if number else None
    state = _wanted(request.GET.get("state", ""), named, counts, now)
    rows = list(_by_state(told, now)[state][:SHOWN])
    chosen = named or (rows[0] if rows else None)
    start = start_of(month_of(day_of(now, user.own_store.zone)), user.own_store.zone)
    context = {
        "tabs": [(name, label, counts[name]) for name, label in EXPORT_STATES],
        "state": state,
        "rows": rows,
        "chosen": _shown(chosen, user, now) if chosen else None,
        "earlier": _earlier(every, chosen, now) if chosen else [],
        "month": every.fetched_since(start).aggregate(files=Count("pk"), numbers=Sum("numbers")),
        "approves": may(user, "export.approve"),
    }
    return render(request, "leads/exports/exports.html", context)


def _by_state(every: QuerySet, now: datetime) -> dict[str, Any]:
    rows: Any = every
    return {"waiting": rows.waiting(now), "approved": rows.approved(now), "refused": rows.refused(), "lapsed": rows.lapsed(now)}


def _wanted(asked: str, named: PersonExport | None, counts: dict[str, int], now: datetime) -> str:
    """Return the state to show: that of the request named, the one asked for, else what waits, where anything does."""
    if named is not None:
        return named.state(now)
    if asked in counts:
        return asked
    return "waiting" if counts["waiting"] or not counts["approved"] else "approved"


def _shown(export: PersonExport, user: User, now: datetime) -> Request:
    listing, state = list_named(export.listing), export.state(now)
    is_own, runs = export.by == user, state == "waiting"
    return Request(
        export,
        state,
        minutes=max(0, int((export.lapses_at - now).total_seconds() // 60)),
        question=question_of(export),
        heads=heads_of(listing, export.columns) if listing else [],
        title=listing.title if listing else "",
        page=listing.page if listing else "",
        may_fetch=export.may_fetch(user, now),
        may_withdraw=is_own and runs,
        may_decide=runs and not is_own and may(user, "export.approve"),
        budget=budget_of(export, now=now) if runs else None,
    )


def _earlier(every: QuerySet, chosen: PersonExport, now: datetime) -> list[tuple[PersonExport, str]]:
    """What the same person asked for before, within a year."""
    rows = every.filter(by=chosen.by, number__lt=chosen.number, at__gte=now - YEAR).select_related("decided_by")
    return [(export, export.state(now)) for export in rows.order_by("-number")[:SHOWN]]


@require_POST
@requires("export.approve")
def approve_one(request, pk):
    """Let one file go."""
    export = _export(request, pk)
    with refusal_said(request):
        approve(export, by=request.user, now=timezone.now())
        messages.success(request, _("Approved: %(number)s. %(name)s has an hour to fetch it.") % {"number": export, "name": export.by.name})
    return HttpResponseRedirect(page_of(export), status=303)


@require_POST
@requires("export.approve")
def refuse_one(request, pk):
    """Let one file not go, with a reason."""
    export = _export(request, pk)
    with refusal_said(request):
        refuse(export, reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
        messages.success(request, _("Not approved: %(number)s") % {"number": export})
    return HttpResponseRedirect(page_of(export), status=303)


def _export(request, pk: int) -> PersonExport:
    return get_object_or_404(PersonExport.objects.visible_to(request.user).select_related("store", "by__store"), pk=pk)
