"""What happens to every request."""

import logging
import re
import secrets
import time

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from dcc.frame.answers import page_above, page_of_form
from dcc.frame.paging import whole
from dcc.frame.views.error_pages import too_large
from dcc.installation import logs, request_counts
from dcc.log_in.session_limits import DUE, POLLS, is_idle, remember_use
from dcc.store.store_settings import read_once

log = logging.getLogger(__name__)

KNOWN_ID = re.compile(r"[0-9a-zA-Z-]{8,64}")
MOST_BYTES = 1024**2
MOST_UPLOAD_BYTES = 26 * 1024**2
MOST_ROWS = 2**63 - 1  # the largest number of a row on either database
UPLOADS = ("import_receive", "showroom_cards_import")  # the forms that bring a file
BEFORE_OWN_PASSWORD = {"password", "logout", "healthz", "readyz", "language"}
BEFORE_SECOND_FACTOR = {"second_factor", "logout", "healthz", "readyz", "language"}


def request_id(get_response):
    """Give each request an id that stands in the log and on the error page; a proxy's, where one stands before us. Nobody else names it."""

    def middleware(request):
        given = request.headers.get("X-Request-ID", "") if settings.AXES_IPWARE_PROXY_COUNT else ""
        request.id = given if KNOWN_ID.fullmatch(given) else secrets.token_hex(8)
        request.address = get_client_ip_address(request)
        token = logs.request_id.set(request.id)
        try:
            response = get_response(request)
        finally:
            logs.request_id.reset(token)
        response["X-Request-ID"] = request.id
        return response

    return middleware


def counted(get_response):
    """Count each answer and how long it took, for a Prometheus."""

    def middleware(request):
        began = time.monotonic()
        response = get_response(request)
        found = request.resolver_match
        request_counts.count(page=found.view_name if found else "", method=request.method, status=response.status_code, seconds=time.monotonic() - began)
        return response

    return middleware


def body_limit(get_response):
    """Refuse a body that is too large by the length it states, before any of it is read. Without a length nothing of it is read at all.

    See docs/security.md#taken.
    """

    def middleware(request):
        stated = request.META.get("CONTENT_LENGTH") or "0"
        length = whole(stated)
        if length is None:
            return HttpResponseBadRequest()
        if length <= MOST_BYTES or (length <= MOST_UPLOAD_BYTES and request.path in {reverse(name) for name in UPLOADS}):
            return get_response(request)
        log.warning("a body of %d bytes for %s was refused", length, request.path)
        return too_large(request)

    return middleware


class PersonLocaleMiddleware(LocaleMiddleware):
    """The browser's language where it is one of ours, else Chinese (docs/rules/interface.md#languages)."""


def person_language(get_response):
    """Let the person's own choice of language win over the browser's, and read all times in the zone of their store."""

    def middleware(request):
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()
        store = getattr(request.user, "store", None)
        with timezone.override(store.zone if store else None):
            return get_response(request)

    return middleware


def settings_read_once(get_response):
    """Let a page ask for its store's settings as often as it likes: they are read once. What changes something reads them each time."""

    def middleware(request):
        if request.method not in ("GET", "HEAD"):
            return get_response(request)
        with read_once():
            return get_response(request)

    return middleware


def expired_login(get_response):
    """Answer an htmx request of a logged-out person with 401 and the way to log in, never with a log-in page inside a fragment.

    A form sent after its log-in ran out leads back to the page it stood on: the address it was sent to shows nothing.
    """

    def middleware(request):
        response = get_response(request)
        to_log_in = response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL) + "?")
        if not to_log_in or request.user.is_authenticated:
            return response
        if request.headers.get("HX-Request"):
            return HttpResponse(_("The log-in has expired. What was typed is kept."), status=401, headers={"X-Log-In": reverse("login")})
        return response if request.method in {"GET", "HEAD"} else redirect_to_login(page_of_form(request))

    return middleware


def forms_only(get_response):
    """Lead whoever opens the address of a form as a page, as after another log-in, to the page above it. A program is told 405."""

    def middleware(request):
        response = get_response(request)
        opens = request.method == "GET" and "text/html" in request.headers.get("Accept", "") and not request.headers.get("HX-Request")
        return HttpResponseRedirect(page_above(request.path), status=303) if opens and response.status_code == 405 else response

    return middleware


class OwnPasswordFirst:
    """Send whoever holds a one-time password to the page where they choose their own, and then whoever has still to set up the second step of their log-in.

    See docs/rules/trust.md#one-time-passwords, docs/rules/trust.md#second-factor.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, _view, _args, _kwargs):
        """Let only log-out, language and the page in question through; an htmx request is told to leave its page."""
        page, through = self._due(request)
        if not page or request.resolver_match.url_name in through:
            return None
        if request.headers.get("HX-Request"):
            return HttpResponse(status=204, headers={"HX-Redirect": reverse(page), "X-Undone": page})
        return HttpResponseRedirect(reverse(page))

    def _due(self, request) -> tuple[str, set[str]]:
        if request.user.is_authenticated and request.user.must_change_password:
            return "password", BEFORE_OWN_PASSWORD
        if request.user.is_authenticated and request.session.get(DUE):
            return "second_factor", BEFORE_SECOND_FACTOR
        return "", set()


class NumbersOfRows:
    """Answer an address that names a row by a number no database counts to as one of a row that is not there."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, _request, _view, _args, kwargs):
        """Refuse the number before any view asks for it."""
        if any(isinstance(named, int) and named > MOST_ROWS for named in kwargs.values()):
            raise Http404


def idle_limit(get_response):
    """End a log-in nobody used for as long as its store allows; what the page asks by itself is no use of it."""

    def middleware(request):
        asked_at = request.user.asked_at if request.user.is_authenticated else None
        if asked_at and is_idle(request, now=asked_at):
            logout(request)
        response = get_response(request)
        if asked_at and request.user.is_authenticated and not (request.resolver_match and request.resolver_match.url_name in POLLS):
            remember_use(request, response, now=asked_at)
        return response

    return middleware


def private_pages(get_response):
    """Keep pages of logged-in people out of every cache (docs/security.md#taken)."""

    def middleware(request):
        response = get_response(request)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response

    return middleware
