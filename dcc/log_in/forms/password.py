"""Choosing a password of one's own."""

from typing import ClassVar

from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _


class FirstPasswordForm(SetPasswordForm):
    """A person's first own password: the one-time one was just typed to log in."""

    new_password1 = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=200,
        help_text=_("At least 10 characters, not your name and not a common password."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    new_password2 = forms.CharField(
        label=_("New password again"), strip=False, max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    error_messages: ClassVar = {
        "password_mismatch": _("The two passwords differ."),
        "password_incorrect": _("The present password is wrong."),
        "same": _("This is the password you have. Choose another."),
    }

    def clean_new_password1(self) -> str:
        """Refuse the password that is to be replaced."""
        password = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise forms.ValidationError(self.error_messages["same"], code="same")
        return password


class OwnPasswordForm(FirstPasswordForm):
    """A further password: whoever sits at an open desk must know the present one."""

    old_password = forms.CharField(
        label=_("Present password"), strip=False, max_length=200, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ("old_password", "new_password1", "new_password2")

    def clean_old_password(self) -> str:
        """Refuse what is not the present password."""
        password = self.cleaned_data["old_password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password
