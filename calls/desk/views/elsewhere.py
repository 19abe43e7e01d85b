"""Where a customer is who is not to be called: with a colleague, in the pool, closed. Said to whoever had them; to anybody else there is no such page."""

from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from calls.desk.lead_facts import once_had_by
from calls.desk.rules.keeping import left_hands
from dcc.frame.answers import WRONG
from dcc.frame.moment_words import short_moment
from dcc.models import User
from leads.models import Lead
from leads.models.lead import CLOSED_AS

UNSENT = ("csrfmiddlewaretoken", "keep", "stay")  # what a form that is sent once more does not say again


def told_elsewhere(request, pk: int, *, status: int = 404, trouble: str = ""):
    """Say whose a customer is now; where a call was to be saved, what was typed stays, and one button saves it all the same where that may be.

    `status` 200: it is this person's, and closed. `trouble`: why it could not be saved so.
    """
    now = timezone.now()
    lead = once_had_by(request.user, [pk], now=now).first()
    if lead is None:
        raise Http404
    sends = request.method == "POST"
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name not in UNSENT] if sends else []
    shown = whereabouts(lead, request.user, now=now, saves=sends) | {"trouble": trouble, "sent": sent}
    if not (sends and request.htmx):
        return render(request, "calls/desk/elsewhere.html", shown, status=status)
    response = render(request, "calls/desk/_meanwhile.html", shown, status=WRONG)
    response["HX-Retarget"], response["HX-Reswap"] = "#meanwhile", "innerHTML"
    return response


def whereabouts(lead: Lead, user: User, *, now: datetime, saves: bool = True) -> dict[str, Any]:
    """Return what is said of a customer who is not this person's to call, and whether a call under way may be saved all the same (`saves`: to be asked)."""
    visible = Lead.objects.visible_to(user, now=now).filter(pk=lead.pk).exists()
    keeps = saves and left_hands(lead, user, now=now)
    return {"lead": lead, "said": said_of(lead, named=visible, now=now), "visible": visible, "keeps": keeps}


def said_of(lead: Lead, *, named: bool, now: datetime) -> str:
    """Return whose a customer is now and since when; by name for whoever may read of them still."""
    name = lead.name if named else _("This customer")
    if lead.closed_at:
        facts = {"name": name, "how": dict(CLOSED_AS)[lead.closed_as], "when": short_moment(lead.closed_at, now)}
        return _("%(name)s was closed %(when)s: %(how)s") % facts
    since = short_moment(lead.allocated_at, now) if lead.allocated_at else "—"
    if lead.agent is None:
        return _("%(name)s is in the pool, nobody's now") % {"name": lead.name}
    return _("%(name)s is %(agent)s's customer since %(when)s") % {"name": name, "agent": lead.agent.name, "when": since}


def said_shortly(lead: Lead) -> str:
    """Return the same in the few words of a row, of an open queue: given to whom, back in the pool, closed."""
    if lead.closed_at:
        return str(dict(CLOSED_AS)[lead.closed_as])
    return _("given to %(name)s") % {"name": lead.agent.name} if lead.agent else _("back in the pool")
