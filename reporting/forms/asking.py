"""The question in the address bar."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.forms.days import DayField
from dcc.models import Store
from reporting.dimensions import DIMENSIONS
from reporting.measures import MEASURES
from reporting.question import BASES, Question
from reporting.reach import Reach
from reporting.standing import STANDING


class PeriodForm(forms.Form):
    """Two days. A year of three at most, so that nobody asks for all time by a slip of the hand."""

    first = DayField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = DayField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def add_prefix(self, field_name: str) -> str:
        """The address says from and to, as the command does."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        found = super().clean()
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The period ends before it begins."))
        return found


class QuestionForm(PeriodForm):
    """What is asked: store, split, basis, period. What is missing or wrong is the default; what is wrong is said, too."""

    store = forms.ChoiceField(label=_("Store"), required=False)
    by = forms.ChoiceField(label=_("By"), required=False)
    basis = forms.ChoiceField(label=_("Basis"), required=False, choices=BASES)
    measure = forms.ChoiceField(required=False, choices=[(name, name) for name in (*MEASURES, *STANDING)])
    key = forms.CharField(required=False, strip=False)

    def __init__(self, data, *, reach: Reach, default: tuple[date, date]) -> None:
        super().__init__(data)
        self.reach, self.default = reach, default
        self.fields["store"].choices = [(store.code, store.name) for store in reach.stores]
        self.fields["by"].choices = [(name, DIMENSIONS[name].label) for name in reach.dimensions]
        self.full_clean()

    def said(self, name: str, otherwise: Any) -> Any:
        """A valid value of the address, else the default."""
        return self.cleaned_data.get(name) or otherwise

    @property
    def store_asked(self) -> Store:
        """The store asked about, of those within reach."""
        code = self.said("store", self.reach.stores[0].code)
        return next(store for store in self.reach.stores if store.code == code)

    def question(self) -> Question:
        """The question."""
        first, last = self.said("first", None), self.said("last", None)
        if first is None or last is None:
            first, last = self.default
        return Question(self.store_asked, self.said("by", self.reach.dimensions[0]), self.said("basis", "cohort"), first, last)
