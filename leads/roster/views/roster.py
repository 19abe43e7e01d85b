"""The roster: a week of people and shifts, read by everybody, kept by leader and director."""

import json
from datetime import date

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dcc.errors import Refused
from dcc.frame.answers import refusal_kept
from dcc.frame.paging import whole
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of, day_said
from dcc.roster.rules.rostering import MEANWHILE, Cell, Saved, save_roster
from leads.roster.week import Week


@require_safe
@requires("roster.see")
def roster(request):
    """A week; `copy` proposes the week before for it."""
    now = timezone.now()
    return _page(request, _week(request.GET.get("week", ""), request, now), now=now, copies="copy" in request.GET)


@require_POST
@requires("roster.set")
def save(request):
    """Write what was changed, all of it or nothing."""
    now = timezone.now()
    week = _week(request.POST.get("week", ""), request, now)
    typed = request.POST.get("cells", "")
    with refusal_kept() as refusal:
        _say(request, save_roster(request.user.store, _cells(typed), by=request.user, now=now))
        return HttpResponseRedirect(f"{reverse('roster')}?week={week.isoformat()}", status=303)
    stays = "" if refusal.about in {MEANWHILE, "cells"} else typed
    return _page(request, week, now=now, refusal=refusal.sentence, typed=stays, status=refusal.status)


def _say(request, saved: Saved) -> None:
    words = ngettext("%(count)d day saved", "%(count)d days saved", saved.cells) % {"count": saved.cells}
    told = _("%(names)s told") % {"names": _(", ").join(person.name for person in saved.told)} if saved.told else ""
    messages.success(request, "\n".join(filter(None, [words, told, *saved.remarks])))


def _week(said: str, request, now) -> date:
    return day_said(said) or day_of(now, request.user.own_store.zone)


def _cells(text: str) -> list[Cell]:
    """Return what the page sends: {"person:day": {word, leave, stand_in, made_up, was}}. Refused where it is nothing of the kind."""
    try:
        return [_cell(key, said) for key, said in json.loads(text).items()]
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise Refused(_("Nothing was chosen."), about="cells") from None


def _cell(key: str, said: dict) -> Cell:
    person, _colon, day = key.partition(":")
    word, leave, was = (str(said.get(name) or "") for name in ("word", "leave", "was"))
    stand_in = whole(str(said.get("stand_in") or ""))
    return Cell(int(person), date.fromisoformat(day), word, leave, stand_in, bool(said.get("made_up")), was)


def _page(request, week: date, *, now, copies: bool = False, refusal: str = "", typed: str = "", status: int = 200):
    context = Week(request.user, week=week, now=now, copies=copies).context()
    said = {"refusal": refusal, "typed": typed, "sees_people": may(request.user, "person.see")}
    return render(request, "leads/roster/roster.html", context | said, status=status)
