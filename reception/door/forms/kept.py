"""A registration as a tablet without a connection kept it."""

from datetime import UTC, datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from leads.intake.phones import digits_of
from reception.door.forms.group import NEW, UNKNOWN, GroupForm
from reception.door.rules.kept import Kept
from reception.door.rules.matching import DIGITS

CLOCK = [MinValueValidator(0), MaxValueValidator(4_102_444_800_000)]  # milliseconds, until 2100


class KeptForm(GroupForm):
    """The same group, of somebody nobody could look for: `number` is whole, its last four digits or nothing. `happened` is the arrival, `heard` when the
    server last answered that tablet, both by the server's clock.
    """

    match = forms.CharField(required=False)
    number = forms.CharField(max_length=40, required=False)
    happened = forms.IntegerField(validators=CLOCK)
    heard = forms.IntegerField(validators=CLOCK)
    token = forms.UUIDField()

    def clean(self) -> None:
        """Somebody new with a whole number, else nobody with one; who has only four digits is looked for when it is received."""
        number = self.cleaned_data.get("number", "")
        self.tail = digits if len(digits := digits_of(number)) == DIGITS else ""
        whole = bool(number) and not self.tail
        self.cleaned_data |= {"match": NEW if whole else UNKNOWN, "phone": number if whole else ""}
        self.cleaned_data["stranger"] = self.cleaned_data.get("name", "")
        super().clean()

    def kept(self) -> Kept:
        """Return it as the verb takes it."""
        said = self.cleaned_data
        shown = {name: str(said[name]) for name in ("name", "heads", "model", "companion", "consultant", "named") if said.get(name)}
        happened, heard = (datetime.fromtimestamp(said[name] / 1000, UTC) for name in ("happened", "heard"))
        return Kept(self.registration(), said["token"], happened, heard, self.tail, shown | {"person": self.named_name()})

    def named_name(self) -> str:
        """Whom they named, in words."""
        named = self.people.get(self.cleaned_data.get("named_user"))
        return named.name if named else ""
