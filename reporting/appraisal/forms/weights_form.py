"""The form of a card: a weight for each measure of the post, a target for each rate, floor and cap."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reporting.appraisal.judged_by import AIMS, Aim
from reporting.appraisal.rules.setting_weights import Draft, Weight
from reporting.models import AppraisalRule

PLAIN = {"class": "d-input", "inputmode": "decimal", "autocomplete": "off"}
FLOOR, CAP = 60, 120


class WeightsForm(forms.Form):
    """The card of one post and table."""

    floor = forms.IntegerField(label=_("Below % of the target: 0"), min_value=0, max_value=100, widget=forms.TextInput(PLAIN))
    cap = forms.IntegerField(label=_("At most % of the target"), min_value=100, max_value=1000, widget=forms.TextInput(PLAIN))

    def __init__(self, data: Any = None, *, role: str, table: str, old: AppraisalRule | None = None) -> None:
        super().__init__(data, initial=_initial(old))
        self.role, self.table = role, table
        for aim in AIMS[role]:
            said = {"label": aim.label}
            self.fields[f"weight_{aim.name}"] = forms.IntegerField(**said, min_value=0, max_value=100, required=False, widget=forms.TextInput(PLAIN))
            if aim.is_rate:
                self.fields[f"target_{aim.name}"] = forms.DecimalField(
                    **said, min_value=0, max_value=1000, max_digits=6, decimal_places=2, required=False, widget=forms.TextInput(PLAIN)
                )

    def rows(self) -> Iterator[tuple[Aim, Any, Any]]:
        """Each measure with its fields; a count has no target of its own."""
        for aim in AIMS[self.role]:
            yield aim, self[f"weight_{aim.name}"], self[f"target_{aim.name}"] if aim.is_rate else None

    def draft(self) -> Draft:
        """Return the card as it was typed; what has no weight is not on it."""
        said = self.cleaned_data
        weights = [Weight(aim.name, said[f"weight_{aim.name}"], said.get(f"target_{aim.name}")) for aim in AIMS[self.role] if said.get(f"weight_{aim.name}")]
        return Draft(self.role, self.table, weights, said["floor"], said["cap"])


def _initial(old: AppraisalRule | None) -> dict[str, Any]:
    if old is None:
        return {"floor": FLOOR, "cap": CAP}
    said: dict[str, Any] = {"floor": old.floor, "cap": old.cap}
    for one in old.measures:
        said |= {f"weight_{one['measure']}": one["weight"], f"target_{one['measure']}": one["target"]}
    return said
