"""A lead typed in by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.frame.day_fields import MomentField
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import value
from leads.customer.parts.choices import GENDERS, SuggestingInput, choices_with, words_of
from leads.intake.arrival import Arrival
from leads.intake.phones import read_typed
from leads.models import Campaign, Channel

PROBLEMS = {
    "masked_phone": _("The number has asterisks: ask the platform for the full one."),
    "precision_lost": _("A spreadsheet rounded this number: look it up again."),
    "bad_phone": _("This is no number that can be called."),
    "no_phone": _("Write a number."),
}
TYPED = {"inputmode": "tel", "autocomplete": "off"}


class ByHandForm(forms.Form):
    """Who asked, through which channel, when. Only number and channel are needed."""

    phone = forms.CharField(label=_("Phone"), max_length=60, widget=forms.TextInput(attrs={**TYPED, "autofocus": True}))
    channel = forms.ModelChoiceField(label=_("Channel"), queryset=Channel.objects.none(), empty_label="—")
    campaign = forms.ModelChoiceField(label=_("Campaign"), queryset=Campaign.objects.none(), empty_label="—", required=False)
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    model = forms.CharField(label=_("Car model"), max_length=60, required=False)
    second_phone = forms.CharField(label=_("Second phone"), max_length=40, required=False, widget=forms.TextInput(attrs=TYPED))
    gender = forms.ChoiceField(label=_("Gender"), required=False)
    city = forms.CharField(label=_("City"), max_length=60, required=False)
    received_at = MomentField(label=_("When they asked"), required=False, help_text=_("Empty: now."))
    remark = forms.CharField(label=_("Remark"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, store, now, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.area = now, value(store, "area_code", now)
        self.fields["channel"].queryset = Channel.objects.filter(store=store).in_use().exclude(source="transfer")
        campaigns = list(Campaign.objects.filter(store=store).about(day_of(now, store.zone)))
        if campaigns:
            self.fields["campaign"].queryset = Campaign.objects.filter(pk__in=[campaign.pk for campaign in campaigns])
        else:
            del self.fields["campaign"]
        self.fields["gender"].choices = choices_with(GENDERS, "")
        self.fields["model"].widget = SuggestingInput(*words_of(store, "car_model"))

    def clean_phone(self) -> str:
        """The number as it is kept; two in one cell become phone and second phone."""
        phone = read_typed(self.cleaned_data["phone"], self.area)
        if phone.problem:
            raise forms.ValidationError(PROBLEMS[phone.problem])
        self.found_second = phone.second
        return phone.number

    def clean_second_phone(self) -> str:
        """The second number as it is kept."""
        text = self.cleaned_data["second_phone"]
        phone = read_typed(text, self.area)
        if text and (phone.problem or phone.second):
            raise forms.ValidationError(PROBLEMS["bad_phone"])
        return phone.number

    def clean_received_at(self):
        """A moment that has passed."""
        moment = self.cleaned_data["received_at"]
        if moment and moment > self.now:
            raise forms.ValidationError(_("The time lies in the future."))
        return moment

    def arrival(self) -> Arrival:
        """Return what was typed as an arrival."""
        typed = self.cleaned_data
        return Arrival(
            phone=typed["phone"],
            second_phone=typed["second_phone"] or self.found_second,
            name=typed["name"].strip(),
            model=typed["model"].strip(),
            city=typed["city"].strip(),
            gender=typed["gender"],
            remark=typed["remark"].strip(),
            received_at=typed["received_at"],
        )
