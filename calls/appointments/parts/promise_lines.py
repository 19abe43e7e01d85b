"""The lines of a promise card, in the forms that agree a visit."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from calls.appointments.rules.promising import Promised
from calls.models.promise import KINDS, LONGEST, MOST


class PromiseLines(forms.Form):
    """Up to five lines, each a kind and a text; an empty one is none."""

    promised_kind_1 = forms.ChoiceField(label=_("Kind of promise"), required=False, choices=KINDS)
    promised_text_1 = forms.CharField(label=_("Promise"), required=False, max_length=LONGEST)
    promised_kind_2 = forms.ChoiceField(label=_("Kind of promise"), required=False, choices=KINDS)
    promised_text_2 = forms.CharField(label=_("Promise"), required=False, max_length=LONGEST)
    promised_kind_3 = forms.ChoiceField(label=_("Kind of promise"), required=False, choices=KINDS)
    promised_text_3 = forms.CharField(label=_("Promise"), required=False, max_length=LONGEST)
    promised_kind_4 = forms.ChoiceField(label=_("Kind of promise"), required=False, choices=KINDS)
    promised_text_4 = forms.CharField(label=_("Promise"), required=False, max_length=LONGEST)
    promised_kind_5 = forms.ChoiceField(label=_("Kind of promise"), required=False, choices=KINDS)
    promised_text_5 = forms.CharField(label=_("Promise"), required=False, max_length=LONGEST)

    @property
    def promise_lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each line."""
        return [(self[f"promised_kind_{number}"], self[f"promised_text_{number}"]) for number in range(1, MOST + 1)]

    @cached_property
    def kinds_by_digit(self) -> str:
        """The kinds with the digit that chooses each, once Enter says it is none of the text: 1 价格 2 礼品 … + ↵"""
        return " ".join(f"{digit} {word}" for digit, (_kind, word) in enumerate(KINDS, 1)) + " + ↵"

    @property
    def promises(self) -> tuple[Promised, ...]:
        """What is promised; where no kind was said it is the first."""
        said = self.cleaned_data
        lines = ((said.get(f"promised_kind_{number}") or KINDS[0][0], said.get(f"promised_text_{number}") or "") for number in range(1, MOST + 1))
        return tuple(Promised(kind, text) for kind, text in lines if text)
