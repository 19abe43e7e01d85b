"""A call of one's own, corrected or taken back just after it was logged."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from calls.desk.forms.correcting import CorrectForm
from calls.desk.rules.annulling_calls import annul_call, logging_of
from calls.desk.rules.correcting import correct_call
from calls.models import Call
from dcc.errors import Refused
from dcc.frame.answers import WRONG, form_status, to
from dcc.frame.middleware import page_of_form
from dcc.people.permissions import requires
from leads.models import Lead


@require_POST
@requires("call.log")
def annul(request, pk):
    """The whole call was none. What was typed stands in the form again, where it was logged at the desk."""
    call, now = _own(request, pk), timezone.now()
    try:
        lead = annul_call(call, by=request.user, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(page_of_form(request), status=303)
    messages.info(request, _("The call with %(name)s is taken back.\nWhat was agreed in it went with it.") % {"name": lead.name})
    if request.POST.get("stay") or call.direction == "in":
        return HttpResponseRedirect(page_of_form(request), status=303) if lead.annulled_at is None else to("calls_incoming")
    if not Lead.objects.workable_by(request.user, "call.log", now=now).filter(pk=lead.pk).exists():  # one kept of a customer who is a colleague's now
        return to("calls")
    return HttpResponseRedirect(f"{reverse('calls_on', args=[lead.pk])}?again={call.pk}", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("call.log")
def correct(request, pk):
    """Outcome, note and level, within fifteen minutes."""
    call, now = _own(request, pk), timezone.now()
    form = CorrectForm(request.POST or None, call=call)
    entry = logging_of(call)
    shown = {"form": form, "call": call, "lead": call.lead, "logged_at": entry.at if entry else call.known_at}
    if request.method != "POST" or not form.is_valid():
        return render(request, "calls/desk/correct.html", shown, status=form_status(form))
    try:
        correct_call(call, said=form.said, by=request.user, now=now)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return render(request, "calls/desk/correct.html", shown, status=WRONG)
    messages.success(request, _("The call with %(name)s is corrected.") % {"name": call.lead.name})
    readable = Lead.objects.visible_to(request.user, now=now).filter(pk=call.lead_id).exists()
    return to("lead", call.lead_id) if readable else to("calls")


def _own(request, pk: int) -> Call:
    """Return a call this person logged; another's does not exist for them."""
    return get_object_or_404(Call.every.filter(agent=request.user, store=request.user.store_id).select_related("lead__store"), pk=pk)
