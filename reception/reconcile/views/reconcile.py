"""Visits against leads: leakages told, proposed, signed; corrections on the director's desk; the day's visits."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse as address_of
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import page_of_form, refusal_said, safe_next, to
from dcc.frame.paging import whole
from dcc.people.permissions import decides, may, requires
from dcc.reckoning.clock import day_of
from leads.models import Lead
from reception.door.parts.reasons import ReasonForm
from reception.door.rules.kept import kept_waiting
from reception.door.rules.tags import reverse_correction
from reception.models import Claim, Leakage, TagChange, Visit
from reception.models.leakage import ENDS
from reception.reconcile.forms.settlement import SettlementForm
from reception.reconcile.rules.claims import decide_claim
from reception.reconcile.rules.ending_hints import end_hint
from reception.reconcile.rules.leakages import propose_settlement, sign_settlement, tell_leakage
from reception.reconcile.rules.reconciling import open_things, things_for, waiting_counts, works_here
from reception.reconcile.views.day import day_page, leakage_rights


@require_safe
@requires("reconcile.see")
def reconcile(request):
    """What waits, all of it or for this person (`?mine=yes`); with `?day=2026-11-23` the visits of that day."""
    if "day" in request.GET:
        return day_page(request)
    user, now = request.user, timezone.now()
    mine = request.GET.get("mine") == "yes" and works_here(user)
    waiting, kept, joined = waiting_counts(user, now) if works_here(user) else (None, 0, 0)
    closed = [held.group for held in kept_waiting(user) if held.closed] if kept else []
    context = {
        "open": things_for(user) if mine else open_things(user.store, now=now),
        "kept": closed,
        "mine": mine,
        "waiting": waiting,
        "joined": joined,
        "may_correct": may(user, "visit.correct"),
        "may_merge": may(user, "lead.merge"),
        "may_claim": may(user, "claim.decide"),
        "may_number": decides(user, "lead.number"),
        "may_decide": may(user, "visit.decide"),
        **leakage_rights(user),
    }
    return render(request, "reception/reconcile/reconcile.html", context)


@require_POST
@requires("visit.correct")
def no_relation(request, pk):
    """A visit and the lead of a hint are not one family: that hint comes never again."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    found = Lead.objects.visible_to(request.user, now=timezone.now()).filter(pk=whole(request.POST.get("lead")) or 0).first()
    if found is None:
        messages.error(request, _("Which lead is it not?"))
        return to("reconcile")
    names = {"visit": visit.name or _("No name"), "lead": found.name}
    said = _("%(lead)s: not the same person.") if visit.name == found.name else _("%(visit)s and %(lead)s: not one family.")
    day = f"{address_of('reconcile')}?day={day_of(visit.at, request.user.store.zone):%Y-%m-%d}"
    asked = page_of_form(request)
    after = asked if asked.split("?")[0] == address_of("reconcile") and "day=" not in asked else day
    return _do(request, partial(end_hint, visit, found, by=request.user, now=timezone.now()), said % names, after=after)


@require_POST
@requires("leakage.tell")
def tell(request, pk):
    """Tell agent and reception specialist."""
    leakage = _leakage(request, pk)
    if tell_leakage(leakage, by=request.user, now=timezone.now()):
        messages.success(request, _("%(name)s: agent and reception are told.") % {"name": leakage.lead.name})
    return HttpResponseRedirect(_came_from(request), status=303)


@require_POST
@requires("leakage.propose")
def propose(request, pk):
    """The leader's proposal."""
    return _settle(request, pk, propose_settlement, _("%(name)s: %(end)s is proposed. The director signs."))


@require_POST
@requires("leakage.sign")
def sign(request, pk):
    """The director's signature."""
    return _settle(request, pk, sign_settlement, _("%(name)s: signed, %(end)s."))


@require_POST
@requires("visit.decide")
def reverse(request, pk):
    """The director takes a correction back."""
    change = get_object_or_404(TagChange.objects.visible_to(request.user).select_related("visit"), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why."))
        return to("reconcile")
    return _do(request, lambda: bool(reverse_correction(change, **form.cleaned_data, by=request.user, now=timezone.now())), _("The correction is reversed."))


@require_POST
@requires("claim.decide")
def claim(request, pk):
    """The leader decides a lead the showroom already has."""
    found = get_object_or_404(Claim.objects.visible_to(request.user).select_related("lead", "card"), pk=pk)
    decision = request.POST.get("decision")
    if decision not in {"ours", "back"}:
        messages.error(request, _("Ours, or back to the showroom?"))
        return to("reconcile")
    said = _("%(name)s is ours.") if decision == "ours" else _("%(name)s goes back to the showroom.")
    verb = partial(decide_claim, found, decision=decision, by=request.user, now=timezone.now())
    return _do(request, verb, said % {"name": found.lead.name}, after=safe_next(request, default=address_of("reconcile")))


def _leakage(request, pk: int) -> Leakage:
    return get_object_or_404(Leakage.objects.visible_to(request.user).select_related("lead__agent", "lead__reception", "visit", "store"), pk=pk)


def _settle(request, pk: int, verb, said: str):
    leakage, form = _leakage(request, pk), SettlementForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say how it is settled, and why."))
        return to("reconcile")
    facts = {"name": leakage.lead.name, "end": dict(ENDS)[form.cleaned_data["outcome"]]}
    return _do(request, lambda: verb(leakage, **form.cleaned_data, by=request.user, now=timezone.now()), said % facts)


def _do(request, verb, said: str, *, after: str = ""):
    """Do it and say so; a refusal, or that somebody was quicker, is said instead."""
    with refusal_said(request):
        if verb():
            messages.success(request, said)
        else:
            messages.warning(request, _("Somebody decided this before you."))
    return HttpResponseRedirect(after or _came_from(request), status=303)


def _came_from(request) -> str:
    """The page of reconciling a deed was done on: all that waits, or a day."""
    page, asked = address_of("reconcile"), page_of_form(request)
    return asked if asked.split("?")[0] == page else page
