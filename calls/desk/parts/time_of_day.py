"""A time of day as one types it in a call: 1030, 10:30, 9点半, 下午3点."""

import re
import unicodedata
from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

CLOCK = re.compile(r"(上午|早上|中午|下午|晚上)?(\d{1,2})(?:[:;.。、点时\-]?(\d{2}|半)分?|[点时]整?)?")
NOON = 12


def read_clock(text: str) -> time | None:
    """Return the time of day somebody typed, None for what is none. Full-width digits are digits."""
    found = CLOCK.fullmatch(unicodedata.normalize("NFKC", text).replace(" ", ""))
    if found is None:
        return None
    hour, minute = int(found[2]), 30 if found[3] == "半" else int(found[3] or 0)
    if found[1] in ("中午", "下午", "晚上") and 0 < hour < (3 if found[1] == "中午" else NOON):
        hour += NOON
    return time(hour, minute) if hour < 24 and minute < 60 else None


class ClockField(forms.CharField):
    """A time of day in figures, without colon as well."""

    def clean(self, value):
        """Return the time, None for nothing. Raises ValidationError for what is no time."""
        text = super().clean(value)
        if not text:
            return None
        if (clock := read_clock(text)) is None:
            raise forms.ValidationError(_("Write a time like 1030 or 10:30."), code="no_time")
        return clock
