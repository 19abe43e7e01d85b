"""The form of the import page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.people.permissions import may
from leads.channels.channel_names import key
from leads.channels.rules.channels import resolver
from leads.intake.reading import file_limits
from leads.models import SOURCES, Channel

NEW = "new"


class UploadForm(forms.Form):
    """A file and where its leads come from: one channel, a new one, or the file's own channel columns."""

    most_bytes = file_limits.FILE_BYTES
    kinds = _("xlsx, xls, csv or txt; up to 20 MB and 200,000 rows")

    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file first."), "empty": _("The file is empty. Export it again and upload that.")}
    )
    channel = forms.ChoiceField(label=_("Channel"), required=False, help_text=_("Every row goes to the channel chosen here."))
    new_name = forms.CharField(label=_("Name of the new channel"), required=False, max_length=60)
    new_source = forms.ChoiceField(label=_("Its source"), required=False, choices=SOURCES)

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.may_add_channel = may(user, "channel.manage")
        self.channels = {str(channel.pk): channel for channel in Channel.objects.visible_to(user).in_use()}
        choices = [("", _("As the file's channel column says"))]
        for source, label in SOURCES:
            named = [(pk, channel.name) for pk, channel in self.channels.items() if channel.source == source]
            choices += [(label, named)] if named else []
        if self.may_add_channel:
            choices.append((NEW, _("New channel…")))
        self.fields["channel"].choices = choices

    def clean_file(self):
        """Refuse what is too large before anything is kept."""
        file = self.cleaned_data["file"]
        if file.size > file_limits.FILE_BYTES:
            raise forms.ValidationError(_("The file is too large: up to 20 MB are read. Split it and upload the parts."))
        return file

    def clean(self) -> dict:
        """A new channel wants a name that means none yet."""
        cleaned = super().clean()
        if cleaned.get("channel") == NEW:
            name = cleaned.get("new_name", "")
            if not key(name):
                self.add_error("new_name", _("Name the new channel."))
            elif resolver(self.user.store)(name):
                self.add_error("new_name", _("%(name)s means a channel already. Choose it above.") % {"name": name})
        return cleaned

    @property
    def channel_chosen(self) -> Channel | None:
        """The channel every row goes to; None: as the file says."""
        return self.channels.get(self.cleaned_data["channel"])

    @property
    def wants_new_channel(self) -> bool:
        """Whether the channel is still to be made."""
        return self.cleaned_data["channel"] == NEW
