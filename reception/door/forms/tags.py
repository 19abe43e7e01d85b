"""What is said where a tag is completed, corrected and decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.models import Appointment
from dcc.models import User
from leads.models import Lead
from reception.door.forms.group import DCC_ROLES
from reception.door.parts.numbers import WithNumber
from reception.door.parts.reasons import reason_field
from reception.door.rules.tags import Correction
from reception.models import Visit
from reception.models.visit import TAGS

SAID = (("", _("As it was")), ("nobody", _("Named nobody")), ("person", _("Named somebody of DCC")), ("called", _("Says DCC called")))


class IdentifyForm(WithNumber):
    """Who a walk-in was."""

    phone = forms.CharField(label=_("Phone"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=60, required=False)


class CorrectionForm(WithNumber):
    """The facts of a visit that were wrong or came later."""

    phone = forms.CharField(label=_("Right number"), max_length=40, required=False)
    name = forms.CharField(label=_("Right name"), max_length=60, required=False)
    named = forms.ChoiceField(label=_("Who invited you?"), choices=SAID, required=False)
    named_user = forms.ModelChoiceField(User.objects.none(), label=_("Who was named"), required=False, empty_label="—")
    appointment = forms.ModelChoiceField(Appointment.objects.none(), label=_("The appointment they came for"), required=False, empty_label="—")
    reception = forms.ModelChoiceField(User.objects.none(), label=_("Who received them"), required=False, empty_label="—")
    lead = forms.ModelChoiceField(Lead.objects.none(), required=False, widget=forms.HiddenInput)
    reason = reason_field()

    def __init__(self, *args, visit: Visit, appointments, leads, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = leads
        people = User.objects.of_store(visit.store)
        self.fields["named_user"].queryset = people.filter(role_rows__name__in=DCC_ROLES).distinct()
        self.fields["reception"].queryset = people.with_role("reception")
        self.fields["appointment"].queryset = appointments
        self.fields["appointment"].label_from_instance = _appointment_words

    def clean(self) -> None:
        """Ask for the one named."""
        if self.cleaned_data.get("named") == "person" and not self.cleaned_data.get("named_user"):
            self.add_error("named_user", _("Choose who was named."))

    def correction(self) -> Correction:
        """Return it as the verb takes it."""
        return Correction(**{name: value for name, value in self.cleaned_data.items() if name != "reason"})


def _appointment_words(row: Appointment) -> str:
    return f"{row.lead.name} · {row.scheduled_for.astimezone(row.lead.store.zone):%m-%d %H:%M} · {row.agent or '—'} · {row.get_status_display()}"


class DecisionForm(forms.Form):
    """The director's judgement of a tag."""

    tag = forms.ChoiceField(choices=TAGS)
    reason = reason_field()
