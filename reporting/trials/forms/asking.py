"""What is tried, as it is typed: a value for each setting or none, and the period."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.frame.day_fields import DayField
from dcc.store.store_settings import SETTINGS
from reporting.trials.settings_tried import TRIED
from reporting.trials.trying import LONGEST, Asked

OFFERED = 90  # days


class TrialForm(forms.Form):
    """A field left empty means: each visit by the setting valid at its arrival."""

    first = DayField(label=_("From"), required=False)
    last = DayField(label=_("To"), required=False)
    token = forms.UUIDField(required=False)

    def __init__(self, data, *, today: date) -> None:
        self.yesterday = today - timedelta(days=1)
        self.offered = (today - timedelta(days=OFFERED), self.yesterday)
        super().__init__(data or None)
        for name in TRIED:
            field = SETTINGS[name].field()
            field.required, field.label = False, SETTINGS[name].label
            field.widget.attrs |= {"placeholder": _("as then"), "inputmode": "numeric", "autocomplete": "off"}
            self.fields[name] = field
        if not self.is_bound:
            self.initial = {"first": self.offered[0], "last": self.offered[1]}

    def add_prefix(self, field_name: str) -> str:
        """The address says from and to, as the command does."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that is none, that is longer than a year, or that has not ended."""
        found = super().clean() or {}
        first, last = found.get("first") or self.offered[0], found.get("last") or self.offered[1]
        if not self.errors:
            if last > self.yesterday:
                self.add_error("last", _("The period ends yesterday at the latest."))
            elif last < first:
                self.add_error("last", _("The period ends before it begins."))
            elif (last - first).days >= LONGEST:
                self.add_error("first", _("A period has %(most)d days at most.") % {"most": LONGEST})
        return found | {"first": first, "last": last}

    @property
    def asked(self) -> Asked:
        """What is tried; of a valid form."""
        said = self.cleaned_data
        return Asked(said["first"], said["last"], {name: said[name] for name in TRIED if said.get(name) is not None})

    def lines(self) -> list[forms.BoundField]:
        """The fields of the settings."""
        return [self[name] for name in TRIED]
