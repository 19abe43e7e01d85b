"""A lead typed in by hand."""

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import form_status, refusal_on, to
from dcc.people.permissions import requires
from leads.intake.forms.by_hand import ByHandForm
from leads.intake.refusal_words import REASONS
from leads.intake.rules.by_hand import register_by_hand


@require_http_methods(["GET", "HEAD", "POST"])
@requires("lead.create")
@sensitive_post_parameters()
def lead_new(request):
    """A new lead, or a further inquiry of one that is open."""
    now = timezone.now()
    form = ByHandForm(request.POST or None, store=request.user.store, now=now)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "received_at"):
            asked = {"channel": form.cleaned_data["channel"], "campaign": form.cleaned_data.get("campaign")}
            result = register_by_hand(request.user.store, form.arrival(), **asked, by=request.user, now=now)
            if result.lead is not None:
                _say(request, result)
                return to("lead", result.lead.pk)
            form.add_error("phone", _do_not_call() if result.reason == "do_not_call" else REASONS[result.reason][0])
    return render(request, "leads/intake/lead_new.html", {"form": form}, status=form_status(form))


def _do_not_call() -> str:
    return _("This number is on the do-not-call list and cannot be registered.")


def _say(request, result) -> None:
    lead = result.lead
    if result.outcome == "created":
        messages.success(request, _("%(name)s is registered and waits in the pool") % {"name": lead.name})
        return
    joined = _("%(name)s has an open lead already\nThis is their inquiry number %(count)d; it was joined, no second lead was made.")
    messages.info(request, joined % {"name": lead.name, "count": lead.inquiry_count})
