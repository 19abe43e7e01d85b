"""The do-not-call list: who stands on it since when, by whom and why; numbers written onto it, and lifted."""

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on, to
from dcc.frame.paging import counts_of
from dcc.people.permissions import may, requires
from leads.barred.forms.typed_numbers import NumbersForm
from leads.barred.rules.listing_numbers import Written, lift_entry, list_numbers
from leads.intake.phones import digits_of, mask
from leads.models import DoNotCall, Lead

SHOWN = 200
STATES = (("holding", pgettext_lazy("do not call", "Holds")), ("over", pgettext_lazy("do not call", "Over")), ("lifted", gettext_lazy("Lifted")))
TAIL = 4


@require_safe
@requires("do_not_call.see")
def barred(request):
    """The entries of a state (`?state=`), of numbers that end so (`?tail=`)."""
    return _page(request, NumbersForm() if may(request.user, "do_not_call.list") else None)


@require_POST
@requires("do_not_call.list")
def add(request):
    """Write numbers onto the list, pasted as they came."""
    form, user = NumbersForm(request.POST), request.user
    if form.is_valid():
        with refusal_on(form, "numbers"):
            said = {"source": form.cleaned_data["source"], "until": _ends(form.cleaned_data["until"], user.own_store.zone)}
            messages.success(request, _said(list_numbers(user.own_store, form.cleaned_data["numbers"], **said, by=user, now=timezone.now())))
            return to("barred")
    return _page(request, form)


def _page(request, form: NumbersForm | None):
    now, user = timezone.now(), request.user
    every: Any = DoNotCall.objects.visible_to(user)
    tail = digits_of(request.GET.get("tail", ""))[-TAIL:]
    found = every.filter(phone__endswith=tail) if len(tail) == TAIL else every
    state = request.GET.get("state", "")
    state = state if state in dict(STATES) else STATES[0][0]
    counts = counts_of(user.own_store, {name: _of_state(found, name, now) for name, _label in STATES})
    rows = list(_of_state(found, state, now).select_related("by", "lifted_by").order_by("-at", "-pk")[:SHOWN])
    context = {
        "tabs": [(name, label, counts[name]) for name, label in STATES],
        "state": state,
        "tail": tail,
        "rows": _told(rows, user, now),
        "more": max(0, counts[state] - SHOWN),
        "form": form,
        "may_lift": may(user, "do_not_call.lift"),
    }
    return render(request, "leads/barred/barred.html", context, status=form_status(form))


@require_POST
@requires("do_not_call.lift")
def lift(request, pk):
    """Let a number be called again."""
    entry = get_object_or_404(DoNotCall.objects.visible_to(request.user).select_related("store"), pk=pk)
    if lift_entry(entry, by=request.user, now=timezone.now()):
        messages.success(request, _("The number may be called again."))
    else:
        messages.error(request, _("It does not hold any more."))
    return to("barred")


def _of_state(rows: Any, state: str, now: datetime) -> QuerySet:
    return {"holding": rows.holding(now), "over": rows.over(now), "lifted": rows.exclude(lifted_at=None)}[state]


def _told(rows: list[Any], user, now: datetime) -> list[Any]:
    """Write on each entry its number masked and the customer's lead this person may see."""
    leads = Lead.objects.visible_to(user, now=now).filter(phone__in=[row.phone for row in rows]).order_by("opened_at", "pk")
    of_number = {lead.phone: lead for lead in leads}
    for row in rows:
        row.masked, row.lead = mask(row.phone), of_number.get(row.phone)
    return rows


def _ends(day, zone) -> datetime | None:
    return datetime.combine(day + timedelta(days=1), time(0), zone) if day else None


def _said(written: Written) -> str:
    said = [_("On the list: %(count)d") % {"count": written.written}]
    if written.stood:
        said.append(_("stood there already: %(count)d") % {"count": written.stood})
    if written.erased:
        said.append(_("erased, taken in by nobody: %(count)d") % {"count": written.erased})
    return " · ".join(said)
