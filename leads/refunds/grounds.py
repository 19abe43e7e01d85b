"""Why a platform should pay, in words: the calls with their moments and outcomes, or the arrival before; and who decided it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from dcc.frame.moment_words import span
from dcc.models import TrailEntry
from leads import sockets
from leads.refunds.refund_rows import BadLead

MOST = 3  # calls that are told, the last ones
Told = tuple[datetime, str, int]  # a call: when, outcome, seconds


@dataclass(frozen=True)
class Evidence:
    """What is known of some bad leads: their calls, who closed them, what the channels of the store are called."""

    calls: Mapping[int, Sequence[Told]]
    closed: Mapping[int, tuple[str, datetime]]
    channels: Mapping[int, str]

    def of(self, row: BadLead, *, outside: bool = False) -> str:
        """Return the evidence of one row. What leaves the house does not name other channels."""
        if row.reason == "other_channel":
            return self._before(row, outside=outside)
        told = [call for call in self.calls.get(row.inquiry.lead_id, ()) if row.refund is None or call[0] <= row.refund.at]
        return _(", ").join(map(call_in_words, told[-MOST:])) or _("no call")

    def _before(self, row: BadLead, *, outside: bool) -> str:
        before = row.judged.before
        if before is None:
            return _("by another channel before")
        length = span((row.inquiry.received_at - before.received_at).total_seconds() // 60)
        said = {"when": f"{localtime(before.received_at):%m-%d %H:%M}", "channel": self.channels.get(before.channel, ""), "span": length}
        return (_("%(when)s by another channel, %(span)s before") if outside else _("%(when)s by %(channel)s, %(span)s before")) % said

    def decided(self, row: BadLead) -> str:
        """Return who said so, and when."""
        if row.reason == "other_channel":
            return _("the number is the same")
        name, at = self.closed.get(row.inquiry.lead_id, ("", None))
        return f"{name} {localtime(at):%m-%d}" if at else "—"


def call_in_words(call: Told) -> str:
    """Return one call: 11-24 09:41 空号, 11-21 11:12 已接通 0:38."""
    at, outcome, seconds = call
    length = f" {seconds // 60}:{seconds % 60:02d}" if seconds else ""
    return f"{localtime(at):%m-%d %H:%M} {outcome}{length}"


def evidence_of(rows: Sequence[BadLead], channels: Mapping[int, str]) -> Evidence:
    """Return what is known of some bad leads: two questions."""
    leads = sorted({row.inquiry.lead_id for row in rows})
    calls: dict[int, list[Told]] = {}
    for of_room in sockets.calls_of:
        for lead, told in of_room(leads).items():
            calls.setdefault(lead, []).extend(told)
    closings = TrailEntry.objects.filter(object_type="lead", object_id__in=leads, action="lead.close").order_by("at", "pk")
    closed = {lead: (name or "", at) for lead, name, at in closings.values_list("object_id", "by__name", "at")}
    return Evidence(calls, closed, channels)
