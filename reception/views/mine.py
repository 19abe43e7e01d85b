"""A reception specialist's day: arrivals live, customers until delivery."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.errors import Refused
from dcc.permissions import requires
from dcc.views.answers import to
from leads.models import Lead
from reception import sockets
from reception.rules.board import board_of, visits_of_month, waiting_for
from reception.rules.receiving import offered_to, take_visit

SHOWN = 8
COLUMNS = {"following", "ordered", "delivered", "with_leader"}


@require_safe
@requires("visit.receive")
def mine(request):
    """The board; `?all=following` shows every card of a column."""
    now = timezone.now()
    board = board_of(request.user, now=now)
    wide = request.GET.get("all", "")
    shown = {name: getattr(board, name) if name == wide else getattr(board, name)[:SHOWN] for name in COLUMNS}
    rest = {name: len(getattr(board, name)) - len(shown[name]) for name in COLUMNS}
    for visit in board.here:
        visit.minutes = (now - visit.at).total_seconds() / 60
    plans = {measure: plan for plans_of in sockets.month_plans for measure, plan in plans_of(request.user, now).items()}
    context = {"plan": plans.get("visits"), "board": board, "shown": shown, "rest": rest, "wide": wide, "now": now, **_arrivals(request, board.waiting)}
    return render(request, "reception/mine.html", context)


@require_safe
@requires("visit.receive")
def arrivals(request):
    """The band of groups that wait, for the page's own polling: 304 or 204 while nothing has changed."""
    waiting = waiting_for(request.user, now=timezone.now())
    state = _state(waiting)
    if response := get_conditional_response(request, etag=quote_etag(state)):
        return response
    response = render(request, "reception/_arrivals.html", _arrivals(request, waiting), status=204 if request.GET.get("seen") == state else 200)
    if response.status_code == 204:
        response.content = b""
    response["ETag"] = quote_etag(state)
    return response


@require_safe
@requires("visit.receive")
def month(request):
    """The rows behind 本月到店 and 试驾率."""
    return render(request, "reception/mine_month.html", {"visits": visits_of_month(request.user, now=timezone.now())})


@require_POST
@requires("visit.receive")
def take(request, pk):
    """我去接待: who presses first has the customer."""
    now = timezone.now()
    visit = get_object_or_404(offered_to(request.user, now=now), pk=pk)
    try:
        if take_visit(visit, by=request.user, now=now):
            messages.success(request, _("%(name)s is yours.") % {"name": visit.name or _("The group")})
            return to("customer", visit.lead_id)
        visit.refresh_from_db()
        messages.warning(request, _("%(who)s went to receive this group just now.") % {"who": visit.reception.name if visit.reception else "—"})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return to("mine")


def _state(waiting) -> str:
    """Return what changes when a group comes, is taken or leaves."""
    return "-".join(f"{visit.pk}" for visit in waiting) or "none"


def _arrivals(request, waiting) -> dict:
    """The band: whose record may be opened, and since when each waits."""
    now = timezone.now()
    seen = set(Lead.objects.visible_to(request.user).filter(pk__in=[visit.lead_id for visit in waiting]).values_list("pk", flat=True))
    for visit in waiting:
        visit.minutes = (now - visit.at).total_seconds() / 60
        visit.may_open = visit.lead_id in seen
    return {"waiting": waiting, "state": _state(waiting)}
