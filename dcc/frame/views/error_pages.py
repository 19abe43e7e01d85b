"""Pages for what went wrong: calm here, loud in the log."""

import logging
import sys

from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from dcc import sockets
from dcc.database.address import is_bad_moment
from dcc.frame.answers import page_of_form

log = logging.getLogger(__name__)
SECONDS = 5  # until it is worth trying again
SENT_AGAIN = "dcc-sent-again"


def csrf_failure(request, reason=""):
    """The form's token no longer holds, as after a log-in in another tab: say so, and lead back to the page, which kept what was typed."""
    log.warning("form refused: %s", reason)
    if request.headers.get("HX-Request"):
        return HttpResponse(_("Reload, then save"), status=403, headers={"X-Old-Page": "yes"})
    return render(request, "csrf.html", {"page": page_of_form(request)}, status=403)


def forbidden(request, exception=None):
    """Something this person's roles do not allow."""
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    """No such page, or a row this person may not see: the two look the same (docs/rules/trust.md#rows). Whoever had what was taken back is told so."""
    why = next(filter(None, (asked(request) for asked in sockets.gone)), "") if request.user.is_authenticated else ""
    return render(request, "gone.html", {"why": why}, status=410) if why else render(request, "404.html", status=404)


def bad_request(request, exception=None):
    """What no page asks like this. A session that the database cannot write now is none: Django takes it for one that was ended meanwhile."""
    failure = exception
    while failure is not None:
        if is_bad_moment(failure):
            return not_now(request, failure)
        failure = failure.__context__
    return defaults.bad_request(request, exception)


def too_large(request):
    """A body past the limit: nothing of it was read, so the page, or what a program is answered, says no more than that."""
    if request.content_type == "application/json":
        return JsonResponse({"detail": _("The body is too large. Send less at once.")}, status=413)
    return render(request, "413.html", status=413)


def failed(request):
    """An unexpected failure: the page names the request's id, the log has the rest. What the database cannot do only now is none."""
    failure = sys.exc_info()[1]
    if failure is not None and is_bad_moment(failure):
        return not_now(request, failure)
    return render(request, "500.html", {"request_id": getattr(request, "id", "")}, status=500)


def not_now(request, failure: BaseException):
    """The database or the disk cannot take this now: one line in the log, and the form once more, which sends itself again a single time."""
    log.warning("%s %s not now: %s", request.method, request.path, str(failure).partition("\n")[0])
    headers = {"Retry-After": str(SECONDS), "Cache-Control": "no-store"}
    if request.headers.get("HX-Request"):
        response = HttpResponse(_("The server is busy. What you wrote is still here; try again in a moment."), status=503, headers=headers)
    else:
        kept = _kept(request)
        facts = {"kept": kept, "by_itself": kept and SENT_AGAIN not in dict(kept), "sent_again": SENT_AGAIN, "seconds": SECONDS}
        response = render(request, "503.html", facts, status=503)
        for name, value in headers.items():
            response[name] = value
    vars(response)["_has_been_logged"] = True  # Django would write the whole traceback
    return response


def _kept(request) -> list[tuple[str, str]]:
    """Return what a form said, to be sent once more as it was. Passwords and files are typed and chosen again."""
    try:
        if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
            return []
        return [(name, value) for name, values in request.POST.lists() for value in values]
    except (UnreadablePostError, MultiPartParserError):
        return []
