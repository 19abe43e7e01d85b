"""The form of one rule of pay: the fields of its kind, and the day from which it holds."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.rewards.pay_sheet import DEALS, EVENT, FACTOR, LATE, MODEL, TIER, TRANSFER
from reporting.rewards.rule_book import PAID, RATES, Entry
from reporting.rewards.rule_words import label_of
from reporting.rewards.rules.setting_rules import Draft

BETWEEN = "/"
MEASURE = {FACTOR: DEALS, MODEL: DEALS, TRANSFER: DEALS, "deduction": LATE}  # of kinds that are about one thing alone
PLAIN = {"class": "d-input", "inputmode": "decimal", "autocomplete": "off"}


class RuleForm(forms.Form):
    """A rule of one post and kind. What it is about stays what it is where an old one is changed."""

    measure = forms.ChoiceField(label=_("Paid per"))
    rate = forms.ChoiceField(label=_("While this rate"))
    least = forms.DecimalField(label=_("From % (included)"), min_value=0, max_value=1000, max_digits=7, decimal_places=3, widget=forms.TextInput(PLAIN))
    below = forms.DecimalField(
        label=_("To % (not included)"), min_value=0, max_value=1000, max_digits=7, decimal_places=3, required=False, widget=forms.TextInput(PLAIN)
    )
    model = forms.ChoiceField(label=_("Model"))
    cap = forms.DecimalField(
        label=_("Cap"), min_value=0, max_value=100, max_digits=6, decimal_places=3, required=False, widget=forms.TextInput(PLAIN), help_text=_("Empty: none.")
    )
    amount = forms.DecimalField(
        label=pgettext_lazy("of a rule of pay", "Yuan"), min_value=0, max_value=1_000_000, max_digits=10, decimal_places=2, widget=forms.TextInput(PLAIN)
    )
    first_day = forms.DateField(label=_("From which day"), widget=forms.DateInput({"type": "date", "class": "d-input"}))

    def __init__(self, data: Any = None, *, role: str, kind: str, earliest: date, models: Sequence[str] = (), old: Entry | None = None) -> None:
        super().__init__(data, initial={"first_day": earliest.isoformat(), **_initial(old)})
        self.role, self.kind, self.old = role, kind, old
        for name in {"measure", "rate", "least", "below", "model", "cap", "amount"} - set(_fields_of(kind)):
            del self.fields[name]
        choices: dict[str, list[tuple[str, str]]] = {
            "measure": [(name, label_of(name)) for name in PAID[role]],
            "rate": [(BETWEEN.join(pair), f"{label_of(pair[0])} ÷ {label_of(pair[1])}") for pair in RATES[role]],
            "model": [(name, name) for name in dict.fromkeys([*models, *([old.rule.model] if old else [])])],
        }
        for name, offered in choices.items():
            if name in self.fields:
                self.fields[name].choices = offered  # type: ignore[attr-defined]
        self.fields["first_day"].widget.attrs["min"] = earliest.isoformat()

    def clean(self) -> dict[str, Any]:
        """A range ends behind its beginning."""
        said = super().clean() or {}
        least, below = said.get("least"), said.get("below")
        if least is not None and below is not None and below <= least:
            self.add_error("below", _("It ends before it begins."))
        return said

    def draft(self) -> Draft:
        """Return the rule as it was typed."""
        said = self.cleaned_data
        measure = said.get("measure") or MEASURE.get(self.kind, "")
        return Draft(self.role, self.kind, measure, said.get("amount") or Decimal(), _condition(self.kind, said))


def _fields_of(kind: str) -> tuple[str, ...]:
    own = {EVENT: ("measure",), TIER: ("measure", "rate", "least", "below"), FACTOR: ("cap",), MODEL: ("model",)}.get(kind, ())
    return own if kind == FACTOR else (*own, "amount")


def _condition(kind: str, said: dict[str, Any]) -> dict[str, Any]:
    if kind == TIER:
        over, _slash, under = said["rate"].partition(BETWEEN)
        return {"over": over, "under": under, "from": _text(said["least"]), "to": _text(said["below"])}
    if kind == FACTOR:
        return {"cap": _text(said["cap"])}
    return {"model": said["model"]} if kind == MODEL else {}


def _text(number: Decimal | None) -> str | None:
    """A number as the ledger keeps it: without zeros that say nothing."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _initial(old: Entry | None) -> dict[str, Any]:
    if old is None:
        return {}
    said = old.condition
    rate = BETWEEN.join((old.rule.over, old.rule.under))
    amount = _text(old.rule.amount)
    return {
        "measure": old.rule.measure,
        "rate": rate,
        "amount": amount,
        "least": said.get("from"),
        "below": said.get("to"),
        "cap": said.get("cap"),
        "model": old.rule.model,
    }
