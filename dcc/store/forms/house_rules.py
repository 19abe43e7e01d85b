"""The settings of a store as one form, made from their table."""

from collections.abc import Iterable
from typing import Any

from django import forms

from dcc.store.store_settings import Setting, as_json


class HouseRulesForm(forms.Form):
    """One field for each setting the person may change, filled with the present values."""

    def __init__(self, *args, lines: list[Setting], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            field = line.field()
            field.label, field.help_text = line.label, line.help
            self.fields[line.name] = field

    def groups(self) -> Iterable[tuple[Any, list]]:
        """Return the fields by group, in the order of the table."""
        grouped: dict[Any, list] = {}
        for line in self.lines:
            grouped.setdefault(str(line.group), []).append(self[line.name])
        return grouped.items()

    def values(self) -> dict[str, Any]:
        """Return what was typed, as JSON holds it: a time as "HH:MM"."""
        return {name: as_json(value) for name, value in self.cleaned_data.items()}
