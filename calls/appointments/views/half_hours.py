"""How full the half hours of a day are, on the form of a call (docs/rules/interface.md#call-desk)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.appointments.loads import loads_of
from calls.appointments.slots import days_ahead
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_said
from dcc.store.store_settings import values_at, working_hours


@require_safe
@requires("call.log")
def half_hours(request):
    """The half hours of one of the days a call offers (`?visit_day=2026-11-28`), booked and room; 204 for any other day."""
    now, store = timezone.now(), request.user.store
    values = values_at(store, now)
    day = day_said(request.GET.get("visit_day", ""))
    if day not in days_ahead(now, working_hours(store, values)):
        return HttpResponse(status=204)
    return render(request, "calls/appointments/_half_hours.html", {"loads": loads_of(store, day, values)})
