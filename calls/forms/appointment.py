"""Another time for an appointment."""

from django import forms
from django.utils.translation import gettext_lazy

from calls.forms.asking import AsksWhenFull


class MoveForm(AsksWhenFull):
    """The new day and time."""

    at = forms.DateTimeField(label=gettext_lazy("New time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"))

    def __init__(self, *args, **kwargs):
        """Many stand on one page: none of their fields has an id of its own."""
        super().__init__(*args, auto_id=False, **kwargs)
