"""What one was told."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import to
from dcc.models import Notice
from dcc.notices import telling as kinds
from dcc.notices.rules.notices import mark_read
from dcc.people.permissions import requires

SHOWN = 50


@require_safe
@requires("me")
def notices(request):
    """The latest notices, the unread ones marked; each leads where it speaks of."""
    mine = list(Notice.objects.visible_to(request.user)[:SHOWN])
    rows = kinds.sentences(request.user, mine, now=timezone.now())
    return render(request, "dcc/notices/notices.html", {"rows": rows, "any_unread": any(notice.read_at is None for notice in mine), "shown": SHOWN})


@require_POST
@requires("me")
def read_all(request):
    """Mark everything read."""
    mark_read(request.user, now=timezone.now())
    messages.success(request, _("All read."))
    return to("notices")


@require_POST
@requires("me")
def open_notice(request, pk):
    """Mark one notice read and go where it leads."""
    notice, now = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk), timezone.now()
    mark_read(request.user, now=now, notice=notice)
    [(_notice, _sentence, url)] = kinds.sentences(request.user, [notice], now=now)
    return HttpResponseRedirect(url, status=303) if url else to("notices")
