"""Who saw this number: asked by a posted number, answered from what a session remembers of the question, which is never the number."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame import downloads
from dcc.frame.answers import form_status, refusal_on
from dcc.frame.plain_workbook import plain_workbook
from dcc.people.permissions import requires
from dcc.trail.trail_seals import altered_among
from leads.models import Lead
from reception.seen.bearers import Bearers
from reception.seen.forms.who_saw import ONLY, PERIODS, Choice, Narrowed, NumberForm
from reception.seen.rules.asking_who_saw import ask_who_saw, record_export
from reception.seen.showings import KINDS, Showing, showings_of
from reception.seen.views.who_saw_tables import ShowingTable, ViewerTable, viewers_of

ASKED = "who_saw"  # what a session remembers of the question


@require_http_methods(["GET", "HEAD", "POST"])
@requires("number.who_saw")
@sensitive_post_parameters("number")
def who_saw(request):
    """Ask by a number; the answer bears no number in its address."""
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "number"):
            found = ask_who_saw(request.user.own_store, form.cleaned_data["number"], by=request.user, now=timezone.now())
            request.session[ASKED] = found.kept()
            return HttpResponseRedirect(reverse("who_saw"), status=303)
    context: dict[str, Any] = {"form": form, "asked": None}
    if not form.errors and (asked := _asked(request)):
        context |= _answer(asked)
    return render(request, "reception/seen/who_saw.html", context, status=form_status(form))


@require_POST
@requires("number.who_saw")
def export(request):
    """The rows shown, as a workbook; it is on the trail."""
    asked = _asked(request)
    if asked is None:
        return HttpResponseRedirect(reverse("who_saw"), status=303)
    record_export(request.user.own_store, asked.found, lines=len(asked.rows), by=request.user, now=asked.now)
    heads = [_("When"), _("Who"), _("What"), _("Deed"), _("Why"), _("What came of it")]
    rows = [[row.at, row.by.name if row.by else "", str(KINDS[row.kind]), str(row.words), row.why, row.came] for row in asked.rows]
    said = {_("Question"): _("Who saw the number"), _("Number"): asked.found.masked, _("Period"): str(PERIODS[asked.narrowed.days])}
    said |= {_("Rows"): str(ONLY[asked.narrowed.only]), _("Store"): request.user.own_store.name, _("Written by"): request.user.name}
    title = _("Who saw the number")
    content = plain_workbook(title, heads, rows, said=said, zone=request.user.own_store.zone, now=asked.now)
    return downloads.workbook(content, f"{title}_{asked.found.masked[-4:]}_{localtime(asked.now):%m%d}.xlsx")


@dataclass(frozen=True)
class _Asked:
    """A question and its rows: all of the period, and those asked for."""

    found: Bearers
    narrowed: Narrowed
    all_rows: list[Showing]
    customer: Lead | None
    now: datetime

    @property
    def rows(self) -> list[Showing]:
        return self.narrowed.take(self.all_rows)


def _asked(request) -> _Asked | None:
    kept = request.session.get(ASKED)
    if kept is None:
        return None
    found, narrowed, now, store = Bearers(**kept), Narrowed.of(request.GET), timezone.now(), request.user.own_store
    rows = showings_of(store, found, since=narrowed.since(now), now=now)
    seen = Lead.objects.visible_to(request.user, now=now).filter(pk__in=found.leads).select_related("channel", "agent")
    return _Asked(found, narrowed, rows, seen.order_by("-received_at").first(), now)


def _answer(asked: _Asked) -> dict[str, Any]:
    entries = [row.entry for row in asked.all_rows if row.entry]
    kinds = Counter(row.kind for row in asked.all_rows)
    counts = {"": len(asked.all_rows), **{name: sum(getattr(row, f"is_{name}") for row in asked.all_rows) for name in ONLY if name}}
    return {
        "asked": asked,
        "table": ShowingTable(asked.rows),
        "viewers": ViewerTable(viewers_of(asked.all_rows)),
        "kinds": [(words, kinds[kind]) for kind, words in KINDS.items() if kinds[kind]],
        "periods": [Choice(words, _address(days=days, only=asked.narrowed.only), days == asked.narrowed.days) for days, words in PERIODS.items()],
        "only": [Choice(words, _address(days=asked.narrowed.days, only=name), name == asked.narrowed.only, counts[name]) for name, words in ONLY.items()],
        "sealed": sum(hasattr(entry, "seal") for entry in entries),
        "altered": altered_among(entries),
    }


def _address(**said: str) -> str:
    return f"?{urlencode({name: value for name, value in said.items() if value})}"  # a bare ? asks for all
