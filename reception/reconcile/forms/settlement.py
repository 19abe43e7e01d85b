"""How the end of a leakage is proposed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reception.door.parts.reasons import reason_field
from reception.models.leakage import ENDS


class SettlementForm(forms.Form):
    """How a leakage is settled."""

    outcome = forms.ChoiceField(label=_("Settled as"), choices=ENDS)
    reason = reason_field()
