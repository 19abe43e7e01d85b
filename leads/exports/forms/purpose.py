"""What a file with full numbers is for, and why it is not approved."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PurposeForm(forms.Form):
    """The purpose, in words: whoever approves reads it, and the file bears it."""

    purpose = forms.CharField(
        label=_("What for, and for whom"),
        max_length=200,
        required=False,  # the verb says what is wanted
        widget=forms.Textarea(attrs={"rows": 2, "class": "d-input"}),
        help_text=_("It stands in the file, and for good in the list of files."),
    )
