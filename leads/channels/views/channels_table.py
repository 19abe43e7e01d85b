"""The columns of a store's channels."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dcc.frame.drawn_cells import linked
from dcc.frame.moment_words import day
from dcc.frame.table_columns import Column, Table
from leads.models import SOURCES, Channel


class ChannelsTable(Table):
    """Each source with its channels, those in use; the retired at the end."""

    caption = gettext_lazy("Channels")
    look = "is-still"

    name = Column(gettext_lazy("Channel"), is_key=True, look=lambda channel: "" if channel.retired_at else "d-strong")
    aliases = Column(gettext_lazy("Further names"), look=lambda channel: "is-wrap" if channel.retired_at else "is-wrap d-soft")
    limit = Column(gettext_lazy("First response"), is_number=True, look="is-end", template="leads/channels/_channel_limit.html")

    def __init__(self, channels: list[Channel], *, may_manage: bool) -> None:
        super().__init__(channels)
        self.may_manage = may_manage

    def look_of(self, channel: Channel) -> str:
        """What is retired is past."""
        return "is-past" if channel.retired_at else ""

    def grouped(self) -> list[tuple[Any, Any, Iterable]]:
        """Under each source what is in use of it."""
        in_use = [channel for channel in self.data if channel.retired_at is None]
        retired = [channel for channel in self.data if channel.retired_at]
        parts = [(label, [channel for channel in in_use if channel.source == source]) for source, label in SOURCES]
        named: list[tuple[Any, Any, Iterable]] = [(label, "" if rows else _("No channel of this source."), rows) for label, rows in parts]
        return [*named, (_("Retired"), _("They take no new leads and keep their history."), retired)] if retired else named

    def render_name(self, record: Channel):
        """Its name, leading to it."""
        address = reverse("channel", args=[record.pk]) if not record.retired_at else ""
        return linked(record.name, address)

    def render_aliases(self, record: Channel):
        """What else it is called; of a retired one whose it was and since when it rests."""
        if record.retired_at:
            return f"{record.get_source_display()} · {day(record.retired_at)}"
        return _(", ").join(alias.name for alias in record.aliases.all())
