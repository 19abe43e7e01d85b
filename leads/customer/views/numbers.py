"""A lead's number: corrected by whoever may, proposed by the others and then confirmed or rejected."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dcc.errors import Refused
from dcc.frame.answers import to
from dcc.people.permissions import decides, requires
from dcc.store.store_settings import value
from leads.customer.forms.facts import NumberForm
from leads.customer.rules.changing import correct_number
from leads.customer.views.lead_page import find, page, refuse_closed
from leads.grading.rules.requesting import confirm_number, reject_request, request_number, withdraw_request
from leads.models import Request


@require_http_methods(["GET", "HEAD", "POST"])
@requires("lead.number")
@sensitive_post_parameters()
def number(request, pk):
    """Correct the number; who may not, proposes it with a reason."""
    found = find(request, pk, "lead.number")
    refuse_closed(found)
    direct = decides(request.user, "lead.number")
    now = timezone.now()
    form = NumberForm(request.POST or None, area=value(found.store, "area_code", now), asks_why=not direct)
    if request.method == "POST" and form.is_valid():
        try:
            (correct_number if direct else request_number)(found, **form.cleaned_data, by=request.user, now=now)
            messages.success(request, _("The number is corrected.") if direct else _("Proposed. Until it is confirmed, the old number stays."))
            return to("lead", pk)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return page(request, found, form=form, editing="number")


@require_POST
@requires("lead.number")
def answer(request, pk):
    """Confirm a proposed number, or reject it with a reason."""
    if not decides(request.user, "lead.number"):
        raise PermissionDenied
    found = _request(request, pk, "number")
    confirmed = request.POST.get("decision") == "confirmed"
    said = _("The number of %(name)s is corrected.") if confirmed else _("Rejected. %(name)s keeps the number.")
    try:
        if confirmed:
            done = confirm_number(found, by=request.user, now=timezone.now())
        else:
            done = reject_request(found, answer=request.POST.get("reason", ""), by=request.user, now=timezone.now())
        say_answered(request, said % {"name": found.lead.name}, done=done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return to("reconcile")


def say_answered(request, said: str, *, done: bool) -> None:
    """Say what was done, or that somebody was quicker."""
    if done:
        messages.success(request, said)
    else:
        messages.warning(request, _("Somebody decided this before you."))


@require_POST
@requires("lead.see")
def withdraw(request, pk):
    """Take back what one proposed oneself; what others proposed is not there."""
    found = get_object_or_404(Request.objects.visible_to(request.user, now=timezone.now()).select_related("lead"), pk=pk, by=request.user)
    say_answered(request, _("Withdrawn."), done=withdraw_request(found, by=request.user, now=timezone.now()))
    return to("lead", found.lead_id)


def _request(request, pk: int, kind: str) -> Request:
    found = Request.objects.visible_to(request.user, now=timezone.now()).filter(kind=kind)
    return get_object_or_404(found.select_related("lead__store", "lead__agent", "lead__reception", "by", "store"), pk=pk)
