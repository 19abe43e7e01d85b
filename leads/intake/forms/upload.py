"""The form of the import page."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from dcc.people.permissions import may
from leads.channels.channel_names import key
from leads.channels.rules.channels import resolver
from leads.intake.reading import file_limits
from leads.models import SOURCES, Channel

NEW = "new"
MOST_FILES = 20  # at once


class SeveralFiles(forms.ClearableFileInput):
    """Where several files are chosen at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files chosen, each judged as one would be. An empty one is no mistake of the form: its reader says so."""

    widget = SeveralFiles

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, allow_empty_file=True, **kwargs)

    def clean(self, data, initial=None) -> list[UploadedFile]:
        """Return the files in the order they were sent."""
        files = data if isinstance(data, list) else [data] if data else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Up to %(limit)d files at once; there were %(found)d.") % {"limit": MOST_FILES, "found": len(files)})
        return [super(FilesField, self).clean(file) for file in files or [None]]


class UploadForm(forms.Form):
    """Files and where their leads come from: one channel, a new one, or what each file's own columns say, or said last time."""

    most_bytes = file_limits.FILE_BYTES
    most_files = MOST_FILES
    kinds = _("xlsx, xls, csv or txt; up to 20 files of 20 MB and 200,000 rows each, 25 MB together")

    file = FilesField(label=_("Files"), error_messages={"required": _("Choose a file first.")})
    channel = forms.ChoiceField(label=_("Channel"), required=False, help_text=_("What is chosen here holds for every row of these files."))
    new_name = forms.CharField(label=_("Name of the new channel"), required=False, max_length=60)
    new_source = forms.ChoiceField(label=_("Its source"), required=False, choices=SOURCES)

    def __init__(self, *args, user, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.may_add_channel = may(user, "channel.manage")
        self.channels = {str(channel.pk): channel for channel in Channel.objects.visible_to(user).in_use()}
        choices = [("", _("As with the last file of these columns"))]
        for source, label in SOURCES:
            named = [(pk, channel.name) for pk, channel in self.channels.items() if channel.source == source]
            choices += [(label, named)] if named else []
        if self.may_add_channel:
            choices.append((NEW, _("New channel…")))
        self.fields["channel"].choices = choices

    def clean_file(self):
        """Refuse what is too large before anything is kept."""
        files = self.cleaned_data["file"]
        for file in files:
            if file.size > file_limits.FILE_BYTES:
                raise forms.ValidationError(_("%(name)s is too large: up to 20 MB are read. Split it and upload the parts.") % {"name": file.name})
        return files

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
