"""Channels and their names."""

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from leads.models import SOURCES


class ChannelForm(forms.Form):
    """A channel's name, its own first-response limit, and for how long its privacy numbers hold."""

    name = forms.CharField(label=_("Name of the channel"), max_length=60)
    first_response_minutes = forms.IntegerField(
        label=_("Own first-response limit in minutes"), required=False, max_value=1440, validators=[MinValueValidator(1)], help_text=_("Empty: the store's.")
    )
    virtual_days = forms.IntegerField(
        label=_("Privacy numbers with an extension hold for days"),
        required=False,
        max_value=365,
        validators=[MinValueValidator(0)],
        help_text=_("From the import on, where the file does not say. Empty: nobody knows."),
    )


class NewChannelForm(ChannelForm):
    """A channel of one of the five sources; the source stays."""

    source = forms.ChoiceField(label=_("Source"), choices=[("", "—"), *SOURCES])
    field_order = ("name", "source", "first_response_minutes", "virtual_days")


class AliasForm(forms.Form):
    """A further name senders use."""

    name = forms.CharField(label=_("Further name"), max_length=60)
