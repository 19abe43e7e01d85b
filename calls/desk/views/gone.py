"""Which of the customers a desk shows have left these hands meanwhile: asked every ten seconds (docs/rules/interface.md#nothing-is-lost)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from calls.desk.lead_facts import once_had_by
from calls.desk.views.elsewhere import said_shortly, whereabouts
from dcc.frame.paging import whole
from dcc.people.permissions import requires
from leads.models import Lead

AT_MOST = 300  # rows of one screen


@require_safe
@requires("call.log")
def gone(request):
    """Say of the rows a desk shows (`?lead=1&lead=2`), and of whom one stands on (`here=2`), who was given away, went back to the pool or was closed.

    The row says where they are and leaves; the form keeps what is typed. 204 where nobody left. Of whom one never had nothing is said.
    """
    now, user = timezone.now(), request.user
    here = whole(request.GET.get("here"))
    asked = {pk for pk in map(whole, request.GET.getlist("lead")[:AT_MOST]) if pk is not None} | ({here} if here is not None else set())
    stays = Lead.objects.workable_by(user, "call.log", now=now).filter(pk__in=asked, closed_at=None).values_list("pk", flat=True)
    left = asked - set(stays) if asked else set()
    if not left:
        return HttpResponse(status=204)
    leads = list(once_had_by(user, left, now=now))
    shown: dict[str, Any] = {"rows": [(lead, said_shortly(lead)) for lead in leads]}
    if standing := next((lead for lead in leads if lead.pk == here), None):
        shown |= whereabouts(standing, user, now=now) | {"ahead": True}
    return render(request, "calls/desk/_gone.html", shown)
