"""Who comes on a day as persons that may leave, those first whose yes adds most (docs/rules/trust.md#exports)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.models import Appointment
from dcc.database.bulk import chunked
from dcc.frame.paging import address_of
from dcc.models import Store, User
from dcc.reckoning.clock import day_of, day_said
from leads.models import Lead
from leads.sockets import Listed, Person, PersonList
from reporting.arrivals.expected_day import expected_day

AHEAD = 14
ARRIVAL_COLUMNS = {
    "when": gettext_lazy("Time"),
    "model": gettext_lazy("Car model"),
    "invited": gettext_lazy("Invited by"),
    "state": gettext_lazy("State"),
    "chance": gettext_lazy("Chance"),
}


def days_ahead(store: Store, now: datetime) -> list[date]:
    """Return the days that can be foretold: tomorrow and those after it, two weeks in all."""
    today = day_of(now, store.zone)
    return [today + timedelta(days=ahead) for ahead in range(1, AHEAD + 1)]


def day_asked(params: Any, store: Store, now: datetime) -> date:
    """Return the day an address asks for, else tomorrow."""
    days, asked = days_ahead(store, now), day_said(params.get("day", ""))
    return asked if asked in days else days[0]


def find(user: User, params: Any, now: datetime, most: int) -> Listed:
    """Return the appointments of the day the address asks for, in the order of the page, `most` at most."""
    day = day_asked(params, user.own_store, now)
    found = expected_day(user.own_store, day, now=now, user=user)
    keys = [row.appointment.pk for row in [*found.to_ask, *found.sure]]
    return Listed(keys[:most], {"day": day.isoformat()}, {_("Day"): day.isoformat()}, address_of(params, "page"))


def lines(user: User, keys: list[int], codes: list[str], now: datetime) -> Iterator[Person]:
    """Yield the customers of these appointments that are still ahead and this person still sees, in the order of the keys."""
    zone = user.own_store.zone
    for part in chunked(keys):
        moments = Appointment.objects.running().filter(pk__in=part, store=user.own_store).order_by().values_list("scheduled_for", flat=True)
        days = {day_of(moment, zone) for moment in moments}
        rows = {row.appointment.pk: row for day in sorted(days) for row in expected_day(user.own_store, day, now=now, user=user).rows}
        leads = Lead.objects.visible_to(user, now=now).in_bulk({row.appointment.lead_id for row in rows.values()})
        for row in (rows[key] for key in part if key in rows and rows[key].appointment.lead_id in leads):
            booked, lead = row.appointment, leads[row.appointment.lead_id]
            facts = {"when": booked.scheduled_for, "model": lead.model, "state": booked.get_status_display()}
            facts |= {"invited": booked.agent.name if booked.agent else "", "chance": row.now.share if row.now else "—"}
            yield Person(lead, lead.name, lead.phone or "", tuple(facts[code] for code in codes))


LISTED_ARRIVALS = PersonList(gettext_lazy("Tomorrow's visits"), "tomorrow", "arrival.see", ARRIVAL_COLUMNS, find, lines)
