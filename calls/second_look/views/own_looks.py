"""The second looks somebody had this month."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.models import SecondLook
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_of, start_of


@require_safe
@requires("second_look.own")
def looks(request):
    """One's own looks drawn this month, the latest first."""
    store = request.user.store
    month = start_of(day_of(timezone.now(), store.zone).replace(day=1), store.zone)
    rows = SecondLook.objects.filter(agent=request.user, at__gte=month).select_related("lead").order_by("-at", "-id")
    return render(request, "calls/second_look/looks.html", {"rows": rows})
