"""What the desk asks a walk-in: the store's own text, a line for each question, else the five shipped ones (docs/rules/interface.md#who-is-who)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.models import Store, StoreSetting, User

NAME = "desk_questions"
MOST, LONGEST, LONGEST_HINT = 12, 60, 160
BARS = ("|", "｜")


class QuestionsField(forms.CharField):
    """Questions, one a line, each with what follows from the answer after a bar; kept as a list of pairs."""

    widget = forms.Textarea(attrs={"rows": 6})

    def prepare_value(self, value):
        """Show the kept list a question a line; show again as it was typed what could not be read."""
        if not isinstance(value, list):
            return value
        return "\n".join(" | ".join(filter(None, pair)) for pair in value)

    def clean(self, value) -> list[list[str]]:
        """Return the pairs. Raises ValidationError where they are too many or too long."""
        text = super().clean(value)
        for bar in BARS[1:]:
            text = text.replace(bar, BARS[0])
        pairs = [[part.strip() for part in line.split(BARS[0], 1)] for line in text.splitlines() if line.strip(" |")]
        pairs = [[pair[0], pair[1] if len(pair) > 1 else ""] for pair in pairs]
        if len(pairs) > MOST:
            raise forms.ValidationError(format_lazy(gettext_lazy("{most} questions at most."), most=MOST))
        for question, hint in pairs:
            if not question or len(question) > LONGEST or len(hint) > LONGEST_HINT:
                sentence = gettext_lazy("A question has {first} signs at most, what follows from it {second}.")
                raise forms.ValidationError(format_lazy(sentence, first=LONGEST, second=LONGEST_HINT))
        return pairs


@dataclass(frozen=True)
class Questions:
    """What is asked, and who wrote it when; nobody: they are the shipped ones."""

    pairs: list[tuple[str, str]]
    by: User | None = None
    since: datetime | None = None


def questions_of(store: Store, *, now: datetime) -> Questions:
    """Return what the desk of a store asks."""
    rows = StoreSetting.objects.filter(store=store, name=NAME, valid_from__lte=now).select_related("by")
    row: Any = rows.order_by("-valid_from", "-pk").first()
    if row is None or not row.value:
        return Questions(_shipped())
    return Questions([(f"“{question}”", hint) for question, hint in row.value], row.by, row.valid_from)


def _shipped() -> list[tuple[str, str]]:
    return [
        (_("“The last four digits of your phone, please?”"), _("Look first, then ask. Whoever leaves none is registered, too, and completed later.")),
        (_("“Who invited you today?”"), _("A name: “Named somebody of DCC”. Only “somebody called”: “Says DCC called”.")),
        (_("“Were you here before? Who came with you?”"), _("Write the companion's surname: in a family numbers change.")),
        (_("“Do you look at cars, or is it a delivery or papers?”"), _("Whatever is no look at cars is “Something else”.")),
        (_("“Please take a seat, somebody comes at once.”"), _("Five minutes without anybody call all on duty and the leader.")),
    ]
