"""A wall that is to hang somewhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.frame.day_fields import DayField
from reporting.models.wall_token import FACES


class WallForm(forms.Form):
    """A new one: which face, where it hangs, until when."""

    face = forms.ChoiceField(label=_("What it shows"), choices=FACES, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Where it hangs"), max_length=40)
    ends_on = DayField(label=_("Last day"), help_text=_("Afterwards the address shows nothing. A year at most."))
