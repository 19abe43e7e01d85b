"""The list of appointments as persons that may leave (docs/rules/trust.md#exports)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.appointments.listing import asked_of, parts_of, workable
from dcc.database.bulk import chunked
from dcc.frame.moment_words import short_moment
from dcc.frame.paging import address_of
from dcc.models import User
from leads.models import Lead
from leads.sockets import Listed, Person, PersonList

APPOINTMENT_COLUMNS = {
    "when": gettext_lazy("Time"),
    "model": gettext_lazy("Car model"),
    "invited": gettext_lazy("Invited by"),
    "received": gettext_lazy("Received by"),
    "state": gettext_lazy("State"),
}


def find(user: User, params: Any, now: datetime, most: int) -> Listed:
    """Return the appointments the page's address asks for, group by group as they stand there, `most` at most."""
    shown = asked_of(params, user.own_store.zone)
    keys = [row.pk for part in parts_of(user, now=now, shown=shown) for row in part.rows if row.is_mine]
    said = {_("Half hour"): short_moment(shown.slot, now)} if shown.slot else {}
    asked: dict[str, Any] = {"slot": shown.slot.isoformat()} if shown.slot else {}
    for name, words in (("earlier", _("Earlier ones")), ("later", _("Later on"))):
        if getattr(shown, name):
            said[words], asked[name] = _("included"), True
    return Listed(keys[:most], asked, said, address_of(params, "move", "cancel", "open"))


def lines(user: User, keys: list[int], codes: list[str], now: datetime) -> Iterator[Person]:
    """Yield the customers of these appointments as far as this person sees them now, in the order of the keys."""
    for part in chunked(keys):
        rows = workable(user, now=now).in_bulk(list(part))
        seen = Lead.objects.visible_to(user, now=now).in_bulk({row.lead_id for row in rows.values()})
        for row in (rows[key] for key in part if key in rows and rows[key].lead_id in seen):
            facts = {"when": row.scheduled_for, "model": row.lead.model, "state": row.get_status_display()}
            facts |= {"invited": row.agent.name if row.agent else "", "received": row.reception.name if row.reception else ""}
            yield Person(row.lead, row.lead.name, row.lead.phone or "", tuple(facts[code] for code in codes))


LISTED_APPOINTMENTS = PersonList(gettext_lazy("Appointments"), "appointments", "appointment.book", APPOINTMENT_COLUMNS, find, lines)
