"""Another time for an appointment; or none, and what comes next."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from calls.appointments.parts.asks_when_full import AsksWhenFull
from calls.desk.rules.finishing import Next
from dcc.frame.day_fields import MomentField


class MoveForm(AsksWhenFull):
    """The new day and time."""

    at = MomentField(label=gettext_lazy("New time"))


class CallOffForm(AsksWhenFull):
    """Why they do not come at the time agreed, and what comes next: a new day, a call, or an application for lost."""

    prefix = "off"
    reason = forms.ChoiceField(label=gettext_lazy("Why they do not come"))
    step = forms.ChoiceField(
        label=gettext_lazy("Next step"),
        choices=(
            ("move", pgettext_lazy("instead of a visit", "Another day")),
            ("callback", gettext_lazy("Call on")),
            ("lost", gettext_lazy("Apply for lost")),
        ),
        widget=forms.RadioSelect,
        initial="callback",
    )
    at = MomentField(label=pgettext_lazy("instead of a visit", "When"), required=False)
    note = forms.CharField(label=gettext_lazy("What was promised"), required=False, max_length=200)
    lost_reason = forms.ChoiceField(label=gettext_lazy("Reason of the loss"), required=False)
    lost_detail = forms.ChoiceField(label=gettext_lazy("Closer"), required=False)
    competitor = forms.CharField(label=gettext_lazy("Model they bought"), required=False, max_length=60)
    lost_why = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=120)

    def __init__(self, *args, why: list[str], lost: tuple[list[str], list], **kwargs):
        """`why`: the store's words for a visit called off; `lost`: those for a loss, and what stands below them."""
        super().__init__(*args, **kwargs)
        reasons, details = lost
        self.fields["lost_detail"].choices = [("", "—"), *details]
        self.fields["reason"].choices = [("", "—"), *((name, name) for name in why)]
        self.fields["lost_reason"].choices = [("", "—"), *((name, name) for name in reasons)]

    def clean(self):
        """Ask for what the chosen next step needs."""
        data = super().clean()
        if data.get("step") in ("callback", "move") and not data.get("at") and "at" not in self.errors:
            self.add_error("at", _("When do you call again?") if data["step"] == "callback" else _("When do they come? Choose a day and a time."))
        if data.get("step") == "lost" and not data.get("lost_reason"):
            self.add_error("lost_reason", _("Say why they are lost."))
        return data

    @property
    def then(self) -> Next:
        """What comes next."""
        data = self.cleaned_data
        if data["step"] == "lost":
            return Next("lost", reason=data["lost_reason"], detail=data["lost_detail"], competitor=data["competitor"], why=data["lost_why"])
        if data["step"] == "move":
            return Next("invite", at=data["at"], note=data["note"], though_full=self.books_though_full(data["at"]))
        return Next("callback", at=data["at"], note=data["note"] or data["reason"])
