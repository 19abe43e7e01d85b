"""One lead: its page, its facts, whose it is, and whether it may be called."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.frame.answers import CHANGED, page_of_form, refusal_kept, refusal_on, refusal_said, to, undo
from dcc.people.permissions import requires, scopes
from dcc.roster.duty import there_today
from leads.customer.forms.facts import DoNotCallForm, FactsForm, GiveForm
from leads.customer.parts.both_versions import both_versions, wanted_of
from leads.customer.rules.changing import Collided, change_facts
from leads.customer.rules.do_not_calling import annul_do_not_call, lift_do_not_call, set_do_not_call
from leads.customer.rules.revealing import reveal_number
from leads.customer.timeline import FIELD_WORDS
from leads.customer.views.lead_page import find, page, read_aloud, refuse_closed, shown_with
from leads.intake.phones import mask
from leads.models import Lead
from leads.pool.parts.giving_answers import say_dealt
from leads.pool.rules.allocating import Move, allocate


@require_safe
@requires("lead.see")
def lead(request, pk):
    """The customer's page."""
    return page(request, find(request, pk))


@require_POST
@requires("lead.phone")
def reveal(request, pk):
    """Show the number in full, on the trail."""
    if "reveal" not in scopes(request.user, "lead.phone"):
        raise PermissionDenied
    now = timezone.now()
    theirs = Lead.objects.visible_to(request.user, now=now).with_number_for(request.user, now=now)
    found = get_object_or_404(shown_with(theirs, now), pk=pk)
    numbers = []
    with refusal_kept() as refused:
        numbers = reveal_number(found, by=request.user, now=now)
    refusal = refused.sentence
    status = 429 if refusal and not request.htmx else 200
    shown = {"numbers": [read_aloud(number) for number in numbers], "refusal": refusal}
    if request.htmx:
        return render(request, "leads/customer/_phone.html", {"lead": found, "phone": mask(found.phone or ""), **shown})
    return page(request, found, status=status, **shown)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("lead.change")
def change(request, pk):
    """Correct the facts; what somebody else changed meanwhile is shown beside one's own."""
    found = find(request, pk, "lead.change")
    refuse_closed(found)
    form = FactsForm(request.POST or None, lead=found)
    if request.method != "POST" or not form.is_valid():
        return page(request, found, form=form, editing="facts")
    with refusal_on(form):
        try:
            if change_facts(found, changes=wanted_of(request, form.changes()), by=request.user, now=timezone.now()):
                messages.success(request, _("Saved."))
            return to("lead", pk)
        except Collided as collision:
            both = both_versions(collision, form, form.changes(), words=FIELD_WORDS, url=reverse("lead_change", args=[pk]))
            return page(request, find(request, pk), form=form, editing="collision", status=CHANGED, collision=both)
    return page(request, found, form=form, editing="facts")


@require_POST
@requires("lead.allocate")
def give(request, pk):
    """Give this lead to somebody, or back to the pool."""
    found, now = find(request, pk), timezone.now()
    refuse_closed(found)
    form = GiveForm(request.POST, lead=found, agents=there_today(found.store, "agent", now))
    if form.is_valid():
        goal, was = form.cleaned_data["agent"], form.cleaned_data["was"]
        move = Move(pk, int(goal) if goal != "pool" else None, form.cleaned_data.get("reason") or "hand", was)
        with refusal_on(form):
            say_dealt(request, allocate(found.store, [move], by=request.user, now=now), agent=goal)
            return to("lead", pk)
    return page(request, found, give_form=form)


@require_POST
@requires("do_not_call.set")
def do_not_call(request, pk):
    """Put the number onto the do-not-call list."""
    found = find(request, pk, "do_not_call.set")
    form = DoNotCallForm(request.POST)
    if form.is_valid():
        last = form.cleaned_data["until"]
        until = datetime.combine(last + timedelta(days=1), time(0), found.store.zone) if last else None
        with refusal_on(form, "until"):
            set_do_not_call(found, source=form.cleaned_data["source"], until=until, by=request.user, now=timezone.now())
            said = _("On the do-not-call list: nobody calls this number, no file brings it in.")
            messages.success(request, said, extra_tags=undo("lead_do_not_call_undo", pk))
            return to("lead", pk)
    return page(request, found, do_not_call_form=form, may_set=True)


@require_POST
@requires("do_not_call.set")
def undo_do_not_call(request, pk):
    """The number was put on the list by a slip: it may be called as before."""
    found = find(request, pk, "do_not_call.set")
    with refusal_said(request):
        annul_do_not_call(found, by=request.user, now=timezone.now())
        messages.info(request, _("The number may be called as before.\nWhat it had ended is owed again."))
        return to("lead", pk)
    return HttpResponseRedirect(page_of_form(request), status=303)


@require_POST
@requires("do_not_call.lift")
def may_call(request, pk):
    """Take the number off the do-not-call list."""
    found = find(request, pk)
    if lift_do_not_call(found, by=request.user, now=timezone.now()):
        messages.success(request, _("The number may be called again."))
    return to("lead", pk)
