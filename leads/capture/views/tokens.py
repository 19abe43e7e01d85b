"""The tokens of a channel: issued and shown once, revoked."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.frame.answers import refusal_said, to
from dcc.people.permissions import requires
from leads.capture.rules import tokens as rules
from leads.models import CaptureToken, Channel


@require_POST
@requires("capture.manage")
def issue(request, pk):
    """A new token; the answer shows it, once."""
    channel = get_object_or_404(Channel.objects.visible_to(request.user), pk=pk)
    with refusal_said(request):
        token, secret = rules.issue_token(channel, by=request.user, now=timezone.now())
        return render(request, "leads/capture/token.html", {"channel": channel, "token": token, "secret": secret})
    return to("channel", pk)


@require_POST
@requires("capture.manage")
def revoke(request, pk, token):
    """End a token."""
    found = get_object_or_404(CaptureToken.objects.visible_to(request.user).select_related("channel"), pk=token, channel=pk)
    if rules.revoke_token(found, by=request.user, now=timezone.now()):
        messages.success(request, _("The token %(token)s opens nothing any more.") % {"token": found})
    return to("channel", pk)
