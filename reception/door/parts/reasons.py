"""A reason, as every change of what was registered wants it."""

from django import forms
from django.utils.translation import gettext_lazy as _


def reason_field() -> forms.CharField:
    """Why: every change wants it."""
    return forms.CharField(label=_("Why"), max_length=200)


class ReasonForm(forms.Form):
    """A reason and nothing else."""

    reason = reason_field()
