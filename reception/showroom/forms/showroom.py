"""Showroom cards, and the director's answers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.errors import Refused
from dcc.frame.day_fields import DayField
from dcc.models import Store
from dcc.reckoning.clock import start_of
from leads.intake.reading import file_limits
from reception.customers.parts.inputs import models_of
from reception.door.parts.numbers import WithNumber
from reception.models import ShowroomCard
from reception.models.showroom import DECISIONS
from reception.showroom.rules.deciding_many import Answer
from reception.showroom.rules.delays import MOST_DAYS
from reception.showroom.rules.showroom_cards import CardFacts

CHOOSE = _("Confirm, hold or refuse? Choose one.")


class CardForm(WithNumber):
    """One customer the showroom carded."""

    phone = forms.CharField(label=_("Phone"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=60)
    model = forms.ChoiceField(label=_("Car model"), required=False)
    consultant = forms.CharField(label=_("Showroom consultant"), max_length=40)
    card_date = DayField(label=_("Carded on"))
    last_contact = DayField(label=_("Last contact"), required=False)
    tried = forms.CharField(label=_("Done with them"), max_length=200, required=False)
    promised = forms.CharField(label=pgettext_lazy("showroom card", "Promised"), max_length=200, required=False)

    def __init__(self, *args, store: Store, today: date, card: ShowroomCard | None = None, **kwargs) -> None:
        kept = {"card_date": today}
        if card is not None:
            last = card.last_contact_at.astimezone(store.zone).date() if card.last_contact_at else None
            kept = {name: getattr(card, name) for name in ("name", "model", "consultant", "card_date", "tried", "promised")} | {"last_contact": last}
        super().__init__(*args, initial=kept, **kwargs)
        self.store, self.card, self.today = store, card, today
        self.fields["model"].choices = models_of(store, besides=card.model if card else "")
        if card is not None:
            del self.fields["phone"]

    def clean(self) -> dict[str, Any]:
        """Refuse a last contact that lies ahead, or before the card."""
        said = super().clean() or {}
        last, made = said.get("last_contact"), said.get("card_date")
        if last and last > self.today:
            self.add_error("last_contact", _("The last contact lies ahead."))
        elif last and made and last < made:
            self.add_error("last_contact", _("The last contact lies before the card."))
        return said

    def facts(self) -> CardFacts:
        """Return it as the verb takes it."""
        said = dict(self.cleaned_data)
        last = said.pop("last_contact")
        phone = said.pop("phone", self.card.phone if self.card else "")
        return CardFacts(phone=phone, last_contact_at=start_of(last, self.store.zone) if last else None, **said)


class SheetForm(forms.Form):
    """The sales department's sheet of cards."""

    most_bytes = file_limits.FILE_BYTES
    kinds = _("xlsx, xls, csv or txt; up to 20 MB and 5,000 cards")

    file = forms.FileField(label=_("Sheet of cards"), allow_empty_file=True, error_messages={"required": _("Choose a file first.")})


class DelayForm(forms.Form):
    """How many days more a consultant asks for, and why."""

    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=MOST_DAYS)
    reason = forms.CharField(label=_("Why"), max_length=200)


class DecideForm(forms.Form):
    """One answer for many cards: which, until when a held one stays, and why."""

    decision = forms.ChoiceField(choices=DECISIONS, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE})
    until = DayField(label=_("Until"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=200, required=False)

    def answer(self) -> Answer:
        """Return it as the verb takes it. Raises Refused for what cannot be read."""
        if not self.is_valid():
            field, errors = next(iter(self.errors.items()))
            raise Refused(str(errors[0]), about=field)
        return Answer(**self.cleaned_data)


class HoldForm(forms.Form):
    """Until when a card stays with the showroom, and why."""

    until = DayField(label=_("Until"))
    reason = forms.CharField(label=_("Why"), max_length=200)
