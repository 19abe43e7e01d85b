"""What a consultant said of a lead they were given."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.frame.day_fields import DayField
from reception.given.rules.hearing import Heard
from reception.models.given import OUTCOMES


class HeardForm(forms.Form):
    """Sold, lost or still followed; on which day; the contract, or why."""

    outcome = forms.ChoiceField(choices=OUTCOMES, error_messages={"required": _("Sold, lost or still followed? Choose one.")})
    day = DayField(label=_("Day"))
    contract = forms.CharField(label=_("Contract"), max_length=40, required=False)
    reason = forms.CharField(label=_("Why"), max_length=120, required=False)
    seen = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput)

    def heard(self) -> Heard:
        """Return it as the verb takes it."""
        return Heard(**{name: self.cleaned_data[name] for name in ("outcome", "day", "contract", "reason")})
