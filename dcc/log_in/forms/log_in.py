"""Logging in."""

from typing import ClassVar

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

SAY_TRIES_FROM = 5


class LogInForm(AuthenticationForm):
    """Account and password. Whether the account exists is never said: unknown, left and mistyped get one answer."""

    username = UsernameField(label=_("Account"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}))
    password = forms.CharField(label=_("Password"), strip=False, max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    error_messages: ClassVar = {"invalid_login": _("Account or password is wrong."), "inactive": _("Account or password is wrong.")}

    def clean_username(self) -> str:
        """Case and spaces around it do not matter; the throttle counts what is left."""
        return self.cleaned_data["username"].strip().lower()

    def get_invalid_login_error(self) -> forms.ValidationError:
        """Say how many tries are left once they run short."""
        failures = AxesProxyHandler.get_failures(self.request, {"username": self.cleaned_data["username"]})
        left = max(settings.AXES_FAILURE_LIMIT - failures, 0)
        if left > SAY_TRIES_FROM:
            return super().get_invalid_login_error()
        sentence = ngettext("Account or password is wrong; %(count)d try left.", "Account or password is wrong; %(count)d tries left.", left)
        return forms.ValidationError(sentence % {"count": left}, code="invalid_login")


class LanguageForm(forms.Form):
    """One of our languages."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)
