"""Numbers that nobody may call any more, pasted as they came."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dcc.frame.day_fields import DayField
from leads.intake.phones import read_phone

BETWEEN = re.compile(r"[\s,，;；、]+")
SHOWN = 3  # of what is no number


class NumbersForm(forms.Form):
    """One number a line or with commas between, where they come from, and until when."""

    numbers = forms.CharField(label=_("Numbers"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 5, "class": "d-input"}))
    source = forms.CharField(label=_("Where from"), max_length=120, help_text=_("Who asked for it: a platform, the maker, a complaint."))
    until = DayField(label=_("Until and including"), required=False, help_text=_("Empty: for good."))

    def clean_numbers(self) -> list[str]:
        """Return the numbers; whole ones alone, what cannot be read is said."""
        said = [part for part in BETWEEN.split(self.cleaned_data["numbers"]) if part]
        read = {part: read_phone(part).number for part in said}
        wrong = [part for part, number in read.items() if not number]
        if wrong:
            words = ngettext("%(count)d is no number: %(some)s", "%(count)d are no numbers: %(some)s", len(wrong))
            raise forms.ValidationError(words % {"count": len(wrong), "some": "、".join(one[:12] for one in wrong[:SHOWN])})
        return list(read.values())
