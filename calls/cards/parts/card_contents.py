"""What a form of a call says of the customer: the contents of the card, with or without one."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from calls.cards.rules.cards import Wanted, wanted_by
from calls.models.card import CONTENT_WORDS, PAYMENTS, TRADE_INS, WANTED
from leads.models import Lead


class CardContents(forms.Form):
    """Model, budget, payment and whatever else stands on the card; what is not asked stays empty."""

    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=60)
    model = forms.CharField(label=gettext_lazy("Car model"), required=False, max_length=60)
    budget = forms.CharField(label=CONTENT_WORDS["budget"], required=False, max_length=40)
    payment = forms.ChoiceField(label=CONTENT_WORDS["payment"], required=False, choices=PAYMENTS, widget=forms.RadioSelect)
    trade_in = forms.ChoiceField(label=CONTENT_WORDS["trade_in"], required=False, choices=TRADE_INS, widget=forms.RadioSelect)
    own_car = forms.CharField(label=CONTENT_WORDS["own_car"], required=False, max_length=60)
    rivals = forms.CharField(label=CONTENT_WORDS["rivals"], required=False, max_length=60)
    decides = forms.CharField(label=CONTENT_WORDS["decides"], required=False, max_length=40)
    takes_by = forms.CharField(label=CONTENT_WORDS["takes_by"], required=False, max_length=40)

    @property
    def wanted(self) -> Wanted | None:
        """What was written of the customer; None where the form did not ask."""
        asked = any(self.add_prefix(name) in self.data for name in WANTED)
        return Wanted(**{name: self.cleaned_data[name] for name in WANTED}) if asked else None


def known_of(lead: Lead) -> dict[str, Any]:
    """Return what the form of a call holds before anybody writes into it: the level, and what stands on the card."""
    return {"level": lead.level} | asdict(wanted_by(lead))
