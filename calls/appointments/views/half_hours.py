"""How full the half hours of a day are, on the form of a call (docs/rules/interface.md#call-desk)."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calls.appointments.confirming import CallWindow, Expected, asked_from
from calls.appointments.loads import loads_of
from calls.appointments.slots import days_ahead
from calls.appointments.talks import calling_of
from calls.appointments.views.beside_the_list import short_day
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_of, day_said
from dcc.store.store_settings import values_at, working_hours


@require_safe
@requires("call.log")
def half_hours(request):
    """The half hours of one of the days a call offers (`?visit_day=2026-11-28`), booked and room, and when each would be confirmed; 204 for any other day."""
    now, store = timezone.now(), request.user.store
    values = values_at(store, now)
    day = day_said(request.GET.get("visit_day", ""))
    if day not in days_ahead(now, working_hours(store, values)):
        return HttpResponse(status=204)
    loads, calling = loads_of(store, day, values), calling_of(store, values)
    slots = [(load, confirmed_from(load.at, now=now, calling=calling)) for load in loads]
    return render(request, "calls/appointments/_half_hours.html", {"slots": slots, "booked": sum(load.booked for load in loads)})


def confirmed_from(visit_at: datetime, *, now: datetime, calling: CallWindow) -> str:
    """Return from when on a visit booked now stands in the queue to be confirmed (周五 16:00 起排进队列，打电话确认); "" where nobody will ask."""
    since = asked_from(Expected(visit_at, now), now=now, calling=calling)
    if since is None:
        return ""
    day = short_day(day_of(since, calling.zone), day_of(now, calling.zone))
    return _("in the queue from %(day)s %(clock)s, to confirm") % {"day": day, "clock": f"{since.astimezone(calling.zone):%H:%M}"}
