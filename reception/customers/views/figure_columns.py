"""The columns of the rows behind the figures of a specialist."""

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.drawn_cells import faint
from dcc.frame.table_columns import Column, MomentColumn, Table
from dcc.templatetags.moments import price
from leads.customer.called import called, unnamed
from reception.models import Visit


class StripRowsTable(Table):
    """What one figure of the strip counts; rows: lead, whether it is seen, moment, fact."""

    is_list = True

    at = MomentColumn(gettext_lazy("Time"))
    lead = Column(gettext_lazy("Customer"), is_key=True, look="d-strong")
    fact = Column(gettext_lazy("What"))

    def render_lead(self, record: dict):
        """Who it is, as long as they are one's own."""
        return called(record["lead"], opens=True) if record["seen"] else unnamed()


class MonthTable(Table):
    """The groups one received this month. `seen`: the leads one may open."""

    caption = gettext_lazy("Received this month")
    is_list = True

    at = MomentColumn(gettext_lazy("Came"))
    customer = Column(gettext_lazy("Customer"), is_key=True, look="d-strong")
    visit_class = Column(gettext_lazy("Class"))
    heads_column = Column(gettext_lazy("Heads"), is_number=True, accessor="heads")
    test_drive = Column(gettext_lazy("Test drive"), is_worded=True)
    quote = Column(gettext_lazy("Quote"), is_worded=True)

    def __init__(self, visits: list[Visit], *, seen: set[int]) -> None:
        super().__init__(visits)
        self.seen = seen

    def render_customer(self, record: Visit):
        """By name; only whoever may be opened leads on."""
        if record.lead and record.lead.pk in self.seen:
            return called(record.lead, opens=True)
        return format_html('<span class="d-called" title="{0}">{0}</span>', record.lead)

    def render_visit_class(self, record: Visit):
        """What kind of visit it was."""
        return record.get_visit_class_display()

    def render_test_drive(self, record: Visit):
        """Whether there was one."""
        return _("Yes") if record.test_drive else faint("—")

    def render_quote(self, record: Visit):
        """The price that was named, or that one was."""
        return price(record.quote) if record.quote else _("Yes") if record.quoted else faint("—")
