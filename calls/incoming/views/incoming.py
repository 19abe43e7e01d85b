"""来电登记: a number typed, the caller's lead or a new one, one form for the call."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calls.appointments.parts.asks_when_full import RefusalOrQuestion
from calls.cards.parts.card_contents import known_of
from calls.desk.lead_facts import calls_of, cycles_before, running_appointment
from calls.desk.parts.call_form import CallForm
from calls.desk.parts.saved_words import said_words
from calls.desk.queue import blocked_phones
from calls.incoming.forms.incoming import CallerForm, NumberForm
from calls.incoming.incoming_words import calls_back, draft_of, read_back, whose_after
from calls.incoming.rules.incoming import (
    Agreed,
    Caller,
    close_windows,
    identify,
    lead_of,
    may_propose,
    miss_typed_call,
    open_window,
    take_call,
    taken_before,
    window_of_call,
)
from calls.models import Call
from calls.record.parts.on_customer_page import owed_first
from dcc.frame.answers import form_status, refusal_on, refusal_said, to, undo
from dcc.frame.paging import whole
from dcc.people.permissions import requires
from dcc.store.store_settings import values_at
from leads.customer.timeline import entries_of
from leads.models import Lead


@require_safe
@requires("call.incoming")
def incoming(request):
    """The empty field for the number, whoever is on the line still: that one is a click away, with all that was written."""
    now = timezone.now()
    window = open_window(request.user, now=now)
    open_lead = lead_of(window.store, window.phone) if window else None
    return _page(request, now=now, window=None, still={"phone": read_back(window.phone), "lead": open_lead} if window else None)


@require_safe
@requires("call.incoming")
def caller(request):
    """Whoever's number was typed: their lead, or the form for somebody new."""
    now = timezone.now()
    window = open_window(request.user, now=now)
    return _page(request, now=now, window=window) if window else to("calls_incoming")


@require_POST
@requires("call.incoming")
def type_number(request):
    """Open the window on the lead of a number; a wrong one closes the former. It posts, so that no number stands in an address."""
    form, now = NumberForm(request.POST), timezone.now()
    if form.is_valid():
        with refusal_on(form, "number"):
            identify(form.cleaned_data["number"], by=request.user, now=now)
            return to("calls_incoming_caller")
    close_windows(request.user, now=now)
    return _page(request, now=now, window=None, number_form=form)


@require_POST
@requires("call.incoming")
def take(request):
    """Log the call of whoever's number was typed; a stranger becomes a lead of this agent."""
    now = timezone.now()
    window = window_of_call(request.user, whole(request.POST.get("window")), now=now)
    if window is None:
        if done := taken_before(request.POST.get("token", ""), by=request.user):
            return _onwards(request, done, now)
        messages.error(request, _("The number is no longer open. Type it again."))
        return _away(request, to("calls_incoming"))
    lead = lead_of(window.store, window.phone)
    form = _call_form(request, window, lead, now, request.POST)
    caller_form = None if lead else CallerForm(request.POST, user=request.user)
    if form.is_valid() and (caller_form is None or caller_form.is_valid()):
        caller = caller_form.caller(form.cleaned_data["model"]) if caller_form else Caller()
        with RefusalOrQuestion(form, form.then.at):
            agreed = Agreed(form.card_facts, form.learned, form.then, form.cleaned_data["real_number"])
            call = take_call(window, said=form.said, caller=caller, agreed=agreed, by=request.user, now=now)
            messages.success(request, said_words(call.lead, call, form.then, now), extra_tags=undo("call_annul", call.pk))
            return _onwards(request, call, now)
    if open_window(request.user, now=now) != window:
        return _refused_later(request, [form, caller_form], now)
    return _page(request, now=now, window=window, form=form, caller_form=caller_form)


def _refused_later(request, forms, now):
    """Say what is wrong with a call whose window has closed since: nothing of its caller is read again before the number is typed again."""
    said = " ".join(str(error) for form in forms if form is not None for errors in form.errors.values() for error in errors)
    number_form = NumberForm({"number": request.POST.get("number", "")})
    number_form.full_clean()
    number_form.errors.clear()
    number_form.add_error("number", _("%(problem)s Type the number again: what was written stands there.") % {"problem": said})
    return _page(request, now=now, window=None, number_form=number_form)


def _onwards(request, call: Call, now):
    """Stand on the caller where they are this person's to call; a form that was sent later is told where, and goes there if it is still looked at."""
    theirs = Lead.objects.workable_by(request.user, "call.log", now=now).filter(pk=call.lead_id).exists()
    page = to("calls_on", call.lead_id) if theirs else to("calls")
    return _away(request, page)


def _away(request, page):
    """Go to a page: by 303, to htmx by its own word for it."""
    return HttpResponse(headers={"HX-Redirect": page.url, "HX-Push-Url": page.url}) if request.htmx else page


@require_POST
@requires("call.incoming")
def miss(request):
    """The caller had hung up: a missed call, first in its agent's queue or in the pool."""
    now = timezone.now()
    window = open_window(request.user, now=now)
    if window is None:
        return _away(request, to("calls_incoming"))
    caller_form = CallerForm(request.POST, user=request.user, asks=False)
    caller = caller_form.caller() if caller_form.is_valid() else Caller()
    with refusal_said(request):
        call = miss_typed_call(window, caller=caller, by=request.user, now=now)
        waits = _("%(name)s has it first in the queue") % {"name": call.lead.agent.name} if call.lead.agent else _("It waits in the pool, first of all.")
        messages.success(request, _("Missed call kept") + "\n" + waits)
        return _away(request, to("calls_incoming"))
    return _away(request, to("calls_incoming_caller"))


def _call_form(request, window, lead, now, data=None) -> CallForm:
    """The form of the call. Of a customer in the pool, or on the do-not-call list, nothing need come next."""
    store = request.user.store
    ways: dict[str, Any] = {
        "proposes": lead is None or may_propose(lead, request.user, now=now),
        "must_go_on": (lead is None or lead.agent_id is not None) and not blocked_phones(store, [window.phone], now=now),
        "initial": known_of(lead) if lead else {},
    }
    return CallForm(data, lead=lead, store=store, values=values_at(store, now), now=now, incoming=True, **ways)


def _page(request, *, now, window, number_form=None, form=None, caller_form=None, still=None):
    shown = {"window": window, "still": still}
    if window is not None:
        lead = lead_of(window.store, window.phone)
        form = form or _call_form(request, window, lead, now)
        before = cycles_before(window.store, window.phone)
        shown |= {
            "lead": lead,
            "seen": window.at,
            "open_for": int((now - window.at).total_seconds()),
            "phone": read_back(window.phone),
            "form": form,
            "draft": draft_of(window.phone),
            "caller_form": None if lead else caller_form or CallerForm(user=request.user),
            "entries": entries_of(lead, request.user, now) if lead else [],
            "connected_calls": sum(call.connected for call in calls_of(lead)) if lead else 0,
            "appointment": running_appointment(lead) if lead else None,
            "owed": owed_first(lead, now) if lead else None,
            "calls_back": calls_back(lead, request.user) if lead else None,
            "becomes_own": "agent" in request.user.roles,
            "whose": whose_after(lead, request.user, before=before),
            "barred": not form.must_go_on and (lead is None or lead.agent_id is not None),
        }
    shown["number_form"] = number_form or NumberForm(waits=window is None, initial={"number": shown.get("phone", "")})
    return render(request, "calls/incoming/incoming.html", shown, status=form_status(number_form, form, caller_form))
