"""The second looks somebody had this month."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.second_look.drawn_looks import of_month
from dcc.people.permissions import requires


@require_safe
@requires("second_look.own")
def looks(request):
    """One's own looks drawn this month, the latest first."""
    return render(request, "calls/second_look/looks.html", {"rows": of_month(request.user, timezone.now())})
