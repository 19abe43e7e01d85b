"""Requests for delay: entered by the desk, answered by the director, taken back by whoever entered them."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.frame.answers import page_of_form, refusal_said, undo
from dcc.people.permissions import requires
from reception.models import DelayRequest, Transfer
from reception.showroom.forms.showroom import DelayForm
from reception.showroom.rules.delays import ask_delay, grant_delay, reject_delay, take_back_delay


@require_POST
@requires("showroom_card.keep")
def ask(request, pk):
    """Enter what a consultant asks for a card on the list."""
    transfer = get_object_or_404(Transfer.objects.visible_to(request.user).select_related("card", "store"), pk=pk)
    form = DelayForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say for how many days, 1 to 15, and why."))
        return _back(request)
    with refusal_said(request):
        row = ask_delay(transfer, **form.cleaned_data, by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s: the director is asked.") % {"name": transfer.card.name}, extra_tags=undo("delay_undo", row.pk))
    return _back(request)


@require_POST
@requires("transfer.decide")
def answer(request, pk):
    """Grant it, by a hold with its reason; or not, and say why."""
    row = get_object_or_404(DelayRequest.objects.visible_to(request.user).select_related("card"), pk=pk)
    with refusal_said(request):
        if request.POST.get("decision") == "granted":
            held = grant_delay(row, by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s: held.") % {"name": row.card.name}, extra_tags=undo("transfers_undo", held.pk))
        else:
            reject_delay(row, answer=request.POST.get("reason", ""), by=request.user, now=timezone.now())
            messages.success(request, _("%(name)s: not delayed.") % {"name": row.card.name})
    return _back(request)


@require_POST
@requires("showroom_card.keep")
def take_back(request, pk):
    """Take back what one entered, until it is decided."""
    row = get_object_or_404(DelayRequest.objects.visible_to(request.user).select_related("card"), pk=pk)
    with refusal_said(request):
        take_back_delay(row, by=request.user, now=timezone.now())
        messages.success(request, _("Taken back."))
    return _back(request)


def _back(request):
    return HttpResponseRedirect(page_of_form(request), status=303)
