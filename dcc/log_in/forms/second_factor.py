"""The code of the second step."""

from django import forms
from django.utils.translation import gettext_lazy as _

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(label=_("Six digits or recovery code"), max_length=20, widget=forms.TextInput(attrs=DIGITS | {"inputmode": "text"}))


class DigitsForm(forms.Form):
    """Six digits of an app that was just given its key."""

    code = forms.CharField(label=_("Six digits of the app"), max_length=10, widget=forms.TextInput(attrs=DIGITS))
