"""The search of the topbar. It posts: no number ever stands in an address."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import to
from dcc.people.permissions import may, requires
from dcc.store.store_settings import values_at, working_hours
from leads.pool.list_columns import USUAL
from leads.pool.parts.lead_rows import rows_of
from leads.pool.search import SHORTEST, find

KEPT = "lead_search"  # in the session, so that going back shows the results again


@require_http_methods(["GET", "HEAD", "POST"])
@requires("lead.see")
@sensitive_post_parameters()
def search(request):
    """Find a customer; a single one is opened."""
    now = timezone.now()
    values = values_at(request.user.store, now)
    if request.method == "POST":
        request.session[KEPT] = request.POST.get("q", "")[:60]
        found = find(request.user, request.session[KEPT], area=values["area_code"], now=now)
        return redirect("lead", found.leads[0].pk) if len(found.leads) == 1 else to("search")
    found = find(request.user, request.session.get(KEPT, ""), area=values["area_code"], now=now)
    context = {
        "found": found,
        "rows": rows_of(found.leads, values=values, hours=working_hours(request.user.store, values), now=now),
        "columns": USUAL,
        "may_create": may(request.user, "lead.create"),
        "shortest": SHORTEST,
    }
    return render(request, "leads/pool/search.html", context)
