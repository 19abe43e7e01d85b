"""One form for every call: logged, and on to the next lead."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from calls.appointments.parts.asks_when_full import RefusalOrQuestion
from calls.cards.parts.card_contents import known_of
from calls.desk.lead_facts import once_had_by
from calls.desk.parts.call_form import CallForm
from calls.desk.parts.saved_words import said_words
from calls.desk.queue import agenda_of
from calls.desk.rules.beginning import unlogged_dial
from calls.desk.rules.dialling import dial, shown_to_call
from calls.desk.rules.finishing import finish_call
from calls.desk.rules.keeping import keep_call, left_hands
from calls.desk.views.elsewhere import told_elsewhere
from calls.desk.views.showing import address_of, desk, numbers_of, on_the_way, only_of, skipped_of, workable
from calls.incoming.rules.incoming import Agreed
from dcc.frame.answers import WRONG, refusal_kept, undo
from dcc.people.permissions import requires
from dcc.store.store_settings import values_at


@require_POST
@requires("call.log")
def log(request, pk):
    """Save a call with its card and next step; stand on the head of the queue, or with `stay` on this lead."""
    now = timezone.now()
    lead = workable(request.user, now).filter(pk=pk).first()
    if lead is None:
        return _keep(request, pk) if request.POST.get("keep") else told_elsewhere(request, pk)
    form = _form(lead, now, request.POST)
    if form.is_valid():
        with RefusalOrQuestion(form, form.then.at):
            real_number = form.cleaned_data["real_number"]
            agreed: dict[str, Any] = {"card": form.card_facts, "learned": form.learned, "then": form.then}
            call = finish_call(lead, said=form.said, **agreed, real_number=real_number, by=request.user, now=now)
            messages.success(request, said_words(lead, call, form.then, now), extra_tags=undo("call_annul", call.pk))
            return _onwards(request, lead, now)
    return _page(request, _desk(request, lead, form, now), status=WRONG)


def _desk(request, lead, form, now) -> dict[str, Any]:
    """Return what is drawn of one lead, in the queue or the group of it that is walked through."""
    agenda = agenda_of(request.user, now=now, only=only_of(request))
    return desk(request.user, lead=lead, form=form, now=now, agenda=agenda, skipped=skipped_of(request))


def _keep(request, pk):
    """Save a call of a customer who left this person's hands while the form was open, as one taken through 来电登记 is."""
    now = timezone.now()
    lead = once_had_by(request.user, [pk], now=now).first()
    if lead is None or not left_hands(lead, request.user, now=now):
        return told_elsewhere(request, pk)
    form = _form(lead, now, request.POST)
    if not form.is_valid():
        return told_elsewhere(request, pk, trouble=" ".join(str(error) for errors in form.errors.values() for error in errors))
    with refusal_kept() as refusal:
        agreed = Agreed(form.card_facts, form.learned, form.then, form.cleaned_data["real_number"])
        call = keep_call(lead, said=form.said, agreed=agreed, by=request.user, now=now)
        told = "\n" + _("%(name)s is told") % {"name": lead.agent.name} if lead.agent else ""
        messages.success(request, said_words(lead, call, form.then, now).partition("\n")[0] + told, extra_tags=undo("call_annul", call.pk))
        return _onwards(request, lead, now)
    return told_elsewhere(request, pk, trouble=refusal.sentence)


def _form(lead, now, data=None, **more) -> CallForm:
    return CallForm(data, lead=lead, store=lead.store, values=values_at(lead.store, now), now=now, **more)


def _onwards(request, lead, now):
    """Stand on the head of the queue as it is now, with `stay` on this lead, on nobody where the queue is worked through. Who was skipped waits."""
    only = only_of(request)
    agenda, skipped = agenda_of(request.user, now=now, only=only), skipped_of(request)
    head = agenda.head(but=lead.pk, skipped=skipped)
    if head and head.look and not request.POST.get("stay"):
        return elsewhere(request, address_of(head, skipped, only))
    wanted = lead.pk if request.POST.get("stay") else head.lead_id if head else None
    standing = workable(request.user, now).filter(pk=wanted).first() if wanted else None
    skipped = [] if standing and standing.pk in skipped else skipped
    address = reverse("calls_on", args=[standing.pk]) + on_the_way(standing.pk, skipped, only) if standing else reverse("calls") + on_the_way(0, [], only)
    if not request.htmx:
        return HttpResponseRedirect(address, status=303)
    response = _page(request, desk(request.user, lead=standing, form=None, now=now, agenda=agenda, skipped=skipped))
    response["HX-Push-Url"] = address
    return response


def elsewhere(request, address):
    """Go to another page of the desk: by 303, to htmx by its own word for it."""
    if not request.htmx:
        return HttpResponseRedirect(address, status=303)
    return HttpResponse(headers={"HX-Redirect": address})


def _page(request, shown, status=200):
    return render(request, "calls/desk/_desk.html" if request.htmx else "calls/desk/desk.html", shown | {"oob": bool(request.htmx)}, status=status)


@require_POST
@requires("call.log")
def show_number(request, pk):
    """The full number for the call that begins now, on the trail. Shown or refused, the form stays as it was typed."""
    now = timezone.now()
    lead = get_object_or_404(workable(request.user, now), pk=pk)
    form = _form(lead, now, initial=known_of(lead) | CallForm.typed(request.POST))
    with refusal_kept() as refused:
        dial(lead, second=request.POST.get("which") == "second", by=request.user, now=now)
    refusal = refused.sentence
    numbers = numbers_of(lead, shown=shown_to_call(lead, unlogged_dial(lead, request.user, now=now)))
    shown = {"lead": lead, "form": form, "numbers": numbers, "refusal": refusal, "begins": not refusal, "dialled": request.POST.get("dial") == "yes"}
    status = WRONG if refusal else 200
    if request.htmx:
        return render(request, "calls/desk/_number.html", shown, status=status)
    return _page(request, _desk(request, lead, form, now) | shown, status=status)
