"""Choosing a password of one's own."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import form_status
from dcc.log_in.forms.password import FirstPasswordForm, OwnPasswordForm
from dcc.log_in.rules.passwords import change_own_password
from dcc.log_in.rules.throttle import cool_off, may_try_own_password, record_wrong_password
from dcc.people.permissions import requires


@require_http_methods(["GET", "HEAD", "POST"])
@requires("me")
@sensitive_post_parameters()
def password(request):
    """Choose a password of one's own. Every other session ends; this one goes on."""
    person, now = request.user, timezone.now()
    first = person.must_change_password
    template = "dcc/log_in/first_password.html" if first else "dcc/log_in/password.html"
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
