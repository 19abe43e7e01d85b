"""Of each group in the house: still here, or gone when."""

from collections.abc import Sequence
from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from reception.models import Visit

HERE, GONE = "here", "gone"
ANSWERS = ((HERE, _("Still here")), (GONE, _("Gone")))


class AnswersForm(forms.Form):
    """One answer a group, each with the time of its leaving; `early`: sign although the store is open still."""

    early = forms.BooleanField(required=False)

    def __init__(self, *args, visits: Sequence[Visit], day: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.visits, self.day = visits, day
        for visit in visits:
            self.fields[f"answer-{visit.pk}"] = forms.ChoiceField(choices=ANSWERS, required=False)
            self.fields[f"left-{visit.pk}"] = forms.TimeField(
                label=_("Went at"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
            )

    @property
    def rows(self) -> list[tuple]:
        """Each group with what was answered, and the field of its time."""
        return [(visit, self[f"answer-{visit.pk}"].value(), self[f"left-{visit.pk}"]) for visit in self.visits]

    def clean(self) -> None:
        """Ask when they went."""
        for visit in self.visits:
            said = self.cleaned_data.get(f"answer-{visit.pk}")
            if said == GONE and not self.cleaned_data.get(f"left-{visit.pk}") and f"left-{visit.pk}" not in self.errors:
                self.add_error(f"left-{visit.pk}", _("Write when they went."))

    def answers(self) -> dict[int, datetime | None]:
        """Return of each group that was answered for when it left, None where it is here still."""
        found: dict[int, datetime | None] = {}
        for visit in self.visits:
            said = self.cleaned_data.get(f"answer-{visit.pk}")
            if said == HERE:
                found[visit.pk] = None
            elif said == GONE:
                found[visit.pk] = datetime.combine(self.day, self.cleaned_data[f"left-{visit.pk}"], visit.store.zone)
        return found
