"""Another time for an appointment."""

from django import forms
from django.utils.translation import gettext_lazy

from dcc.forms.days import MomentField


class MoveForm(forms.Form):
    """The new day and time."""

    at = MomentField(label=gettext_lazy("New time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))
