"""The columns of what the import shows: files taken in before, and of one file its columns and rows."""

from datetime import datetime
from typing import cast

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.drawn_cells import faint, linked
from dcc.frame.moment_words import when
from dcc.frame.table_columns import Column, MomentColumn, Table, page_of
from leads.intake.rules.undoing import WITHIN, may_undo
from leads.models import ImportBatch


class ImportsTable(Table):
    """The files taken in, each row accounted for."""

    caption = gettext_lazy("Import record")
    is_list = True

    filename = Column(gettext_lazy("File"), look="d-cut", is_key=True, address=page_of("import_batch"), opens=True)
    channel = Column(gettext_lazy("Channel"))
    committed_at = MomentColumn(gettext_lazy("Imported"))
    by__name = Column(gettext_lazy("By"))
    rows_read = Column(gettext_lazy("Rows"), is_number=True, accessor="rows")
    created = Column(gettext_lazy("New"), is_number=True)
    merged = Column(gettext_lazy("Joined"), is_number=True, hide="narrow")
    repeated = Column(gettext_lazy("Repeated"), is_number=True, hide="narrow")
    rejected = Column(gettext_lazy("Rejected"), is_number=True)
    undo = Column(gettext_lazy("Undo"), accessor="pk", is_worded=True)

    def __init__(self, rows, *, user, now: datetime) -> None:
        super().__init__(rows, user=user)
        self.now = now

    def look_of(self, record: ImportBatch) -> str:
        """What was undone counts no more."""
        return "is-past" if record.state == "undone" else ""

    def render_undo(self, record: ImportBatch):
        """Until when, or why not any more."""
        if record.state == "undone":
            return _("undone %(when)s, %(kept)d stay") % {"when": when(record.undone_at), "kept": record.undone.get("kept", 0)}
        if record.undo_asked_at:
            return faint(_("Undoing"))
        ends = cast(datetime, record.committed_at) + WITHIN  # it is done
        if self.now > ends:
            return faint(_("24 hours are over"))
        until = _("until %(when)s") % {"when": when(ends)}
        return linked(until, reverse("import_undo", args=[record.pk])) if may_undo(record, by=self.user, now=self.now) else faint(until)

    def render_channel(self, record: ImportBatch):
        """The file's own, where one was chosen."""
        return record.channel or _("As the file says")


class RecordTable(ImportsTable):
    """The same, each opening beside the list; the rows nobody could take in are fetched by their number."""

    filename = Column(gettext_lazy("File"), look="d-cut", is_key=True, is_worded=False)
    rejected = Column(gettext_lazy("Rejected"), is_number=True, template="leads/intake/_rejected_cell.html")

    class Meta:
        sequence = ("filename", "channel", "committed_at", "by__name", "rows_read", "created", "merged", "repeated", "rejected", "undo")

    def __init__(self, rows, *, user, now: datetime, query: str, opened: int | None) -> None:
        super().__init__(rows, user=user, now=now)
        self.query, self.opened = query, opened

    def look_of(self, record: ImportBatch) -> str:
        """The open one stands out."""
        return "is-on is-at" if record.pk == self.opened else super().look_of(record)

    def render_filename(self, record: ImportBatch):
        """Its name, opening it."""
        return linked(record.filename, f"?{self.query}&file={record.pk}" if self.query else f"?file={record.pk}", opens=True)


class FileColumnsTable(Table):
    """What each column of a file was recognised as; rows are `columns_in_words`."""

    caption = gettext_lazy("Recognised columns")
    look = "is-still"

    header = Column(gettext_lazy("Column of the file"), look="d-cut")
    label = Column(gettext_lazy("Becomes"), is_worded=True)
    sample = Column(gettext_lazy("First row"), is_worded=True, look="d-cut d-soft", nothing="")

    def render_label(self, record: dict):
        """A field, or what is kept beside the inquiry."""
        return record["label"] or faint(_("kept as it is"))


class FileRowsTable(Table):
    """The rows of a file with one outcome; of the rejected why, and what to do. Rows are `row_in_words`."""

    caption = gettext_lazy("Rows by outcome")
    look = "is-still"

    number = Column(gettext_lazy("Row"), is_number=True, look="d-faint")
    name = Column(gettext_lazy("Name"))
    phone = Column(gettext_lazy("Phone as sent"))
    model = Column(gettext_lazy("Car model"), look="d-cut")
    reason = Column(gettext_lazy("Why it cannot come in"))
    advice = Column(gettext_lazy("What to do"), look="d-soft is-wrap")

    def __init__(self, rows: list[dict], *, outcome: str) -> None:
        super().__init__(rows)
        for name in ("reason", "advice") if outcome != "rejected" else ("model",):
            self.columns.hide(name)

    def render_phone(self, record: dict):
        """As sent."""
        return record["phone"] or faint(_("empty"))
