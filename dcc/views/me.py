"""One's own page: who one is here, what one may do, how the pages look; and the password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.errors import Refused
from dcc.forms.look import LookForm
from dcc.forms.password import FirstPasswordForm, OwnPasswordForm
from dcc.forms.people import AwayForm
from dcc.permission_words import may_in_words
from dcc.permissions import may, requires
from dcc.rules.absences import mark_away, mark_present, today_of
from dcc.rules.open_sessions import open_sessions
from dcc.rules.passwords import change_own_password
from dcc.rules.preferences import choose_look
from dcc.rules.throttle import cool_off, may_try_own_password, record_wrong_password
from dcc.views.answers import form_status, to


@require_safe
@requires("me")
def me(request):
    """Name, store, roles, rights; look, password, away."""
    return _page(request)


@require_POST
@requires("me")
def look(request):
    """Keep language, theme and keys."""
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, look_form=form)
    choose_look(request.user, **form.cleaned_data)
    if form.cleaned_data["language"]:
        translation.activate(form.cleaned_data["language"])
    messages.success(request, _("Kept."))
    return to("me")


@require_POST
@requires("person.away")
def away(request):
    """Mark oneself away until a day."""
    form = AwayForm(request.POST)
    if form.is_valid():
        try:
            mark_away(request.user, last=form.cleaned_data["last"], by=request.user, now=timezone.now())
            messages.success(request, _("You are marked away: nothing will be given to you."))
            return to("me")
        except Refused as refusal:
            form.add_error("last", str(refusal))
    return _page(request, away_form=form)


@require_POST
@requires("person.away")
def present(request):
    """Mark oneself on duty again."""
    mark_present(request.user, by=request.user, now=timezone.now())
    messages.success(request, _("You are on duty."))
    return to("me")


@require_http_methods(["GET", "HEAD", "POST"])
@requires("me")
@sensitive_post_parameters()
def password(request):
    """Choose a password of one's own. Every other session ends; this one goes on."""
    person, now = request.user, timezone.now()
    first = person.must_change_password
    template = "dcc/first_password.html" if first else "dcc/password.html"
    if request.method == "POST" and not first and not may_try_own_password(person, now=now):
        sentence = _("Too many tries. Try again in %(minutes)d minutes.") % {"minutes": cool_off().seconds // 60}
        return render(request, template, {"form": OwnPasswordForm(person), "locked": sentence}, status=429)
    form = (FirstPasswordForm if first else OwnPasswordForm)(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_own_password(person, password=form.cleaned_data["new_password1"], now=now)
        update_session_auth_hash(request, person)
        messages.success(request, _("Password changed. Wherever else you were logged in, you no longer are."))
        return HttpResponseRedirect(reverse("home" if first else "me"), status=303)
    if form.has_error("old_password", "password_incorrect"):
        record_wrong_password(person, now=now)
    return render(request, template, {"form": form}, status=form_status(form))


def _page(request, *, look_form: LookForm | None = None, away_form: AwayForm | None = None):
    person, now = request.user, timezone.now()
    today = today_of(person, now)
    context = {
        "look_form": look_form or LookForm(initial={"language": person.language, "theme": person.theme, "single_keys": person.single_keys}),
        "away_form": away_form or AwayForm(initial={"last": today}),
        "away_until": person.away_until(today),
        "may_be_away": may(person, "person.away"),
        "open_sessions": open_sessions(person, here=request.session.session_key, now=now),
        "rights": may_in_words(person),
        "watched": list(person.stores.all()) if person.store is None else [],
    }
    return render(request, "dcc/me.html", context, status=form_status(look_form, away_form))
