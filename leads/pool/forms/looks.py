"""A filter's name."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterForm(forms.Form):
    """What a filter is called, and whether the store sees it."""

    name = forms.CharField(label=_("Name of the filter"), max_length=20, error_messages={"required": _("Give the filter a name.")})
    shared = forms.BooleanField(label=_("For everybody of the store"), required=False)
