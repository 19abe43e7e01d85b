"""Another time for an appointment; or none, and what comes next."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.appointments.parts.asks_when_full import AsksWhenFull
from calls.desk.rules.finishing import Next
from dcc.frame.day_fields import MomentField


class MoveForm(AsksWhenFull):
    """The new day and time."""

    at = MomentField(label=gettext_lazy("New time"))

    def __init__(self, *args, **kwargs):
        """Many stand on one page: none of their fields has an id of its own."""
        super().__init__(*args, auto_id=False, **kwargs)


class CallOffForm(forms.Form):
    """Why they do not come, and what comes next: a call, or an application for lost."""

    prefix = "off"
    reason = forms.CharField(label=gettext_lazy("Why they do not come"), max_length=120)
    step = forms.ChoiceField(
        label=gettext_lazy("Next step"),
        choices=(("callback", gettext_lazy("Call on")), ("lost", gettext_lazy("Apply for lost"))),
        widget=forms.RadioSelect,
        initial="callback",
    )
    at = MomentField(label=gettext_lazy("Call again at"), required=False)
    lost_reason = forms.ChoiceField(label=gettext_lazy("Reason of the loss"), required=False)
    competitor = forms.CharField(label=gettext_lazy("Model they bought"), required=False, max_length=60)

    def __init__(self, *args, reasons: list[str], **kwargs):
        """Many stand on one page: none of their fields has an id of its own."""
        super().__init__(*args, auto_id=False, **kwargs)
        self.fields["lost_reason"].choices = [("", "—"), *((name, name) for name in reasons)]

    def clean(self):
        """Ask for what the chosen next step needs."""
        data = super().clean()
        if data.get("step") == "callback" and not data.get("at") and "at" not in self.errors:
            self.add_error("at", _("When do you call again?"))
        if data.get("step") == "lost" and not data.get("lost_reason"):
            self.add_error("lost_reason", _("Say why they are lost."))
        return data

    @property
    def then(self) -> Next:
        """What comes next."""
        data = self.cleaned_data
        if data["step"] == "lost":
            return Next("lost", reason=data["lost_reason"], competitor=data["competitor"])
        return Next("callback", at=data["at"], note=data["reason"])
