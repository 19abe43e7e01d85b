"""A reception specialist's day: arrivals live, customers until delivery."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from calls.desk.day_figures import overdue_of
from dcc.frame.answers import refusal_said, to
from dcc.people.permissions import requires
from leads.models import Lead
from reception.customers.rules.customer_board import Door, board_of, door_of, due_today, visits_of_month, visits_of_today
from reception.customers.rules.receiving import take_visit
from reception.customers.views.figure_columns import MonthTable, StripRowsTable
from reception.customers.views.mine_strip import strip
from reception.models import Visit

SHOWN = 8
COLUMNS = {"unsettled", "following", "ordered", "delivered", "with_leader"}


@require_safe
@requires("visit.receive")
def mine(request):
    """The board; `?all=following` shows every card of a column."""
    now = timezone.now()
    return render(request, "reception/customers/mine.html", _day(request, now))


def _day(request, now, door: Door | None = None) -> dict:
    """The band, the board below it and its figures."""
    board = board_of(request.user, now=now, door=door)
    wide = request.GET.get("all", "")
    shown = {name: getattr(board, name) if name == wide else getattr(board, name)[:SHOWN] for name in COLUMNS}
    rest = {name: len(getattr(board, name)) - len(shown[name]) for name in COLUMNS}
    group: Any  # on which the page writes how long it is here
    for group in board.here:
        group.minutes = (now - group.at).total_seconds() / 60
    leads = [visit.lead for visit in board.here] + [one.appointment.lead for one in board.expected] + [order.lead for order in board.delivered]
    kept = {lead.pk for lead in leads if lead and lead.reception_id in request.user.hands and (lead.is_open or lead.closed_as == "delivered")}
    context = {"strip": strip(request.user, board, now), "board": board, "shown": shown, "rest": rest, "wide": wide, "kept": kept, "now": now}
    return context | _arrivals(request, board.door, now)


@require_safe
@requires("visit.receive")
def arrivals(request):
    """The band of groups that wait, and with it the board, for the page's own polling: 304 or 204 while nothing has changed."""
    now = timezone.now()
    door = door_of(request.user, now=now)
    state = _state(door)
    if response := get_conditional_response(request, etag=quote_etag(state)):
        return response
    same = request.GET.get("seen") == state
    response = HttpResponse(status=204) if same else render(request, "reception/customers/_arrived.html", _day(request, now, door))
    response["ETag"] = quote_etag(state)
    return response


@require_safe
@requires("visit.receive")
def month(request):
    """The rows behind 本月到店 and 试驾率."""
    now = timezone.now()
    visits = visits_of_month(request.user, now=now)
    seen = set(Lead.objects.visible_to(request.user, now=now).filter(pk__in={visit.lead_id for visit in visits}).values_list("pk", flat=True))
    return render(request, "reception/customers/mine_month.html", {"table": MonthTable(visits, seen=seen)})


@require_safe
@requires("visit.receive")
def rows(request, what):
    """Exactly the rows one figure of the strip counts."""
    if what not in ROWS:
        raise Http404
    title, of_user = ROWS[what]
    now = timezone.now()
    found = of_user(request.user, now)
    seen = Lead.objects.visible_to(request.user, now=now).filter(pk__in={lead.pk for lead, _when, _fact in found if lead}).in_bulk()
    shown = [{"lead": lead, "seen": bool(lead and lead.pk in seen), "at": when, "fact": fact} for lead, when, fact in found]
    return render(request, "reception/customers/mine_rows.html", {"title": title, "table": StripRowsTable(shown, caption=title)})


def _came(user, now):
    return [(visit.lead, visit.at, visit.get_visit_class_display()) for visit in visits_of_today(user, now=now)]


def _due(user, now):
    return [(one.appointment.lead, one.appointment.scheduled_for, one.appointment.get_status_display()) for one in due_today(user, now=now)]


def _overdue(user, now):
    return [(lead, lead.at, lead.model) for lead in overdue_of(user, now)]


def _in_hand(user, now):
    return [(lead, lead.received_at, lead.model) for lead in Lead.objects.visible_to(user, now=now).received_by(user).order_by("-received_at", "-id")]


ROWS = {  # the figures of the strip: their title, and (user, now) -> (lead, moment, what stands beside it)
    "in_hand": (gettext_lazy("In hand"), _in_hand),
    "came": (gettext_lazy("Came today"), _came),
    "due": (gettext_lazy("Due"), _due),
    "overdue": (gettext_lazy("Overdue"), _overdue),
}


@require_POST
@requires("visit.receive")
def take(request, pk):
    """我去接待: who presses first has the customer."""
    now = timezone.now()
    visit = get_object_or_404(Visit.objects.workable_by(request.user, now=now), pk=pk)
    with refusal_said(request):
        if take_visit(visit, by=request.user, now=now):
            messages.success(request, _("%(name)s is yours.") % {"name": visit.name or _("The group")})
            return to("customer", visit.lead_id)
        visit.refresh_from_db()
        said = {"who": visit.reception or "—", "name": visit.name or _("The group"), "time": f"{timezone.localtime(visit.taken_at):%H:%M:%S}"}
        messages.warning(request, _("%(who)s went to receive %(name)s at %(time)s, before you.") % said)
    return to("mine")


def _state(door: Door) -> str:
    """Return what changes when a group comes, is taken or leaves."""
    return "-".join(map(str, (*door.marks, "waiting", *(visit.pk for visit in door.waiting))))


def _arrivals(request, door: Door, now) -> dict:
    """The band: whose record may be opened, and since when each waits."""
    group: Any  # on which the page writes what it shows beside
    for group in door.waiting:
        group.minutes = (now - group.at).total_seconds() / 60
    return {"waiting": door.waiting, "state": _state(door)}
