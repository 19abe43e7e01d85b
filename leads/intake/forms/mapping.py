"""What one may choose for a previewed file: sheet, line of names, channel, a field for each column, what unknown words mean."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dcc.models import User, Word
from dcc.people.permissions import decides, may
from leads.intake.choosing import LEFT_OUT, NEW, Choice
from leads.intake.columns import column_letter
from leads.intake.import_words import FIELD_LABELS
from leads.intake.reading.file_limits import HEADER_WITHIN
from leads.models import SOURCES, Channel, ImportBatch

Choices = list[tuple[str, Any]]
FIELDS: Choices = [("", _("Kept beside it")), *((field, label) for field, label in FIELD_LABELS.items()), (LEFT_OUT, _("Not imported"))]


class MappingForm(forms.Form):
    """The choices of one preview, as they stand; sent, it says what was chosen."""

    def __init__(self, *args, batch: ImportBatch, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.batch, self.kept = batch, Choice.of(batch.choice) if batch.choice else Choice()
        self.by_id = {str(channel.pk): channel for channel in Channel.objects.visible_to(user).in_use()}
        self.unknown = {kind: batch.found.get(kind, []) for kind in ("channel", "model")}
        self._of_the_file()
        self._of_the_columns()
        self._of_the_words(user)

    def _of_the_file(self) -> None:
        sheets = [(name, name) for name in self.batch.found.get("sheets", [self.batch.sheet])]
        lines: Choices = [("0", _("No names")), *((str(row), _("Line %(row)d") % {"row": row}) for row in range(1, HEADER_WITHIN + 1))]
        channels = [("", _("As the file's channel column says")), *_by_source(self.by_id)]
        self._choose("sheet", _("Sheet"), sheets, self.batch.sheet)
        self._choose("header_row", _("Names in"), lines, str(self.batch.header_row))
        self._choose("channel", _("Channel"), channels, str(self.batch.channel_id or ""))

    def _of_the_columns(self) -> None:
        for index, column in enumerate(self.batch.columns):
            label = _("What column %(letter)s is") % {"letter": column_letter(index)}
            self._choose(f"column_{index}", label, FIELDS, column["field"])

    def _of_the_words(self, user: User) -> None:
        new_channels = [(_("New channel"), [(f"{NEW}:{source}", _("New, %(source)s") % {"source": label}) for source, label in SOURCES])]
        channels = [("", _("Choose a channel…")), *_by_source(self.by_id), *(new_channels if may(user, "channel.manage") else [])]
        for index, (name, _count) in enumerate(self.unknown["channel"]):
            self._choose(f"channel_{index}", name, channels, self.kept.channels.get(name, ""))
        if not self.unknown["model"]:
            return
        words = [(name, name) for name in Word.objects.of(user.store, "car_model").values_list("name", flat=True)]
        new_model = [(NEW, _("A new model of ours"))] if decides(user, "import") else []
        models = [("", _("Leave open, as sent")), *words, *new_model]
        for index, (name, _count) in enumerate(self.unknown["model"]):
            self._choose(f"model_{index}", name, models, self.kept.models.get(name, ""))

    def _choose(self, name: str, label: Any, choices: Choices, value: str) -> None:
        select = forms.Select(attrs={"class": "d-input", "aria-label": label})
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=value, required=False, widget=select)

    @property
    def of_file(self) -> Iterable[forms.BoundField]:
        """Where one chooses sheet, line of names and channel; a single sheet is no choice."""
        names = ("sheet", "header_row", "channel")
        return [self[name] for name in names if name != "sheet" or len(self.batch.found.get("sheets", ())) > 1]

    @property
    def columns(self) -> Iterable[Mapping[str, Any]]:
        """Each column with its letter, its name, its first cell and where one chooses what it is."""
        for index, column in enumerate(self.batch.columns):
            yield {"letter": column_letter(index), **column, "choose": self[f"column_{index}"]}

    @property
    def has_words(self) -> bool:
        """Whether the file has a word nobody here knows."""
        return any(self.unknown.values())

    @property
    def words(self) -> Iterable[Mapping[str, Any]]:
        """Each unknown word with its rows and where one chooses what it means."""
        kinds = {"channel": _("Channel"), "model": _("Car model")}
        for kind, words in self.unknown.items():
            for index, (name, count) in enumerate(words):
                yield {"kind": kinds[kind], "name": name, "rows": count, "choose": self[f"{kind}_{index}"]}

    @property
    def channel(self) -> Channel | None:
        """The channel of every row; None: as the file says."""
        return self.by_id.get(self.cleaned_data["channel"])

    def choice(self) -> Choice:
        """Return what was chosen. Of another sheet, or under another line of names, columns are others, and are recognised anew."""
        chosen = self.cleaned_data
        sheet, header_row = chosen["sheet"] or None, int(chosen["header_row"] or 0)
        same = sheet == (self.batch.sheet or None) and header_row == self.batch.header_row
        moved = {} if same else {"sheet": sheet, "header_row": header_row}
        fields = {index: chosen[f"column_{index}"] for index in range(len(self.batch.columns))} if same else None
        kept = {"sheet": self.kept.sheet, "header_row": self.kept.header_row} | moved
        return Choice(**kept, fields=fields, channels=self._meant("channel"), models=self._meant("model"), own_channel=True)

    def _meant(self, kind: str) -> dict[str, str]:
        words = enumerate(self.unknown[kind])
        return {name: meant for index, (name, _count) in words if (meant := self.cleaned_data[f"{kind}_{index}"])}


def _by_source(channels: Mapping[str, Channel]) -> Choices:
    named = ((label, [(pk, channel.name) for pk, channel in channels.items() if channel.source == source]) for source, label in SOURCES)
    return [(label, of_source) for label, of_source in named if of_source]
