"""A robot of a group chat."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.models import MAKERS


class KindsForm(forms.Form):
    """Which messages go into the group."""

    kinds = forms.MultipleChoiceField(label=_("What is sent"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"].choices = [(name, kind.label) for name, kind in sockets.robot_kinds.named()]


class RobotForm(KindsForm):
    """A new one: its address is pasted from the settings of the group."""

    maker = forms.ChoiceField(label=_("Chat"), choices=MAKERS, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name of the group"), max_length=40)
    address = forms.CharField(
        label=_("Address of the robot"), max_length=500, help_text=_("From the settings of the group: begins with https://. Whoever has it may write there.")
    )

    field_order = ("maker", "name", "address", "kinds")
