"""Giving many leads of the list at once: those ticked, or all of the filter as it was seen."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dcc.errors import Refused
from dcc.frame.answers import refusal_kept
from dcc.frame.paging import address_of, whole
from dcc.people.permissions import requires
from leads.models import Lead
from leads.pool.allocation_words import CHANGE_REASONS
from leads.pool.filters import filtered
from leads.pool.parts.giving_answers import back, say_dealt, seen_leads
from leads.pool.rules.allocating import MOST, allocate, moves_of
from leads.pool.views.pool import list_page
from leads.pool.whole_list import check


@require_POST
@requires("lead.allocate")
def hand_over(request):
    """Give the selected leads, or all of the filter, to another agent or back to the pool. All: 409 where the list holds another number than was seen.

    Refused, the list comes back with what was ticked and chosen.
    """
    now = timezone.now()
    to_pool, agent = request.POST.get("agent") == "pool", whole(request.POST.get("agent"))
    reason = request.POST.get("reason", "")
    with refusal_kept() as refusal:
        if not (agent or to_pool):
            raise Refused(_("Choose an agent."), about="agent")
        wanted = _wanted(request, now)
        if reason not in dict(CHANGE_REASONS) and any(was for _lead, was in wanted):
            raise Refused(_("Say why the leads change hands."), about="reason")
        moves = moves_of(wanted, agent=agent, reason=reason)
        say_dealt(request, allocate(request.user.store, moves, by=request.user, now=now), agent=agent or "pool")
        return back(request, "leads")
    return list_page(request, now, refusal=refusal)


def _wanted(request, now) -> list[tuple[int, int | None]]:
    """Return the leads meant, each with whose it was when it was seen; a lead one may not see is none."""
    if request.POST.get("all"):
        return _all_of_the_filter(request, now)
    return seen_leads(request, Lead.objects.visible_to(request.user, now=now).open())


def _all_of_the_filter(request, now) -> list[tuple[int, int | None]]:
    """Return all open ones of the filter. Refused where they are too many, and where they are not as many as were seen."""
    rows = filtered(request.user, request.GET, now).qs.filter(closed_at=None).order_by()
    found = list(rows.values_list("pk", "agent")[: MOST + 1])
    check(request.POST.get("sealed", ""), request.user, address_of(request.GET), len(found))
    if len(found) > MOST:
        raise Refused(_("At most %(most)s leads at once. Choose fewer.") % {"most": f"{MOST:,}"})
    return found
