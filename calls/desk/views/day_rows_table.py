"""The columns of the rows behind a figure of the day."""

from django.utils.translation import gettext_lazy

from dcc.frame.table_columns import Column, MomentColumn, Table
from leads.customer.called import called, unnamed


class DayRowsTable(Table):
    """What one figure of the agent's day counts; rows are made by `calls.desk.views.day_rows`."""

    at = MomentColumn(gettext_lazy("Time"))
    lead = Column(gettext_lazy("Customer"), is_key=True)
    lead__channel__name = Column(gettext_lazy("Channel"))
    fact = Column(gettext_lazy("What"), nothing="")
    more = Column(gettext_lazy("More"), is_said=True, template="calls/desk/_day_row_more.html")

    def render_lead(self, record: dict):
        """Who it is, as long as they are one's own."""
        return called(record["lead"]) if record["seen"] else unnamed()
