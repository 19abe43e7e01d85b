"""One screen for whoever leaves (离职交接): what they hold, who is to get it, one deed."""

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dcc.frame.answers import WRONG, refusal_kept, to
from dcc.frame.paging import whole
from dcc.models import User
from dcc.people.permissions import requires
from dcc.store.store_settings import values_at, working_hours
from reception.leaving.holding import holding_of
from reception.leaving.rules.handing_over import check_may_leave, hand_over
from reception.leaving.successors import proposed_agents, proposed_specialists
from reception.leaving.views.leaving_lines import AGENT, POOL, SPECIALIST, lines_of, rules_of, takers_of


@require_http_methods(["GET", "HEAD", "POST"])
@requires("person.leave")
def leave(request, pk):
    """Look at the proposal; change lines of it; hand all of it over."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    now = timezone.now()
    with refusal_kept() as refusal:
        check_may_leave(person, by=request.user)
        if request.method == "POST":
            chosen = {kind: _chosen(request.POST, kind) for kind in (AGENT, SPECIALIST)}
            hand_over(person, agents=chosen[AGENT], specialists=_named(chosen[SPECIALIST]), by=request.user, now=now)
            given = len(chosen[AGENT].keys() | chosen[SPECIALIST].keys())
            messages.success(request, _("%(name)s has left; %(count)d leads are handed over. Every session has ended.") % {"name": person.name, "count": given})
            return to("person", pk)
    return render(request, "reception/leaving/leave.html", _page(request, person, now, refusal.sentence), status=WRONG if refusal.sentence else 200)


def _page(request, person: User, now, refusal: str) -> dict[str, Any]:
    holding, store = holding_of(person), request.user.store
    agents = proposed_agents(person, holding.called, store=store, now=now)
    specialists = proposed_specialists(person, holding.received, store=store, now=now)
    at = {"now": now, "zone": store.zone, "hours": working_hours(store, values_at(store, now)), "typed": request.POST}
    called, received = lines_of(holding.called, agents, AGENT, **at), lines_of(holding.received, specialists, SPECIALIST, **at)
    return {
        "person": person,
        "refusal": refusal,
        "counts": holding.counts(now, store.zone),
        "called": called,
        "received": received,
        "agents": takers_of(agents, called, AGENT),
        "specialists": takers_of(specialists, received, SPECIALIST),
        "rules": rules_of([*called, *received]),
        "total": len(holding.every),
        "due": sum(row.is_for_today(now, store.zone) for row in holding.every),
        "with_visit": sum(row.appointment is not None for row in holding.every),
        "changed": sum(line.is_changed for line in (*called, *received)),
        "pool": POOL,
    }


def _chosen(typed, kind: str) -> dict[int, int | None]:
    """What a form says: by lead the person chosen, None for the pool."""
    prefix = f"{kind}-"
    found = {whole(name.removeprefix(prefix)): value for name, value in typed.items() if name.startswith(prefix)}
    return {lead: None if value == POOL else whole(value) or 0 for lead, value in found.items() if lead is not None}


def _named(chosen: dict[int, int | None]) -> dict[int, int]:
    return {lead: pk or 0 for lead, pk in chosen.items()}
