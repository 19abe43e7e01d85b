"""One's own open log-ins."""

from django.contrib import messages
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dcc.frame.answers import to
from dcc.log_in.rules.open_sessions import end_session
from dcc.people.permissions import requires


@require_POST
@requires("me")
def end(request):
    """End one log-in elsewhere, or all others."""
    ended = end_session(request.user, name=request.POST.get("session", ""), here=request.session.session_key, now=timezone.now())
    if ended:
        messages.success(request, ngettext("%(count)d log-in ended.", "%(count)d log-ins ended.", ended) % {"count": ended})
    return to("security")
