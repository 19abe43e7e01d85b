"""One word of a list."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dcc.models import Word
from dcc.store.store_settings import as_json, time_of_day
from dcc.store.word_kinds import TIME, WORD_KINDS


class WordForm(forms.Form):
    """A word and the further facts its list asks for; a new one also says what it means, where the program counts meanings, and below which it stands.

    `above`: the words of the first level. What stands below another has no facts of its own.
    """

    name = forms.CharField(label=_("Word"), max_length=60)

    def __init__(self, *args, kind: str, new: bool, above: QuerySet[Word] | None = None, is_below: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        line = WORD_KINDS[kind]
        if new and line.has_levels and above is not None:
            self.fields["parent"] = forms.ModelChoiceField(above, label=_("Stands below"), required=False, empty_label="—")
        if is_below:
            return
        if new and line.meanings:
            self.fields["meaning"] = forms.ChoiceField(label=_("Means"), choices=[("", "—"), *line.meanings.items()])
        for name, (label, *bounds) in line.details.items():
            self.fields[name] = _field(label, *bounds)

    def detail(self) -> dict:
        """Return the further facts."""
        said = {name: as_json(value) for name, value in self.cleaned_data.items() if name not in {"name", "meaning", "parent"}}
        return {name: value for name, value in said.items() if value is not None}


def _field(label, *bounds) -> forms.Field:
    if bounds == (TIME,):
        field = time_of_day()
        field.label, field.required = label, False
        return field
    return _number(label, *bounds) if bounds else forms.BooleanField(label=label, required=False)


def _number(label, lowest: int, highest: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=lowest, max_value=highest)
