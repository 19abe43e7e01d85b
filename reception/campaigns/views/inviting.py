"""Customers invited to a campaign, and invitations withdrawn."""

from datetime import datetime

from django.contrib import messages
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dcc.errors import Refused
from dcc.frame.answers import refusal_kept, refusal_said, to
from dcc.people.permissions import requires
from leads.pool.whole_list import opened
from reception.campaigns.invitable import found
from reception.campaigns.rules.inviting import invite_found, withdraw_invitations
from reception.campaigns.views.campaigns import deed_of, find, page


@require_POST
@requires("campaign.invite")
def invite(request, pk):
    """Invite whom the signed filter finds, as long as it finds as many as were shown."""
    campaign = find(request, pk)
    with refusal_kept() as refusal:
        query, shown = opened(request.POST.get("sign", ""), request.user, deed=deed_of(campaign))
        now = timezone.now()
        _filter, rows = found(campaign, QueryDict(query), user=request.user, now=now)
        count = invite_found(campaign, rows, count=shown, by=request.user, now=now)
        said = ngettext("%(count)d customer invited to %(name)s", "%(count)d customers invited to %(name)s", count)
        messages.success(request, said % {"count": count, "name": campaign.name})
        return to("campaign", pk)
    return page(request, campaign, sentence=refusal.sentence, status=refusal.status)


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
