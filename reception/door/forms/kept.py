"""A registration as a tablet without a connection kept it."""

from datetime import UTC, datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from dcc.errors import Refused
from leads.intake.phones import digits_of
from reception.door.forms.group import NEW, UNKNOWN, GroupForm
from reception.door.rules.evidence import Person
from reception.door.rules.kept import Kept
from reception.door.rules.matching import DIGITS
from reception.door.stamps import Stamp, read_stamp

CLOCK = [MinValueValidator(0), MaxValueValidator(4_102_444_800_000)]  # milliseconds, until 2100


class KeptForm(GroupForm):
    """The same group, of somebody nobody could look for: `number` is whole, its last four digits or nothing.

    `happened` is the arrival by the tablet's clock, corrected by the server's; `heard` the stamp of the server's last answer to that tablet; `thought` what
    the tablet thought of them by the appointments it had.
    """

    match = forms.CharField(required=False)
    number = forms.CharField(max_length=24, required=False)
    happened = forms.IntegerField(validators=CLOCK)
    heard = forms.CharField(max_length=200)
    thought = forms.ChoiceField(choices=[("dcc", "DCC")], required=False)
    token = forms.UUIDField()

    tail, unread = "", ""

    def clean_heard(self) -> Stamp:
        """Return whom the server answered, and when: somebody of this store."""
        found = read_stamp(self.cleaned_data["heard"])
        if found is None or found.store_id != self.user.store_id or found.user_id not in self.people:
            raise forms.ValidationError(_("This tablet was never answered at this desk. Type the group anew."))
        return found

    def clean(self) -> None:
        """Read the number as far as it can be: somebody new, four digits, or nobody. One that cannot be read hinders nothing: the desk is asked."""
        number = self.cleaned_data.get("number", "")
        self.tail = digits if len(digits := digits_of(number)) == DIGITS else ""
        self.cleaned_data |= {"match": NEW if number and not self.tail else UNKNOWN, "phone": number, "stranger": self.cleaned_data.get("name", "")}
        if inviter := self.cleaned_data.get("inviter"):
            named = {"named": "person", "named_user": int(inviter)} if inviter.isdecimal() else {"named": inviter, "named_user": None}
            self.cleaned_data |= named
        try:
            self.cleaned_data["person"] = self._person()
        except Refused as refusal:
            self.unread = str(refusal)
            self.cleaned_data["person"] = Person()

    def kept(self) -> Kept:
        """Return it as the verb takes it."""
        said, heard = self.cleaned_data, self.cleaned_data["heard"]
        shown = {name: str(said[name]) for name in ("name", "heads", "model", "companion", "consultant", "named", "named_user") if said.get(name)}
        named = self.people.get(said.get("named_user"))
        return Kept(
            self.registration(),
            said["token"],
            arrived_at=datetime.fromtimestamp(said["happened"] / 1000, UTC),
            answered_at=heard.at,
            by=self.people[heard.user_id],
            number=said["number"],
            tail=self.tail,
            unread=self.unread,
            thought=said["thought"],
            said=shown | {"person": named.name if named else ""},
        )
