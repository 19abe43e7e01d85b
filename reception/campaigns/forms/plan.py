"""The plan of a campaign."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.frame.day_fields import DayField
from leads.models import Campaign

SUM = {"min_value": Decimal(0), "max_digits": 12, "decimal_places": 2}
MOST = 100_000


class CampaignForm(forms.Form):
    """Its days, budget and spending, what one tells the customer, with whom it was agreed, what is to come of it."""

    name = forms.CharField(label=_("Campaign"), max_length=60)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    budget = forms.DecimalField(label=_("Budget in yuan"), **SUM)
    spent = forms.DecimalField(label=_("Spent in yuan"), required=False, **SUM)
    place = forms.CharField(label=pgettext_lazy("campaign", "Place"), required=False, max_length=60)
    offer = forms.CharField(label=_("For the customer"), required=False, max_length=200)
    words = forms.CharField(label=_("What to say"), required=False, max_length=200)
    agreed = forms.CharField(label=_("Agreed with"), required=False, max_length=120)
    aim_visits = forms.IntegerField(label=_("Groups to come"), required=False, min_value=0, max_value=MOST)
    aim_orders = forms.IntegerField(label=_("Orders to be signed"), required=False, min_value=0, max_value=MOST)


def facts_of(campaign: Campaign) -> dict[str, Any]:
    """Return what a form begins with."""
    return {name: getattr(campaign, name) for name in CampaignForm.base_fields}
