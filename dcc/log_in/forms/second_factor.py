"""The code of the second step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.models import User

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True}


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(label=_("Six digits or recovery code"), max_length=20, widget=forms.TextInput(attrs=DIGITS | {"inputmode": "text"}))


class DigitsForm(forms.Form):
    """Six digits of an app that was just given its key."""

    code = forms.CharField(label=_("Six digits of the app"), max_length=10, widget=forms.TextInput(attrs=DIGITS))


class OpenDeskForm(DigitsForm):
    """The same where the log-in is some time ago: whoever sits at an open desk must know the password. `locked`: why none is looked at."""

    password = forms.CharField(label=_("Password"), strip=False, max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    field_order = ("password", "code")

    def __init__(self, person: User, data=None, *, locked: str = "") -> None:
        """Take whose password it is."""
        super().__init__(data)
        self.person, self.locked = person, locked
        self.fields["code"].widget.attrs.pop("autofocus")

    def clean_password(self) -> str:
        """Refuse what is not the present password, and after many tries whatever it is."""
        password = self.cleaned_data["password"]
        if self.locked:
            raise forms.ValidationError(self.locked, code="locked")
        if not self.person.check_password(password):
            raise forms.ValidationError(_("The password is wrong."), code="password_incorrect")
        return password
