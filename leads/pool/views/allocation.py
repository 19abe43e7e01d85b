"""The leader's page: the pool at the left, the agents at the right, a plan between them."""

from django.contrib import messages
from django.core import signing
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import page_of_form, refusal_said
from dcc.frame.paging import whole
from dcc.people.permissions import requires
from leads.models import Allocation
from leads.pool.parts.giving_answers import back, say_dealt
from leads.pool.rules.allocating import Move, allocate, moves_of, undo_allocation
from leads.pool.rules.dealing import deal_by_lines
from leads.pool.views.allocation_page import PoolPage

SALT, FRESH = "leads.allocation", 3600  # a plan is good for an hour; then it is made anew


@require_safe
@requires("lead.allocate")
def allocate_page(request):
    """What waits, who can take it."""
    return _render(request, PoolPage(request, now=timezone.now()))


@require_POST
@requires("lead.allocate")
def preview(request):
    """Plan the chosen leads by the rules and show who would get what and why. Writes nothing."""
    page = PoolPage(request, now=timezone.now())
    page.plan_chosen()
    if request.htmx:
        return render(request, "leads/pool/_allocation_preview.html", page.context() | {"plan_token": _sign(page), "shown": _shown(request, page)})
    return _render(request, page)


@require_POST
@requires("lead.allocate")
def by_rule(request):
    """Carry out the plan that was shown, and no other; where it would go otherwise by now, or grew old, show the new one first."""
    now = timezone.now()
    planned = _planned(request)
    page = PoolPage(request, now=now)
    page.choose()
    if not page.chosen and not planned:
        messages.error(request, _("Nothing was chosen."))
        return back(request, "allocate")
    dealt = None
    if planned is not None and {lead.pk for lead in page.chosen} == page.still_waiting(planned):
        with refusal_said(request):
            dealt = deal_by_lines(request.user.store, page.chosen, shown=planned, by=request.user, now=now)
    if dealt is not None and not dealt.given and not dealt.missed:
        messages.error(request, _("Nobody may take any of them now: none was given."))
        dealt = None
    if dealt is None:
        page.plan_chosen()
        return _render(request, page)
    say_dealt(request, dealt, agent=None)
    return back(request, "allocate")


@require_POST
@requires("lead.allocate")
def by_hand(request):
    """Give the chosen leads to one agent."""
    now = timezone.now()
    goal = whole(request.POST.get("agent"))
    if not goal:
        messages.error(request, _("Choose an agent."))
        return back(request, "allocate")
    page = PoolPage(request, now=now)
    return _deal(request, moves_of([(pk, None) for pk in page.chosen_ids()], agent=goal, reason="hand"), agent=goal, now=now)


@require_POST
@requires("lead.allocate")
def undo(request, pk):
    """Take one's last allocation back, as far as nobody has touched the leads."""
    allocation = get_object_or_404(Allocation.objects.visible_to(request.user).select_related("store"), pk=pk)
    with refusal_said(request):
        dealt = undo_allocation(allocation, by=request.user, now=timezone.now())
        _say_undone(request, len(dealt.given), len(dealt.missed))
    return HttpResponseRedirect(page_of_form(request), status=303)


def _say_undone(request, given: int, missed: int) -> None:
    stays = _("%(count)d stay: they were called or given on meanwhile.") % {"count": missed} if missed else ""
    if given:
        messages.success(request, (_("Undone: %(count)d are where they were") % {"count": given}) + (f"\n{stays}" if stays else ""))
    else:
        messages.error(request, stays or _("Nothing is left to undo."))


def _deal(request, moves: list[Move], *, agent: int | None, now):
    with refusal_said(request):
        say_dealt(request, allocate(request.user.store, moves, by=request.user, now=now), agent=agent)
    return back(request, "allocate")


def _sign(page: PoolPage) -> str:
    return signing.dumps([page.store.pk, page.plan.lines], salt=SALT, compress=True) if page.plan else ""


def _planned(request) -> dict[int, tuple[int | None, str, int | None]] | None:
    """Return {lead: (agent, reason, line)} of the plan the page sent back; None where there is none that holds."""
    try:
        store, lines = signing.loads(request.POST.get("plan", ""), salt=SALT, max_age=FRESH)
    except signing.BadSignature:
        return None
    return {lead: (agent, reason, line) for lead, agent, reason, line in lines} if store == request.user.store_id and lines else None


def _shown(request, page: PoolPage) -> list[dict]:
    """Return what stands in the plan's columns of the rows on the page."""
    pks = [pk for pk in map(whole, request.POST.get("shown", "").split(",")) if pk]
    return [{"pk": pk, "agent": page.agent_of(pk), "why": page.why(pk)} for pk in pks[:200]]


def _render(request, page: PoolPage):
    return render(request, "leads/pool/allocate.html", page.context() | {"plan_token": _sign(page)})
