"""A visit of an earlier day, as the data manager types it."""

from datetime import datetime, timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.models import User, Word
from dcc.reckoning.clock import day_of
from reception.door.forms.group import DCC_ROLES, NAMED
from reception.door.parts.numbers import WithNumber
from reception.door.rules.evidence import Person
from reception.door.rules.matching import DIGITS
from reception.door.rules.registration import Registration
from reception.models import KeptGroup
from reception.models.querysets.visit import LOOK

KEPT_SAID = ("name", "heads", "companion", "consultant", "named", "named_user")


class LateForm(WithNumber):
    """Who came on which day, at what time, and why it is typed only now. The rules tag it by its arrival."""

    day = forms.DateField(label=_("Came on"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    arrived = forms.TimeField(label=_("Came at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    left = forms.TimeField(label=_("Went at"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    name = forms.CharField(label=_("Name"), max_length=60, required=False)
    purpose = forms.ChoiceField(label=_("Purpose"))
    heads = forms.IntegerField(label=_("Heads"), min_value=1, max_value=30, initial=1)
    named = forms.ChoiceField(label=_("Who invited you?"), choices=NAMED)
    named_user = forms.ModelChoiceField(User.objects.none(), label=_("Who was named"), required=False, empty_label="—")
    companion = forms.CharField(label=_("Companion"), max_length=60, required=False)
    consultant = forms.CharField(label=_("Showroom consultant"), max_length=40, required=False)
    late_reason = forms.CharField(label=_("Why it is typed only now"), max_length=200)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args, user: User, now: datetime, area: str, held: KeptGroup | None = None, **kwargs) -> None:
        """`held`: what a tablet kept without a connection, answered by this form. Its arrival stays, and its number where no other is typed."""
        super().__init__(*args, area=area, **kwargs)
        self.held = held
        if held is not None:
            del self.fields["day"], self.fields["arrived"]
            self.initial |= {name: held.said[name] for name in KEPT_SAID if held.said.get(name)}
        store, today = user.own_store, day_of(now, user.own_store.zone)
        self.zone = store.zone
        self.initial.setdefault("day", today - timedelta(days=1))
        words = Word.objects.filter(store=store, kind="visit_purpose", retired_at=None).exclude(meaning=LOOK).order_by("position", "id")
        self.fields["purpose"].choices = [(LOOK, _("Looks at cars")), *((word.name, word.name) for word in words)]
        people = User.objects.of_store(store).employed().filter(role_rows__name__in=DCC_ROLES).distinct()
        self.fields["named_user"].queryset = people

    def clean(self) -> None:
        """Ask for the one named; they go after they came."""
        said = self.cleaned_data
        if said.get("named") == "person" and not said.get("named_user"):
            self.add_error("named_user", _("Choose who was named."))
        if said.get("left") and said.get("arrived") and said["left"] < said["arrived"]:
            self.add_error("left", _("They go after they came."))

    def registration(self) -> Registration:
        """Return the group as the verb takes it."""
        said = self.cleaned_data
        arrived = self.held.at if self.held else datetime.combine(said["day"], said["arrived"], self.zone)
        day = day_of(arrived, self.zone)
        return Registration(
            person=Person(phone=said["phone"] or self._kept_number()),
            name=said["name"],
            purpose=said["purpose"],
            heads=said["heads"],
            companion=said["companion"],
            consultant=said["consultant"],
            named=said["named"] if said["named"] in {"person", "called"} else "",
            named_user=said["named_user"] if said["named"] == "person" else None,
            arrived_at=arrived,
            left_at=datetime.combine(day, said["left"], self.zone) if said["left"] else None,
            late_reason=said["late_reason"],
            unsearched=True,
            token=said["token"],
        )

    def _kept_number(self) -> str:
        """The whole number that was typed without a connection, where one was."""
        return self.held.phone if self.held and len(self.held.phone) > DIGITS else ""
