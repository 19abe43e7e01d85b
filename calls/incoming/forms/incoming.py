"""Who is calling: the number, and for a stranger what they tell of themselves."""

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy

from calls.incoming.rules.incoming import Caller
from leads.models import Channel


class NumberForm(forms.Form):
    """The number somebody calls from, however it is written."""

    number = forms.CharField(
        label=gettext_lazy("Number of the caller"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"inputmode": "tel", "autocomplete": "off", "placeholder": "138…", "data-key": "F2", "data-key-label": gettext_lazy("Another caller")}
        ),
    )

    def __init__(self, *args, waits: bool = True, **kwargs):
        """`waits`: nobody is on the line yet, so that typing goes here; else it goes into the note."""
        super().__init__(*args, **kwargs)
        if waits:
            self.fields["number"].widget.attrs["autofocus"] = True


class CallerForm(forms.Form):
    """A stranger, as they introduce themselves. `asks`: their name is needed; of one who had hung up nothing is."""

    prefix = "caller"
    name = forms.CharField(label=pgettext_lazy("of a caller", "Name"), max_length=60)
    city = forms.CharField(label=gettext_lazy("City"), required=False, max_length=60)
    channel = forms.ModelChoiceField(Channel.objects.none(), label=gettext_lazy("Calls through"), empty_label=gettext_lazy("Ask them"))
    detail = forms.CharField(
        label=pgettext_lazy("of a caller", "Details"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Which advertisement, who sent them")}),
    )

    def __init__(self, *args, user, asks: bool = True, **kwargs):
        """Offer the channels people call through; chosen beforehand is one that is the only telephone of the store."""
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = offered = Channel.objects.visible_to(user).in_use().filter(source__in=["ad_call", "other", "event"])
        telephones = list(offered.filter(source="ad_call")[:2])
        if len(telephones) == 1:
            self.fields["channel"].initial = telephones[0]
        self.fields["name"].required = self.fields["channel"].required = asks
        self.fields["name"].widget.attrs["autofocus"] = True

    def caller(self, model: str = "") -> Caller:
        """What the verb wants; the model is written on the card."""
        return Caller(**self.cleaned_data, model=model)
