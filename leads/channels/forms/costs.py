"""What a channel costs: the price of one lead, and a field for each month."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from leads.channels.costs import MonthCost
from leads.channels.rules.costs import Change

PRICE = {"max_digits": 8, "decimal_places": 2}
SUM = {"max_digits": 12, "decimal_places": 2}


class CostsForm(forms.Form):
    """Keeps beside each field what its reader saw, so that nobody overwrites what they have not seen."""

    def __init__(self, data, *, price: Decimal | None, months: dict[date, MonthCost]) -> None:
        super().__init__(data)
        self.months = months
        help_text = _("A change holds from this month on. Empty: not paid by the lead, nothing to claim back.")
        self.fields["price"] = _field(_("Price of one lead in yuan"), price, help_text=help_text, **PRICE)
        for month, cost in months.items():
            self.fields[f"m{month:%Y-%m}"] = _field(_("Cost of %(month)s in yuan") % {"month": f"{month:%Y-%m}"}, cost.typed, **SUM)

    def lines(self) -> list[tuple[date, MonthCost, Any]]:
        """Return month, what is known of it and its field, the latest first."""
        return [(month, cost, self[f"m{month:%Y-%m}"]) for month, cost in reversed(self.months.items())]

    def clean(self):
        """Read what stood there when the page was made. Raises ValidationError where that was bent on its way."""
        try:
            self.seen = {name: self._seen(name) for name in self.changed_data}
        except forms.ValidationError:
            raise forms.ValidationError(_("This sheet does not say any more what it was made from. Look at the page anew.")) from None
        return super().clean()

    def price_change(self) -> Change | None:
        """What is wanted as the price; None where nobody changed it."""
        return self._change("price") if "price" in self.changed_data else None

    def month_changes(self) -> dict[date, Change]:
        """What is wanted of each month that was changed."""
        return {month: self._change(name) for month in self.months if (name := f"m{month:%Y-%m}") in self.changed_data}

    def _change(self, name: str) -> Change:
        return Change(self.seen[name], self.cleaned_data[name])

    def _seen(self, name: str) -> Decimal | None:
        field: Any = self.fields[name]
        return field.clean(field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name)) or None)


def _field(label: str, initial: Decimal | None, *, help_text: str = "", **size) -> forms.DecimalField:
    look = forms.TextInput(attrs={"class": "d-input", "inputmode": "decimal", "aria-label": label})
    return forms.DecimalField(
        label=label, required=False, min_value=Decimal(0), initial=initial, show_hidden_initial=True, widget=look, help_text=help_text, **size
    )
