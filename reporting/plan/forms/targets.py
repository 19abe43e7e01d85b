"""The sheet of a month's targets: a line for the store and for each person, a field per measure."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from dcc.models import User
from reporting.figures.measures import MEASURES
from reporting.plan.planned_figures import FOR_ROLES, PLANNED
from reporting.plan.rules.planning import Change

LARGEST = 1_000_000
Cell = tuple[int | None, str]


@dataclass
class Line:
    """One line of the sheet: whose, and (word, field) of each planned measure; the field is None where the role has none."""

    name: str
    roles: str
    fields: list[tuple[Any, BoundField | None]]


class TargetsForm(forms.Form):
    """Keeps beside each field what its reader saw, so that nobody overwrites what they have not seen."""

    def __init__(self, data, *, people: list[User], values: dict[Cell, int]) -> None:
        super().__init__(data)
        self.people = people
        self.cells: dict[str, Cell] = {}
        for person in (None, *people):
            for measure in self.measures_of(person):
                self._add(person, measure, values)

    @staticmethod
    def measures_of(person: User | None) -> tuple[str, ...]:
        """What is planned for a person, or for the store."""
        if person is None:
            return PLANNED
        planned = {measure for role, measures in FOR_ROLES.items() if role in person.roles for measure in measures}
        return tuple(measure for measure in PLANNED if measure in planned)

    def _add(self, person: User | None, measure: str, values: dict[Cell, int]) -> None:
        cell = (person.pk if person else None, measure)
        label = f"{person.name if person else _('The whole store')} {MEASURES[measure].label}"
        name = f"t{cell[0] or 0}-{measure}"
        self.cells[name] = cell
        self.fields[name] = forms.IntegerField(
            label=label,
            required=False,
            min_value=0,
            max_value=LARGEST,
            initial=values.get(cell),
            show_hidden_initial=True,
            widget=forms.NumberInput(attrs={"class": "d-input", "aria-label": label, "inputmode": "numeric"}),
        )

    def lines(self) -> list[Line]:
        """The sheet, the store first."""
        names = {cell: name for name, cell in self.cells.items()}
        made = []
        for person in (None, *self.people):
            found = [names.get((person.pk if person else None, measure)) for measure in PLANNED]
            bound = [(MEASURES[measure].label, self[name] if name else None) for measure, name in zip(PLANNED, found, strict=True)]
            made.append(Line(person.name if person else _("The whole store"), person.roles_label if person else "", bound))
        return made

    def clean(self):
        """Read what stood there when the page was made. Raises ValidationError where that was bent on its way."""
        try:
            self.seen = {name: self._seen(name) for name in self.changed_data}
        except forms.ValidationError:
            raise forms.ValidationError(_("This sheet does not say any more what it was made from. Look at the page anew.")) from None
        return super().clean()

    def changes(self) -> dict[Cell, Change]:
        """What was changed: what stood there when the page was made, and what is wanted."""
        return {self.cells[name]: Change(self.seen[name], self.cleaned_data[name]) for name in self.changed_data}

    def _seen(self, name: str) -> int | None:
        field: Any = self.fields[name]
        return field.clean(field.hidden_widget().value_from_datadict(self.data, self.files, self.add_initial_prefix(name)) or None)
