"""What is typed about a topic."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.frame.day_fields import DayField
from dcc.models import User
from leads.models import TOPIC_KINDS

LONG = forms.Textarea(attrs={"rows": 3})


class OwnerChoice(forms.ModelChoiceField):
    """Somebody of the store."""

    def __init__(self, **options) -> None:
        super().__init__(User.objects.none(), label=pgettext_lazy("topic", "Owner"), empty_label="—", **options)


class RaiseForm(forms.Form):
    """What somebody saw and proposes; who should do it, and until when, may be proposed too."""

    kind = forms.ChoiceField(label=pgettext_lazy("topic", "Kind"), choices=TOPIC_KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label=_("What you saw, in one sentence"), max_length=60, widget=forms.TextInput(attrs={"autofocus": True}))
    text = forms.CharField(label=_("More of it"), max_length=500, required=False, widget=LONG)
    proposal = forms.CharField(label=_("What is to be done"), max_length=500, widget=LONG)
    aim = forms.CharField(label=_("The figure should become"), max_length=40, required=False)
    owner = OwnerChoice(required=False)
    due_on = DayField(label=pgettext_lazy("topic", "Until"), required=False)

    def __init__(self, *args, owners, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners


class StepForm(forms.Form):
    """Words of a step, and where it is given or agreed: to whom, until when."""

    owner = OwnerChoice(required=False)
    due_on = DayField(label=pgettext_lazy("topic", "Until"), required=False)
    words = forms.CharField(label=_("Words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, owners, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners
