"""The specialist says what became of each promise: kept, or not kept and why."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from calls.appointments.rules.promising import break_promise, keep_promise, untick
from calls.models import Promise
from dcc.frame.answers import refusal_said, to, undo
from dcc.people.permissions import requires
from leads.intake.phones import mask_digits
from reception.customers.rules.card_promises import break_card_promise, customer_of, keep_card_promise, untick_card_promise
from reception.models import Transfer


@require_POST
@requires("order.keep")
def keep(request, pk):
    """兑现."""
    promise = _find(request, pk)
    with refusal_said(request):
        keep_promise(promise, by=request.user, now=timezone.now())
        messages.success(request, _("Kept: %(promise)s") % {"promise": promise.text}, extra_tags=undo("promise_untick", promise.pk))
    return to("customer", promise.appointment.lead_id)


@require_POST
@requires("order.keep")
def broken(request, pk):
    """没兑现: why is asked; the agent and the leader are told."""
    promise = _find(request, pk)
    with refusal_said(request):
        break_promise(promise, why=request.POST.get("why", ""), by=request.user, now=timezone.now())
        said = _("Not kept: %(promise)s") % {"promise": promise.text} + "\n" + _("The agent and the leader are told.")
        messages.warning(request, said, extra_tags=undo("promise_untick", promise.pk))
    return to("customer", promise.appointment.lead_id)


@require_POST
@requires("order.keep")
def unticked(request, pk):
    """It was the wrong line."""
    promise = _find(request, pk)
    with refusal_said(request):
        untick(promise, by=request.user, now=timezone.now())
        messages.info(request, _("Taken back: %(name)s") % {"name": promise.text})
    return to("customer", promise.appointment.lead_id)


def _find(request, pk: int) -> Promise:
    """Return a promise made to somebody's customer, for whoever keeps the customer; no other exists."""
    rows = Promise.objects.workable_by(request.user, now=timezone.now())
    return get_object_or_404(rows.select_related("appointment__lead__agent", "appointment__lead__store", "appointment__agent"), pk=pk)


@require_POST
@requires("order.keep")
def card_kept(request, pk):
    """兑现 of what the showroom had promised."""
    transfer = _find_card(request, pk)
    promised = transfer.card.promised
    with refusal_said(request):
        keep_card_promise(transfer, by=request.user, now=timezone.now())
        messages.success(request, _("Kept: %(promise)s") % {"promise": mask_digits(promised)}, extra_tags=undo("card_promise_untick", transfer.pk))
    return to("customer", customer_of(transfer).pk)


@require_POST
@requires("order.keep")
def card_broken(request, pk):
    """没兑现 of what the showroom had promised: why is asked; the agent and the leader are told."""
    transfer = _find_card(request, pk)
    with refusal_said(request):
        break_card_promise(transfer, why=request.POST.get("why", ""), by=request.user, now=timezone.now())
        said = _("Not kept: %(promise)s") % {"promise": mask_digits(transfer.card.promised)} + "\n" + _("The agent and the leader are told.")
        messages.warning(request, said, extra_tags=undo("card_promise_untick", transfer.pk))
    return to("customer", customer_of(transfer).pk)


@require_POST
@requires("order.keep")
def card_unticked(request, pk):
    """It was the wrong line."""
    transfer = _find_card(request, pk)
    with refusal_said(request):
        untick_card_promise(transfer, by=request.user, now=timezone.now())
        messages.info(request, _("Taken back: %(name)s") % {"name": mask_digits(transfer.card.promised)})
    return to("customer", customer_of(transfer).pk)


def _find_card(request, pk: int) -> Transfer:
    """Return the transfer by which somebody's customer came with a promise of the showroom's, for whoever keeps the customer; no other exists."""
    rows = Transfer.objects.workable_by(request.user, now=timezone.now())
    return get_object_or_404(rows.select_related("card", "lead__store", "lead__agent"), pk=pk)
