"""Days and moments somebody types: those that pages reckon with, so that nothing counted from them leaves the calendar."""

from datetime import UTC

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.reckoning.clock import is_known

UNKNOWN = _("Write a day from 2000 to 2099.")


class DayField(forms.DateField):
    """A day, by the device's own picker."""

    def __init__(self, **options) -> None:
        super().__init__(**{"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")} | options)

    def clean(self, value):
        """Return the day, None for nothing. Raises ValidationError for what is none, or lies too far away."""
        day = super().clean(value)
        if day is not None and not is_known(day):
            raise forms.ValidationError(UNKNOWN, code="unknown")
        return day


class MomentField(forms.DateTimeField):
    """A day and a time, in the zone of the store, by the device's own picker."""

    def __init__(self, **options) -> None:
        super().__init__(**{"widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")} | options)

    def clean(self, value):
        """Return the moment, None for nothing. Raises ValidationError for what is none, or lies too far away."""
        try:
            moment = super().clean(value)
            day = moment and moment.astimezone(UTC).date()
        except OverflowError:
            raise forms.ValidationError(UNKNOWN, code="unknown") from None
        if day and not is_known(day):
            raise forms.ValidationError(UNKNOWN, code="unknown")
        return moment
