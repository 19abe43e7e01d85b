"""Where a customer is who is not to be called: with a colleague, in the pool, closed. Said to whoever had them; to anybody else there is no such page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.lead_facts import once_of
from dcc.templatetags.words import short_moment
from dcc.views.answers import WRONG
from leads.models import Lead
from leads.models.lead import CLOSED_AS


def told_elsewhere(request, pk: int, *, status: int = 404):
    """Say whose a customer is now; where a call was to be saved, what was typed stays. `status` 200: it is this person's, and closed."""
    lead = once_of(request.user, pk)
    if lead is None:
        raise Http404
    visible = Lead.objects.visible_to(request.user).filter(pk=pk).exists()
    if request.method == "POST" and request.htmx:
        messages.error(request, said_of(lead, named=visible) + "\n" + _("The call is not saved. What you wrote is still here."))
        response = render(request, "parts/toasts.html", {"oob": True}, status=WRONG)
        response["HX-Reswap"] = "none"
        return response
    return render(request, "calls/elsewhere.html", {"lead": lead, "said": said_of(lead, named=visible), "visible": visible}, status=status)


def said_of(lead: Lead, *, named: bool) -> str:
    """Return whose a customer is now and since when; by name for whoever may read of them still."""
    now, name = timezone.now(), lead.name if named else _("This customer")
    if lead.closed_at:
        facts = {"name": name, "how": dict(CLOSED_AS)[lead.closed_as], "when": short_moment(lead.closed_at, now)}
        return _("%(name)s was closed %(when)s: %(how)s") % facts
    since = short_moment(lead.allocated_at, now) if lead.allocated_at else "—"
    if lead.agent is None:
        return _("%(name)s is in the pool, nobody's now") % {"name": lead.name}
    return _("%(name)s is %(agent)s's customer since %(when)s") % {"name": name, "agent": lead.agent.name, "when": since}
