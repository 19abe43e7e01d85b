"""Who saw a number: a row for each time, and a row for each person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy

from dcc.frame.drawn_cells import faint, linked
from dcc.frame.moment_words import day
from dcc.frame.table_columns import Column, MomentColumn, Table
from reception.seen.showings import DIALLED, KINDS, Showing


class ShowingTable(Table):
    """Each time somebody had the number before them, by month. Its rows are `reception.seen.showings.Showing`."""

    caption = gettext_lazy("Who saw the number")
    look = "is-still"

    at = MomentColumn(gettext_lazy("When"))
    by = Column(gettext_lazy("Who"), is_key=True, look="d-strong")
    kind = Column(gettext_lazy("What"))
    why = Column(gettext_lazy("Why"), look="is-wrap")
    came = Column(gettext_lazy("What came of it"), look="is-wrap")
    seal = Column(gettext_lazy("Trail"), is_number=True, hide="phone")

    def grouped(self):
        """The rows of a month under its name."""
        for month, rows in groupby(self.data, key=lambda row: f"{localtime(row.at):%Y-%m}"):
            yield month, "", list(rows)

    def look_of(self, record: Showing) -> str:
        """A dial nobody wrote down stands out."""
        return "is-bad" if record.is_unlogged else ""

    def render_at(self, record: Showing):
        """The moment, and whether the store was closed."""
        moment = format_html("<time>{}</time>", f"{localtime(record.at):%m-%d %H:%M}")
        return format_html('{} <span class="d-tag">{}</span>', moment, gettext_lazy("after hours")) if record.is_after_hours else moment

    def render_by(self, record: Showing):
        """Who it was; nobody, where it came by itself."""
        return record.by.name if record.by else faint("—")

    def render_kind(self, record: Showing):
        """What was done, with the deed's own words."""
        return format_html('{} <span class="d-meta">{}</span>', KINDS[record.kind], record.words)

    def render_came(self, record: Showing):
        """What came of it, leading to the customer."""
        return linked(record.came, record.url, look="d-link")

    def render_seal(self, record: Showing):
        """The number of its seal; none, while it waits for one or is no line of the trail."""
        seal = getattr(record.entry, "seal", None) if record.entry else None
        return seal.number if seal else faint("—")


@dataclass
class Viewer:
    """One person and how often."""

    name: str
    last: datetime
    seen: int = 0
    dialled: int = 0


def viewers_of(rows: Iterable[Showing]) -> list[Viewer]:
    """Return who saw the number and how often, the most often first."""
    found: dict[Any, Viewer] = {}
    for row in rows:
        one = found.setdefault(row.by and row.by.pk, Viewer(row.by.name if row.by else "—", row.at))
        one.last = max(one.last, row.at)
        if row.kind == DIALLED:
            one.dialled += 1
        else:
            one.seen += 1
    return sorted(found.values(), key=lambda one: (-one.seen - one.dialled, one.name))


class ViewerTable(Table):
    """How often each person saw the number."""

    caption = gettext_lazy("By person")
    look = "is-still"

    name = Column(gettext_lazy("Who"), is_key=True)
    seen = Column(gettext_lazy("Seen"), is_number=True, is_worded=True)
    dialled = Column(gettext_lazy("Dialled"), is_number=True, is_worded=True)
    last = Column(gettext_lazy("Last"))

    def render_last(self, record: Viewer):
        """The day."""
        return day(record.last)
