"""What somebody tries on the plan: another goal, other quotients. Kept nowhere but in the address."""

from decimal import Decimal
from fractions import Fraction

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.plan.backwards import STEPS

MOST = 100_000
LOWEST, HIGHEST = Decimal("0.1"), Decimal(1000)
SENTENCE = gettext_lazy("A percentage from 0.1 to 1000.")


class PercentField(forms.DecimalField):
    """A percentage, with its sign or without; Chinese full-width signs too."""

    def to_python(self, value):
        """Read it. Raises ValidationError for what is no number."""
        return super().to_python(value.strip().rstrip("%％") if isinstance(value, str) else value)


class TriedForm(forms.Form):
    """`goal`, and `r_STEP` for each step that has one before it; what is left empty is not tried."""

    goal = forms.IntegerField(required=False, min_value=0, max_value=MOST)

    def __init__(self, data) -> None:
        super().__init__(data)
        sentences = {"invalid": SENTENCE, "min_value": SENTENCE, "max_value": SENTENCE, "max_decimal_places": _("At most one place behind the point.")}
        for step in STEPS[1:]:
            self.fields[f"r_{step}"] = PercentField(
                required=False, min_value=LOWEST, max_value=HIGHEST, decimal_places=1, error_messages={"max_digits": SENTENCE, **sentences}
            )

    @property
    def tried(self) -> dict[str, Fraction]:
        """Return {step: quotient} of those fields that could be read."""
        self.is_valid()
        found = {step: self.cleaned_data.get(f"r_{step}") for step in STEPS[1:]}
        return {step: Fraction(value) / 100 for step, value in found.items() if value is not None}

    @property
    def wanted(self) -> int | None:
        """The deals wanted, None where nothing is said or nothing that could be read."""
        self.is_valid()
        return self.cleaned_data.get("goal")
