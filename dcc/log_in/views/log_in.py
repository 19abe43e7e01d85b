"""Logging in and out, and the language before one is somebody."""

from datetime import datetime, timedelta

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from dcc.frame.answers import form_status, refusal_on, safe_next
from dcc.log_in.backends import PersonBackend
from dcc.log_in.forms.log_in import LanguageForm, LogInForm
from dcc.log_in.forms.second_factor import CodeForm
from dcc.log_in.known_devices import LASTS_SECONDS, device_of, place_of
from dcc.log_in.rules.open_sessions import OPENED, opened
from dcc.log_in.rules.second_factor import check_code, is_asked, is_required_of
from dcc.log_in.rules.sessions import record_log_in, record_log_out, record_refused_log_in
from dcc.log_in.rules.throttle import tell_if_locked, too_many_from
from dcc.log_in.session_limits import DUE, limit_session
from dcc.models import Store, User
from dcc.people.demo_accounts import ACCOUNTS, DEMO_PASSWORD, OTHER
from dcc.people.rules.preferences import choose_language

WAITING, WAITS = "second_step", timedelta(minutes=5)
BACKEND = "dcc.log_in.backends.PersonBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@sensitive_post_parameters("password")
@never_cache
def log_in(request):
    """Account and password; then the page one came for, if it is ours."""
    onward = safe_next(request, default=reverse("home"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(onward)
    _forget_toasts(request)
    if request.method == "POST" and _is_held_up(request):
        return locked_out(request)
    form = LogInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person, now = form.get_user(), timezone.now()
        if is_asked(person):
            return _ask_for_code(request, person, onward, now=now)
        return _let_in(request, person, onward, now=now)
    if form.has_error("__all__"):
        now, username = timezone.now(), form.cleaned_data["username"]
        record_refused_log_in(username, now=now, place=place_of(request))
        tell_if_locked(username, now=now)
    return _page(request, form, status=form_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@sensitive_post_parameters("code")
@never_cache
def code(request):
    """The second step: six digits or a recovery code, within five minutes of the password. Nobody is logged in before."""
    now = timezone.now()
    person = _waiting(request, now=now)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    form = CodeForm(request.POST or None)
    onward = safe_next(request, default=reverse("home"))
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "code"):
            how = check_code(person, form.cleaned_data["code"], now=now, place=place_of(request))
            return _let_in(request, person, onward, now=now, how=how)
    context = {"form": form, "next": safe_next(request, default=""), "name": person.name}
    return render(request, "dcc/log_in/code.html", context, status=form_status(form))


def _ask_for_code(request, person: User, onward: str, *, now: datetime):
    """Remember whose password was right, in a session of nobody's under a new key."""
    request.session.flush()
    request.session[WAITING] = {"person": person.pk, "hash": person.get_session_auth_hash(), "at": now.timestamp()}
    request.session.set_expiry(int(WAITS.total_seconds()))
    return HttpResponseRedirect(f"{reverse('login_code')}?{urlencode({'next': onward})}", status=303)


def _waiting(request, *, now: datetime) -> User | None:
    """Return who said their password and has still to say a code; their password and place are as they were."""
    said = request.session.get(WAITING)
    if not said or not 0 <= now.timestamp() - said["at"] < WAITS.total_seconds():
        return None
    person = PersonBackend().get_user(said["person"])
    return person if person and constant_time_compare(said["hash"], person.get_session_auth_hash()) else None


def _let_in(request, person: User, onward: str, *, now: datetime, how: str = ""):
    """Log somebody in, under the limits of their store; of whom a second step is required that they lack, they set it up first."""
    request.session.pop(WAITING, None)
    login(request, person, backend=BACKEND)
    place = place_of(request)
    record_log_in(person, now=now, place=place, how=how, is_known=device_of(request).knows(person.username))
    request.session[OPENED] = opened(place, now=now)
    response = HttpResponseRedirect(onward, status=303)
    limit_session(request, response, now=now)
    if not how and is_required_of(person, now=now):
        request.session[DUE] = True
    _remember_device(request, response)
    return response


def _forget_toasts(request) -> None:
    """What was told to whoever was logged in before is nobody else's: a name may stand in it."""
    list(messages.get_messages(request))


def _is_held_up(request) -> bool:
    """Whether too much failed from this address; a browser that knows the account has its own count."""
    known = device_of(request).knows(request.POST.get("username", "").strip().lower())
    return not known and too_many_from(get_client_ip_address(request), now=timezone.now())


def _remember_device(request, response) -> None:
    value = device_of(request).remembering(request.user.username)
    response.set_cookie(settings.DEVICE_COOKIE_NAME, value, max_age=LASTS_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")


def locked_out(request, original_response=None, credentials=None, *args):
    """Too many tries: the same answer whoever was meant. It ends by itself."""
    minutes = int(settings.AXES_COOLOFF_TIME * 60)
    form = LogInForm(request, initial={"username": request.POST.get("username", "")})
    return _page(
        request, form, status=429, locked=_("Too many tries. Try again in %(minutes)d minutes, or ask your leader to unlock you.") % {"minutes": minutes}
    )


@require_POST
@login_not_required
def log_out(request):
    """End this session and let the browser forget what it kept."""
    _forget_toasts(request)
    if request.user.is_authenticated:
        record_log_out(request.user, now=timezone.now())
    logout(request)
    response = HttpResponseRedirect(reverse("login"), status=303)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
@login_not_required
def language(request):
    """Change the language and stay where one was; a person's choice is kept with them, anybody's in a cookie."""
    form = LanguageForm(request.POST)
    response = HttpResponseRedirect(safe_next(request, default=reverse("home")), status=303)
    if form.is_valid():
        chosen = form.cleaned_data["language"]
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=365 * 86400, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax")
        if request.user.is_authenticated:
            choose_language(request.user, language=chosen)
    return response


def _page(request, form, *, status: int, locked: str = ""):
    context = {
        "form": form,
        "locked": locked,
        "next": safe_next(request, default=""),
        "stores": list(Store.objects.values_list("name", flat=True)[:2]),
        "demo_accounts": ACCOUNTS + OTHER if settings.DEMO else (),
        "demo_password": DEMO_PASSWORD if settings.DEMO else "",
    }
    return render(request, "dcc/log_in/login.html", context, status=status)
