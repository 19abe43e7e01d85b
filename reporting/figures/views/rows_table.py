"""The columns of the rows behind a figure."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.moment_words import when
from dcc.frame.table_columns import Column, Table
from leads.customer.called import called, unnamed

WHAT = {  # what is said of a row, by its kind
    "visit": gettext_lazy("Basis"),
    "call": gettext_lazy("Outcome"),
    "appointment": gettext_lazy("Appointment"),
    "order": gettext_lazy("Car model"),
    "inquiry": gettext_lazy("Channel"),
    "lead": gettext_lazy("Channel"),
    "proposal": gettext_lazy("Application"),
    "leakage": gettext_lazy("Settled"),
}


@dataclass(frozen=True)
class Entry:
    """One row: a lead or an event, and its lead where this person may see it."""

    row: Any
    lead: Any


class RowsTable(Table):
    """Exactly the leads or events of one number."""

    is_list = True

    customer = Column(gettext_lazy("Customer"), is_key=True)
    moment = Column(gettext_lazy("Moment"))
    what = Column(gettext_lazy("What"), template="reporting/figures/_what.html")
    row__agent__name = Column(gettext_lazy("Agent"), is_worded=True)
    row__reception__name = Column(gettext_lazy("Reception specialist"), is_worded=True)

    def __init__(self, entries: list[Entry], *, kind: str, caption: Any) -> None:
        super().__init__(entries, caption=caption)
        self.kind = kind
        self.columns["what"].column.label = WHAT.get(kind, _("What"))

    def render_customer(self, record: Entry):
        """Who it is, with the model asked for."""
        if record.lead is None:
            return unnamed()
        name = called(record.lead, opens=True)
        return format_html('{} <span class="d-meta">{}</span>', name, record.lead.model) if record.lead.model else name

    def render_moment(self, record: Entry):
        """When it happened; that it was stated later."""
        written = getattr(record.row, "written_at", None)
        if not written:
            return when(record.row.counted_at)
        return format_html('{} <span class="d-tag" title="{}">{}</span>', when(record.row.counted_at), when(written), _("Written later"))
