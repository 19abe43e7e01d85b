"""Customers invited to a campaign, and invitations withdrawn."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, loads
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dcc.errors import Refused
from dcc.frame.answers import refusal_kept, refusal_said, to
from dcc.people.permissions import requires
from leads.models import Campaign
from reception.campaigns.invitable import found
from reception.campaigns.rules.inviting import invite_found, withdraw_invitations
from reception.campaigns.views.campaigns import SALT, find, page


@require_POST
@requires("campaign.invite")
def invite(request, pk):
    """Invite whom the signed filter finds, as long as it finds as many as were shown."""
    campaign = find(request, pk)
    with refusal_kept() as refusal:
        shown = _shown(request, campaign)
        now = timezone.now()
        _filter, rows = found(campaign, QueryDict(shown["query"]), user=request.user, now=now)
        count = invite_found(campaign, rows, count=shown["count"], by=request.user, now=now)
        said = ngettext("%(count)d customer invited to %(name)s", "%(count)d customers invited to %(name)s", count)
        messages.success(request, said % {"count": count, "name": campaign.name})
        return to("campaign", pk)
    return page(request, campaign, sentence=refusal.sentence, status=refusal.status)


def _shown(request, campaign: Campaign) -> dict[str, Any]:
    """Return what the page showed. Raises Refused where that was bent on its way."""
    try:
        shown = loads(request.POST.get("sign", ""), salt=SALT)
    except BadSignature:
        shown = {}
    if shown.get("campaign") != campaign.pk:
        raise Refused(_("This page does not say any more whom it showed. Look at it anew."))
    return shown


@require_POST
@requires("campaign.invite")
def withdraw(request, pk):
    """Take back those of one moment whom nobody has called for yet."""
    campaign = find(request, pk)
    with refusal_said(request):
        count = withdraw_invitations(campaign, _moment(request.POST.get("made_at", "")), by=request.user, now=timezone.now())
        messages.success(request, ngettext("%(count)d invitation taken back", "%(count)d invitations taken back", count) % {"count": count})
    return to("campaign", pk)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1970 < moment.year < 9000:
        raise Refused(_("Everybody of these was called already, or the invitation was taken back."))
    return moment
