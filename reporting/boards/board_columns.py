"""The columns of the boards' tables: today's leads by channel, calls by the hour, and the words over the heads of the daily board."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.table_columns import Band, Column, Table
from dcc.templatetags.look import pace
from reporting.boards.daily_board import Board
from reporting.boards.daily_table import HAPPENED, HourBar
from reporting.boards.inflow import Inflow
from reporting.figures.standing_now import STANDING


def bands_of(board: Board, *, days: str, at: str) -> list[Band]:
    """What happened in the period, and what stands now."""
    return [
        Band(_("What happened %(days)s") % {"days": days}, len(HAPPENED), format_html("· {}", _("each on its own day"))),
        Band(_("Now"), len(STANDING), at if board.is_now else _("not for the past"), "is-now is-edge"),
    ]


def _faint_at_none(name: str):
    return lambda row: "" if getattr(row, name) else "d-faint"


class InflowTable(Table):
    """A channel's leads of today beside its usual ones."""

    caption = gettext_lazy("Leads that came today")
    look = "is-report"

    name = Column(gettext_lazy("Channel"), is_head=True)
    today = Column(gettext_lazy("Today"), is_number=True, look=_faint_at_none("today"))
    usual = Column(gettext_lazy("Usual"), is_number=True, look="d-faint", formula="inflow.usual")
    bar = Column(gettext_lazy("Bar"), is_said=True, hide="phone")
    invalid = Column(gettext_lazy("Invalid"), is_number=True, look=_faint_at_none("invalid"), formula="inflow.invalid")
    in_time = Column(gettext_lazy("Of today's, in time"), is_number=True, formula="inflow.in_time")

    def look_of(self, line: Inflow) -> str:
        """The sums stand out."""
        return "is-total" if line.is_total else ""

    def render_name(self, record: Inflow) -> Any:
        """The channel, or that these are the sums."""
        return record.name or _("Total")

    def render_bar(self, record: Inflow):
        """Today's on one scale, with the mark of what is usual."""
        return "" if record.is_total else pace(record.today, record.scale, tick=record.tick, width=120, judge=False)

    def render_in_time(self, record: Inflow):
        """The share, and beside it its fraction."""
        return format_html('{}<span class="d-share">{}</span>', record.in_time, record.share) if record.share else record.in_time


class HoursTable(Table):
    """The bars of the hours, as numbers."""

    caption = gettext_lazy("Calls by the hour")
    look = "is-report is-grid is-still"
    name = "hours-table"

    hour = Column(gettext_lazy("Hour"), is_head=True)
    calls = Column(gettext_lazy("Calls"), is_number=True, look=_faint_at_none("calls"))
    connected = Column(gettext_lazy("Connected"), is_number=True, look=_faint_at_none("connected"))

    def render_hour(self, record: HourBar) -> str:
        """The hour, short."""
        return _("%(hour)sh") % {"hour": record.hour}
