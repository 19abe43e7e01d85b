"""What the front desk says of a group, as it is typed."""

from datetime import datetime
from functools import cached_property

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.errors import Refused
from dcc.models import User, Word
from dcc.reckoning.clock import day_of
from dcc.store.store_settings import value
from leads.intake.phones import digits_of, tail
from reception.door.rules.evidence import Person
from reception.door.rules.matching import DIGITS, read_number, resolve
from reception.door.rules.registration import Registration
from reception.models import KeptGroup
from reception.models.querysets.visit import LOOK

NEW, UNKNOWN = "new", "none"
NONE_OF_THEM = "none"  # the desk asked: it is nobody of those expected about now
NAMED = (("nobody", _("Nobody named")), ("person", _("Named somebody of DCC")), ("called", _("Says DCC called")))
AGAIN = (("same", _("The same visit")), ("back", _("Left and came back")), ("another", _("Another group")))  # somebody who was registered today
DCC_ROLES = ("agent", "reception", "leader")


def typed_of(held: KeptGroup) -> dict[str, str]:
    """Return what was typed of a group without a connection, as the fields of the desk's form take it."""
    said = {name: text for name, text in held.said.items() if name in GroupForm.base_fields}
    number = held.phone if len(digits_of(held.phone)) > DIGITS else ""
    who = said.get("named_user") or said.get("named")
    return said | {name: text for name, text in (("phone", number), ("stranger", said.get("name")), ("inviter", who)) if text}


class GroupForm(forms.Form):
    """One group at the desk. `match` is a signed reference, “new” with a typed number, or “none” for a group without one.

    Of somebody new `same` is a reference to whom they were expected as, or “none”; `asked` the appointments the desk was asked about, `inviter` the answer
    to “who invited you”: a person's key, or as `named`.
    """

    match = forms.CharField(max_length=200)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    same = forms.CharField(max_length=200, required=False)
    asked = forms.CharField(max_length=400, required=False)
    inviter = forms.ChoiceField(label=_("Ask: “Who invited you?”"), required=False)
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    stranger = forms.CharField(label=_("What to call them"), max_length=60, required=False)
    model = forms.ChoiceField(label=_("Car model"), required=False)
    purpose = forms.ChoiceField(
        label=_("Purpose"), choices=((LOOK, _("Looks at cars")), ("other", _("Something else"))), initial=LOOK, required=False, widget=forms.RadioSelect
    )
    other_purpose = forms.ChoiceField(label=_("What for"), required=False)
    heads = forms.IntegerField(label=_("Heads"), min_value=1, max_value=30, initial=1, required=False)
    named = forms.ChoiceField(label=_("Who invited you?"), choices=NAMED, required=False, widget=forms.RadioSelect)
    named_user = forms.TypedChoiceField(label=_("Who was named"), required=False, coerce=int, empty_value=None)
    called = forms.TypedChoiceField(label=_("Whom to call"), required=False, coerce=int, empty_value=None)
    companion = forms.CharField(label=_("Companion"), max_length=60, required=False)
    consultant = forms.CharField(label=_("Showroom consultant"), max_length=40, required=False)
    arrived = forms.TimeField(label=_("Came at"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    late_reason = forms.CharField(label=_("Why it is typed only now"), max_length=200, required=False)
    tag = forms.ChoiceField(choices=(("dcc", "DCC"), ("showroom", "showroom")), required=False)
    override_reason = forms.CharField(label=_("Why against the rule"), max_length=200, required=False)
    another = forms.BooleanField(required=False)
    again = forms.ChoiceField(choices=AGAIN, required=False, widget=forms.RadioSelect)
    left = forms.TimeField(label=_("Went at"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    token = forms.UUIDField(required=False)
    kept = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, user: User, now: datetime, final: bool = False, typed: dict[str, str] | None = None, **kwargs) -> None:
        """`final`: the group is to be registered; before that a question may still be open. `typed`: what fills the fields that say nothing yet."""
        given = set(data or ())
        if data is not None:
            data = {"purpose": LOOK, "heads": "1"} | {name: data[name] for name in data}
        super().__init__(data, **kwargs)
        self.user, self.now, self.final = user, now, final
        people = list(User.objects.of_store(user.store).employed().prefetch_related("role_rows"))
        words = Word.objects.filter(store=user.store, kind__in=["car_model", "visit_purpose"], retired_at=None).order_by("position", "id")
        self.people = {one.pk: one for one in people}
        dcc = [(one.pk, one.name) for one in people if one.roles & set(DCC_ROLES)]
        self.fields["named_user"].choices = [("", _("Who was named…")), *dcc]
        inviters = ((str(pk), name) for pk, name in dcc)
        self.fields["inviter"].choices = [("", _("Not asked yet")), *inviters, ("called", _("Says DCC called")), ("nobody", _("Nobody named"))]
        self.fields["called"].choices = [("", _("As proposed")), *((one.pk, one.name) for one in people if "reception" in one.roles)]
        self.fields["model"].choices = [("", "—"), *((word.name, word.name) for word in words if word.kind == "car_model")]
        self.fields["other_purpose"].choices = [(word.name, word.name) for word in words if word.kind == "visit_purpose" and word.meaning != LOOK]
        for name, text in (typed or {}).items():
            field = self.fields[name]
            if name not in given and (not isinstance(field, forms.ChoiceField) or field.valid_value(text)):
                (self.initial if data is None else self.data)[name] = text

    def clean_arrived(self) -> datetime | None:
        """Return the moment of today at which the group came; nothing for just now."""
        return self._of_today("arrived")

    def clean_left(self) -> datetime | None:
        """Return the moment of today at which the group went before it came back; nothing where nobody saw it."""
        return self._of_today("left")

    def _of_today(self, name: str) -> datetime | None:
        typed, zone = self.cleaned_data[name], self.user.store.zone
        return datetime.combine(day_of(self.now, zone), typed, zone) if typed else None

    def clean(self) -> None:
        """Read who it is; ask for the one named."""
        if self.is_new and (inviter := self.cleaned_data.get("inviter")):
            self.cleaned_data |= {"named": "person", "named_user": int(inviter)} if inviter.isdecimal() else {"named": inviter, "named_user": None}
        if self.final and self.cleaned_data.get("named") == "person" and not self.cleaned_data.get("named_user"):
            self.add_error("named_user", _("Choose who was named."))
        try:
            self.cleaned_data["person"] = self._person()
        except Refused as refusal:
            self.add_error("phone", str(refusal))

    def _person(self) -> Person:
        match = self.cleaned_data.get("match", "")
        if match == UNKNOWN or not match:
            return Person()
        if match == NEW:
            number = self._number()
            return resolve(self.expected_as, self.user) if self.expected_as else Person(phone=number)
        return resolve(match, self.user)

    @property
    def is_new(self) -> bool:
        """Whether somebody new is typed."""
        return self._said.get("match") == NEW

    @property
    def expected_as(self) -> str:
        """As whom somebody new was expected: a reference, or nothing."""
        said = self._said.get("same", "") if self.is_new else ""
        return "" if said == NONE_OF_THEM else said

    @property
    def told_tail(self) -> str:
        """The last four digits of the number that goes to whoever was expected."""
        return tail(self._number()) if self.expected_as else ""

    def _number(self) -> str:
        text = self._said.get("phone", "")
        return read_number(text, area=value(self.user.store, "area_code", self.now)) if text else ""

    @property
    def _said(self) -> dict:
        return getattr(self, "cleaned_data", {})

    @property
    def not_them(self) -> frozenset[int]:
        """The appointments of which the desk said that it is none of them."""
        said = self.cleaned_data
        return frozenset(int(key) for key in said.get("asked", "").split(",") if key.isdecimal()) if said.get("same") == NONE_OF_THEM else frozenset()

    @property
    def answered(self) -> bool:
        """Whether the desk has asked who invited them; somebody of DCC has a name."""
        named = self.cleaned_data["named"]
        return bool(self.cleaned_data["named_user"]) if named == "person" else bool(named)

    @cached_property
    def held(self) -> KeptGroup | None:
        """What a tablet kept without a connection, about which the desk answers by this form; its arrival judges."""
        key = self._said.get("kept")
        return KeptGroup.objects.visible_to(self.user).waiting().filter(pk=key).first() if key else None

    def registration(self) -> Registration:
        """Return the group as the verb takes it."""
        said = self.cleaned_data
        return Registration(
            person=said["person"],
            name=said["stranger"] if said["match"] == UNKNOWN else said["name"],
            purpose=said["other_purpose"] or "other" if said["purpose"] == "other" else LOOK,
            heads=said["heads"] or 1,
            companion=said["companion"],
            model=said["model"],
            consultant=said["consultant"],
            named=said["named"] if self.answered and said["named"] in {"person", "called"} else "",
            named_user=self.people.get(said["named_user"]),
            tag=said["tag"],
            override_reason=said["override_reason"],
            called=self.people.get(said["called"]),
            arrived_at=self.held.at if self.held else said["arrived"],
            sent_at=self.held.sent_at if self.held else None,
            late_reason=said["late_reason"],
            another=said["another"],
            told_number=self._number() if self.expected_as else "",
            as_expected=bool(self.expected_as),
            not_them=self.not_them if self.is_new and not self.expected_as else None,
            token=said["token"],
        )
