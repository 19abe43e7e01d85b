"""The question in the address bar."""

from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.frame.day_fields import DayField
from dcc.models import Store
from reporting.figures.dimensions import SPLITS
from reporting.figures.question import BASES, Question
from reporting.figures.rates import COUNTED
from reporting.figures.reach import Reach
from reporting.figures.standing_now import STANDING

EARLIEST, LATEST = 2000, 2099  # years a day may be of


class PeriodForm(forms.Form):
    """Two days. A year of three at most, so that nobody asks for all time by a slip of the hand."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)

    def add_prefix(self, field_name: str) -> str:
        """The address says from and to, as the command does."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins, or of which one day is missing."""
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The period ends before it begins."))
        for name, day in (("first", first), ("last", last)):
            if day and not EARLIEST <= day.year <= LATEST:
                self.add_error(name, _("Choose a day between %(first)d and %(last)d.") % {"first": EARLIEST, "last": LATEST})
        for name, missing in (("first", _("The first day is missing.")), ("last", _("The last day is missing."))):
            if not self.period_refused and bool(first or last) and not found.get(name):
                self.add_error(name, missing)
        return found

    @property
    def period_refused(self) -> bool:
        """Whether the two days cannot be a period: then no figures are shown, least of all those of another."""
        return bool({"first", "last"} & set(self.errors))


class QuestionForm(PeriodForm):
    """What is asked: store, split, basis, period. What is missing or wrong is the default; what is wrong is said, too."""

    store = forms.ChoiceField(label=_("Store"), required=False)
    by = forms.ChoiceField(label=pgettext_lazy("how rows are split", "By"), required=False)
    basis = forms.ChoiceField(label=_("Basis"), required=False, choices=BASES)
    measure = forms.ChoiceField(required=False, choices=[(name, name) for name in (*COUNTED, *STANDING)])
    key = forms.CharField(required=False, strip=False)

    def __init__(
        self, data, *, reach: Reach, default: tuple[date, date], bys: tuple[str, ...] = (), bases: tuple[str, ...] = (), now: datetime | None = None
    ) -> None:
        super().__init__(data)
        self.reach, self.default, self.now = reach, default, now
        self.bys, self.bases = bys or reach.dimensions, bases or ("cohort", "activity")
        cast(forms.ChoiceField, self.fields["store"]).choices = [(store.code, store.name) for store in reach.stores]
        cast(forms.ChoiceField, self.fields["by"]).choices = [(name, SPLITS[name].label) for name in self.bys]
        cast(forms.ChoiceField, self.fields["basis"]).choices = [(name, label) for name, label in BASES if name in self.bases]
        self.full_clean()

    def said(self, name: str, otherwise: Any) -> Any:
        """A valid value of the address, else the default."""
        return self.cleaned_data.get(name) or otherwise

    @property
    def store_asked(self) -> Store:
        """The store asked about, of those within reach."""
        return self.reach.store_of(self.cleaned_data.get("store"))

    def question(self) -> Question:
        """The question, of the default period where none is said or what is said is none."""
        first, last = self.said("first", None), self.said("last", None)
        if first is None or last is None:
            first, last = self.default
        return Question(self.store_asked, self.said("by", self.bys[0]), self.said("basis", self.bases[0]), first, last, self.now)
