"""Somebody who is to receive the evening report."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dcc.models import Robot, Store, User
from dcc.people.permissions import PERMISSIONS
from reporting.models.evening_report import WAYS


class ReceiverForm(forms.Form):
    """A new one: by which way, and who."""

    way = forms.ChoiceField(label=_("By which way"), choices=WAYS, widget=forms.RadioSelect)
    robot = forms.ModelChoiceField(Robot.objects.none(), label=_("Group chat"), required=False, empty_label="—")
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Person of the store"),
        required=False,
        empty_label=pgettext_lazy("receiver", "Somebody else"),
        help_text=_("Somebody else gets figures only."),
    )
    name = forms.CharField(label=_("Who it is"), max_length=40, required=False, help_text=_("Of somebody else, such as head office."))
    address = forms.EmailField(label=_("Mail address"), max_length=200, required=False)

    def __init__(self, *args, store: Store, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["robot"].queryset = Robot.objects.filter(store=store).at_work()
        people = User.objects.of_store(store).employed().filter(role_rows__name__in=list(PERMISSIONS["evening_report.see"]))
        self.fields["user"].queryset = people.distinct()
