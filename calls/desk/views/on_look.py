"""The desk, standing on a second look: blind until its call is written down, then what was written before (docs/rules/trust.md#second-look-window)."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from calls.appointments.parts.asks_when_full import RefusalOrQuestion
from calls.desk.parts.saved_words import said_words
from calls.desk.queue import agenda_of
from calls.desk.rules.beginning import unlogged_dial
from calls.desk.views.showing import address_of, desk, numbers_of, skip_to, skipped_of
from calls.models import SecondLook
from calls.second_look.drawn_looks import blind, drawn_with, look_of
from calls.second_look.parts.look_form import LookForm
from calls.second_look.parts.then_and_now import then_and_now
from calls.second_look.rules.calling_looks import MOST, Looked, dial_look, log_look
from calls.second_look.tried import days_tried
from dcc.frame.answers import WRONG, refusal_kept, undo
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import values_at
from leads.customer.timeline import entries_of


def _own(request, pk: int) -> SecondLook:
    if look := look_of(request.user, pk):
        return look
    raise Http404


@require_safe
@requires("second_look.own")
def on_look(request, pk):
    """A look of one's own: to be called, or what came of it beside what was written then."""
    now, look = timezone.now(), _own(request, pk)
    return _page(request, _running(request, look, None, now) if look.is_running else _ended(request, look, now))


@require_POST
@requires("second_look.own")
def show_number(request, pk):
    """The full number for the call that begins now, on the trail. Shown or refused, the form stays as it was typed."""
    now, look = timezone.now(), _own(request, pk)
    with refusal_kept() as refused:
        dial_look(look, by=request.user, now=now)
    form = _form(look, now, initial=_known(look) | LookForm.typed(request.POST))
    more = {"refusal": refused.sentence, "begins": not refused.sentence, "dialled": request.POST.get("dial") == "yes"}
    status = WRONG if refused.sentence else 200
    shown = _running(request, look, form, now) | more
    return render(request, "calls/second_look/_number.html", shown, status=status) if request.htmx else _page(request, shown, status)


@require_POST
@requires("second_look.own")
def log(request, pk):
    """Write the call of a look down; stand on the head of the queue, or with `stay` on what was written before."""
    now, look = timezone.now(), _own(request, pk)
    form = _form(look, now, request.POST)
    if form.is_valid():
        with RefusalOrQuestion(form, form.agreed.then.at):
            said = {"said": form.said, "answer": form.said_to, "agreed": form.agreed, "real_number": form.cleaned_data["real_number"]}
            looked = log_look(look, **said, by=request.user, now=now)
            _say(request, looked, form, now)
            return HttpResponseRedirect(_onwards(request, looked, now), status=303)
    return _page(request, _running(request, look, form, now), WRONG)


def _say(request, looked: Looked, form: LookForm, now) -> None:
    if looked.call is None:
        how = looked.look.get_outcome_display() or _("tried once more on another day")
        messages.success(request, _("Saved: %(name)s, %(how)s") % {"name": looked.look.lead.name, "how": how})
        return
    lead = looked.call.lead
    words = said_words(lead, looked.call, form.agreed.then, now)
    if looked.kept and lead.agent:
        words += "\n" + _("They had come back: %(name)s is told") % {"name": lead.agent.name}
    elif looked.kept:
        words += "\n" + _("They had come back, and wait in the pool.")
    messages.success(request, words, extra_tags=undo("call_annul", looked.call.pk))


def _onwards(request, looked: Looked, now) -> str:
    if request.POST.get("stay"):
        return reverse("calls_look", args=[looked.look.pk])
    skipped = skipped_of(request)
    head = agenda_of(request.user, now=now).head(but=looked.look.lead_id, skipped=skipped)
    return address_of(head, skipped) if head else reverse("calls")


def _known(look: SecondLook) -> dict[str, str]:
    return {"name": look.lead.name, "model": look.lead.model}


def _form(look: SecondLook, now, data=None, **more) -> LookForm:
    more.setdefault("initial", _known(look))
    return LookForm(data, lead=blind(look.lead), store=look.store, values=values_at(look.store, now), now=now, proposes=False, **more)


def _running(request, look: SecondLook, form: LookForm | None, now) -> dict:
    """Return what the page of a look shows before its call is written down: nothing that came of the lead."""
    agenda, skipped = agenda_of(request.user, now=now), skipped_of(request)
    lead, dialled = blind(look.lead), unlogged_dial(look.lead, request.user, now=now)
    shown = {
        "look": look,
        "look_template": "calls/second_look/_look.html",
        "known": lead,
        "form": form or _form(look, now),
        "numbers": numbers_of(lead, shown=["phone"] if dialled else []),
        "seen": dialled.at if dialled else None,
        "attempt": len(look.standing_tries) + 1,
        "most": MOST,
        "tried_today": day_of(now, look.store.zone) in days_tried(look, look.store.zone),
        **drawn_with(look),
        "skipped": ",".join(map(str, skipped)),
        "skip_to": skip_to(agenda.after(lead.pk, skipped=skipped), lead.pk, skipped),
    }
    return desk(request.user, lead=None, form=None, now=now, agenda=agenda, skipped=skipped, here=lead.pk) | shown


def _ended(request, look: SecondLook, now) -> dict:
    """Return what the page of a look shows when it has ended: what was written then beside what is said now, where it was called."""
    agenda = agenda_of(request.user, now=now)
    head = agenda.head()
    opened = look.tries != [] and look.outcome != "back"
    shown = {
        "look": look,
        "look_template": "calls/second_look/_ended.html",
        "told": then_and_now(look) if opened else None,
        "entries": entries_of(look.lead, request.user, now) if opened else [],
        "next_lead": agenda.leads[head.lead_id] if head else None,
        "next_url": address_of(head) if head else reverse("calls"),
    }
    return desk(request.user, lead=None, form=None, now=now, agenda=agenda, here=look.lead_id) | shown


def _page(request, shown, status=200):
    return render(request, "calls/desk/desk.html", shown, status=status)
