"""One screen for whoever leaves (离职交接): what they hold, who is to get it, one deed."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from reception.leaving.holding import Held, holding_of
from reception.leaving.rules.handing_over import check_may_leave, hand_over
from reception.leaving.successors import Proposal, proposed_agents, proposed_specialists

AGENT, SPECIALIST = "agent", "specialist"
POOL = "pool"


@dataclass(frozen=True)
class Line:
    """A lead on the page: who is chosen ("" nobody, POOL), why, and whether that is other than was proposed."""

    held: Held
    name: str
    chosen: str
    why: str


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
    return {
        "person": person,
        "refusal": refusal,
        "holding": holding,
        "counts": holding.counts,
        "called": _lines(holding.called, agents, AGENT, request.POST),
        "received": _lines(holding.received, specialists, SPECIALIST, request.POST),
        "agents": agents.takers,
        "specialists": specialists.takers,
        "total": len(holding.every),
        "pool": POOL,
    }


def _lines(rows: Sequence[Held], proposal: Proposal, kind: str, typed) -> list[Line]:
    """The rows with what is proposed, or what was chosen where a form came back."""
    lines = []
    for held in rows:
        pk, why = proposal.given[held.lead.pk]
        proposed = POOL if pk is None and kind == AGENT else str(pk or "")
        name = f"{kind}-{held.lead.pk}"
        chosen = typed.get(name, proposed)
        lines.append(Line(held, name, chosen, why if chosen == proposed else _("Chosen by you")))
    return lines


def _chosen(typed, kind: str) -> dict[int, int | None]:
    """What a form says: by lead the person chosen, None for the pool."""
    prefix = f"{kind}-"
    found = {whole(name.removeprefix(prefix)): value for name, value in typed.items() if name.startswith(prefix)}
    return {lead: None if value == POOL else whole(value) or 0 for lead, value in found.items() if lead is not None}


def _named(chosen: dict[int, int | None]) -> dict[int, int]:
    return {lead: pk or 0 for lead, pk in chosen.items()}
