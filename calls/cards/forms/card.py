"""The page of a card: what stands on it, each field with what stood there when the page was made."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.cards.parts.card_contents import CardContents
from calls.cards.rules.cards import lacks_real_number, wanted_by
from calls.models.card import CHOSEN, WANTED
from leads.customer.parts.choices import SuggestingInput, words_of
from leads.intake.phones import mask_digits
from leads.models import NO_NAME, Lead

FACTS = ("name", "model", *WANTED)


class CardForm(CardContents):
    """The contents of a card. Name and model are required with it, and to open it; so is the real number where only a privacy number is known."""

    real_number = forms.CharField(
        label=gettext_lazy("Real number"), required=False, max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, lead: Lead, opens: bool = False, **kwargs: Any) -> None:
        """Show what stands there, numbers in it masked; `opens`: the card is opened with it."""
        self.stood = {"name": "" if lead.name == NO_NAME else lead.name, "model": lead.model} | {name: getattr(wanted_by(lead), name) for name in WANTED}
        super().__init__(*args, initial={name: mask_digits(value) for name, value in self.stood.items()}, **kwargs)
        for name in FACTS:
            self.fields[name].show_hidden_initial = True
        for name, words in CHOSEN.items():
            self.fields[name].widget = forms.Select(choices=[("", "—"), *words.items()])
        self.fields["model"].widget = SuggestingInput(*words_of(lead.store, "car_model"), attrs={"maxlength": "60"})
        for name in ("name", "model"):
            self.fields[name].required = opens or lead.card_at is not None
        if lead.card_at is not None or not lacks_real_number(lead):
            del self.fields["real_number"]
        self.lead = lead

    def clean_real_number(self) -> str:
        """A card is opened with a number of the customer's own."""
        number = self.cleaned_data["real_number"].strip()
        if self.fields["name"].required and not number:
            raise forms.ValidationError(_("A card needs the real number: this one is virtual and ends. Ask for it."))
        return number

    def changes(self) -> dict[str, tuple[str, str]]:
        """Return {fact: (what the person saw, what they want)} of those they changed; what was masked on the page stands for what it hid."""
        seen = {name: self.data.get(f"initial-{name}", "") for name in self.changed_data if name in FACTS}
        changed = {name: (self.stood[name] if was == mask_digits(self.stood[name]) else was, self.cleaned_data[name]) for name, was in seen.items()}
        if "name" in changed and self.lead.name == NO_NAME:
            changed["name"] = (NO_NAME, changed["name"][1])
        return changed
