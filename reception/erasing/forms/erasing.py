"""Whose personal data somebody asks about."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WhoseForm(forms.Form):
    """A number, posted and never in the address."""

    number = forms.CharField(
        label=_("Number"), max_length=40, widget=forms.TextInput(attrs={"class": "d-input", "inputmode": "tel", "autocomplete": "off", "data-key": "/"})
    )
