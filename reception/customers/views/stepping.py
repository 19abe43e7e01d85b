"""What is done with a group while it is in the house: its steps, and its leaving."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.frame.answers import refusal_on, refusal_said, to, undo
from dcc.people.permissions import requires
from leads.models import Lead
from reception.customers.forms.stepping import StepForm
from reception.customers.rules.customer_facts import in_hand
from reception.customers.rules.seeing_off import see_off
from reception.customers.rules.stepping import annul_step, take_step
from reception.customers.views.customer_page import find_customer, page
from reception.door.rules.annulling_visits import annul_leaving
from reception.models import Step, Visit
from reception.models.step import KINDS


@require_POST
@requires("order.keep")
def take(request, pk):
    """Note a step, or correct one; an odd price is asked about first."""
    (visit, lead), kind = _find(request, pk), request.POST.get("kind", "talk")
    if kind not in dict(KINDS):
        raise Http404
    now = timezone.now()
    known = in_hand(lead, request.user)
    corrects = known.step(request.POST.get("instead"))
    corrects = corrects if corrects is not None and corrects.kind == kind and corrects.visit_id == visit.pk else None
    form = StepForm(request.POST, kind=kind, visit=visit, promises=known.open_promises, corrects=corrects)
    if form.is_valid() and not form.is_asked:
        with refusal_on(form):
            step = take_step(visit, form.done(now), keeps=form.kept(), instead=corrects, by=request.user, now=now)
            messages.success(request, _("Noted: %(step)s") % {"step": form.title}, extra_tags=undo("step_annul", step.pk))
            return to("customer", lead.pk)
    return page(request, lead, step_form=form, corrects=request.POST.get("instead"))


@require_POST
@requires("order.keep")
def annul(request, pk):
    """The step was none."""
    step = get_object_or_404(Step.every.filter(store=request.user.store), pk=pk)
    step.visit, lead = _find(request, step.visit_id)
    with refusal_said(request):
        annul_step(step, by=request.user, now=timezone.now())
        messages.info(request, _("Taken back: %(name)s") % {"name": step.get_kind_display()})
    return to("customer", lead.pk)


@require_POST
@requires("order.keep")
def gone(request, pk):
    """The group goes; something is to come with the customer."""
    visit, lead = _find(request, pk)
    with refusal_said(request):
        if see_off(visit, by=request.user, now=timezone.now()):
            messages.success(request, _("%(name)s has left.") % {"name": lead.name}, extra_tags=undo("visit_still_here", visit.pk))
        else:
            messages.info(request, _("They had left already."))
    return to("customer", lead.pk)


@require_POST
@requires("order.keep")
def still_here(request, pk):
    """They have not gone: it was the wrong button."""
    visit, lead = _find(request, pk)
    with refusal_said(request):
        annul_leaving(visit, by=request.user, now=timezone.now())
        messages.info(request, _("%(name)s is in the house still.") % {"name": lead.name})
    return to("customer", lead.pk)


def _find(request, pk: int) -> tuple[Visit, Lead]:
    """Return a visit of a customer this person keeps, and the customer; no other exists."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user).select_related("store"), pk=pk)
    visit.lead = lead = find_customer(request, visit.lead_id)
    return visit, lead
