"""One's own security: the second step of the log-in, recovery codes, log-ins."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on, to
from dcc.log_in.forms.second_factor import CodeForm, DigitsForm, OpenDeskForm
from dcc.log_in.known_devices import place_of
from dcc.log_in.log_in_record import log_ins_of
from dcc.log_in.qr_code import path_of
from dcc.log_in.rules.open_sessions import OPENED, open_sessions
from dcc.log_in.rules.second_factor import address_of, check_code, factor_of, is_asked, is_required_of, new_key, renew_codes, switch_off, switch_on
from dcc.log_in.rules.throttle import cool_off, may_try_own_password, record_wrong_password
from dcc.log_in.session_limits import DUE
from dcc.people.permissions import requires
from dcc.people.roles import ROLES
from dcc.store.store_settings import SETTINGS, values_at

REPLACES = "second_factor_replaces"  # a session that may set up another app in place of the present one
LASTS = 900  # seconds a drawn key may be taken, and a log-in shows who sits here


@require_safe
@requires("me")
def security(request):
    """The second step, log-ins, password."""
    return _page(request)


@require_http_methods(["GET", "HEAD", "POST"])
@requires("me")
@sensitive_post_parameters("code", "password")
def second_factor(request):
    """Give an app its key and let it show that it has it; then ten recovery codes are shown, once."""
    person, now = request.user, timezone.now()
    if not settings.SECOND_FACTOR or (is_asked(person) and not request.session.get(REPLACES)):
        return to("security")
    salt = f"second_factor.{request.session.session_key}"
    form = _form_of(request, now=now)
    try:
        key = signing.loads(request.POST.get("key", ""), salt=salt, max_age=LASTS)
    except signing.BadSignature:
        key, form = new_key(), _form_of(request, now=now, is_new=True)
    if request.method == "POST" and form.is_valid():
        with refusal_on(form, "code"):
            codes = switch_on(person, key=key, code=form.cleaned_data["code"], now=now)
            for name in (REPLACES, DUE):
                request.session.pop(name, None)
            return render(request, "dcc/log_in/recovery_codes.html", {"codes": codes})
    if form.has_error("password", "password_incorrect"):
        record_wrong_password(person, now=now)
    path, side = path_of(address_of(person, key))
    read_out = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    context = {"form": form, "path": path, "side": side, "key": read_out, "signed": signing.dumps(key, salt=salt), "is_due": request.session.get(DUE)}
    return render(request, "dcc/log_in/second_factor.html", context, status=form_status(form))


def _form_of(request, *, now: datetime, is_new: bool = False) -> DigitsForm:
    """Return the form by which an app shows that it has its key: with the password once more, unless it or a code of the present app was said just now."""
    person, data = request.user, None if is_new else request.POST or None
    said = request.session.get(OPENED)
    if request.session.get(REPLACES) or (said and (now - datetime.fromisoformat(said["at"])).total_seconds() < LASTS):
        return DigitsForm(data)
    minutes = {"minutes": cool_off().seconds // 60}
    return OpenDeskForm(person, data, locked="" if may_try_own_password(person, now=now) else _("Too many tries. Try again in %(minutes)d minutes.") % minutes)


@require_POST
@requires("me")
@sensitive_post_parameters("code")
def change(request):
    """New recovery codes, another app, or none: each by a code of the present one."""
    person, now, what = request.user, timezone.now(), request.POST.get("what", "")
    form = CodeForm(request.POST)
    if what not in {"codes", "replace", "off"} or not form.is_valid():
        return _page(request, form=form)
    with refusal_on(form, "code"):
        if what == "off" and is_required_of(person, now=now):
            switch_off(person, now=now)  # refuses, and no code is used up
        check_code(person, form.cleaned_data["code"], now=now, place=place_of(request))
        if what == "codes":
            return render(request, "dcc/log_in/recovery_codes.html", {"codes": renew_codes(person, now=now)})
        if what == "replace":
            request.session[REPLACES] = True
            return HttpResponseRedirect(reverse("second_factor"), status=303)
        switch_off(person, now=now)
        messages.success(request, _("The second step is off: the password alone opens your log-in."))
        return to("security")
    return _page(request, form=form)


def _page(request, *, form: CodeForm | None = None):
    person, now = request.user, timezone.now()
    factor = factor_of(person)
    values = _limits(person, now)
    form = form or CodeForm()
    form.fields["code"].widget.attrs.pop("autofocus", None)  # here it is one card of several
    required = [str(label) for name, label in ROLES if name in values["second_factor_roles"]]
    context: dict[str, Any] = {
        "asks": settings.SECOND_FACTOR,
        "factor": factor,
        "codes_left": factor.codes.filter(used_at=None).count() if factor else 0,
        "is_required": is_required_of(person, now=now),
        "required": _(", ").join(required),
        "form": form,
        "log_ins": log_ins_of(person, now=now),
        "open_sessions": open_sessions(person, here=request.session.session_key, now=now),
        "hours": values["session_hours"],
        "idle": values["idle_minutes"],
    }
    return render(request, "dcc/log_in/security.html", context, status=form_status(form))


def _limits(person, now: datetime) -> dict[str, Any]:
    return values_at(person.store, now) if person.store else {name: line.default for name, line in SETTINGS.items()}
