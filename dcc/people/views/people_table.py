"""The columns of a store's people."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.drawn_cells import faint
from dcc.frame.moment_words import day
from dcc.frame.table_columns import Column, Table, page_of
from dcc.models import User


class PeopleTable(Table):
    """Everybody, who left at the end."""

    caption = gettext_lazy("People")
    is_list = True

    name = Column(gettext_lazy("Name"), is_key=True, look=lambda person: "d-strong" if person.is_active else "", address=page_of("person"), opens=True)
    username = Column(gettext_lazy("Account"))
    roles_label = Column(gettext_lazy("Roles"), look="is-wrap")
    today = Column(gettext_lazy("Today"))
    password = Column(gettext_lazy("Password"))

    def look_of(self, person: User) -> str:
        """Who left is past."""
        return "" if person.is_active else "is-past"

    def render_today(self, record: Any):  # a person with `is_away` and `is_on_duty`, asked for with them
        """On duty, at another hour, away, or since when no longer here."""
        if not record.is_active:
            return _("Left %(when)s") % {"when": day(record.left_at)}
        if not (record.is_away or record.is_on_duty):
            return faint(_("Not on duty now"))
        return _("Away") if record.is_away else format_html('<span class="d-soft">{}</span>', _("On duty"))

    def render_password(self, record: User):
        """Whether it is theirs yet."""
        if not record.is_active:
            return ""
        return _("One-time, not changed yet") if record.must_change_password else faint(_("Their own"))
