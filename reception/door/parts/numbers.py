"""A number typed into a form, kept as the store writes it."""

from django import forms

from dcc.errors import Refused
from reception.door.rules.matching import read_number


class WithNumber(forms.Form):
    """A form with a `phone`. `area`: the store's area code, for a landline typed without."""

    def __init__(self, *args, area: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.area = area

    def clean_phone(self) -> str:
        """Return the number as the store writes it, empty where none was typed."""
        try:
            return read_number(self.cleaned_data["phone"], area=self.area)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from None
