"""The rows behind the figures above the queue: each number links here."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from calls.desk.day_figures import calls_of, cards_of, due_of, invitations_of, limits_of, overdue_of
from calls.desk.queue_words import talk_length
from calls.desk.views.day_rows_table import DayRowsTable
from dcc.people.permissions import requires
from leads.models import Lead

TITLES = {
    "calls": _("Calls today"),
    "connected": _("Connected today"),
    "cards": _("Cards today"),
    "invited": _("Invited today"),
    "due": _("Due today, of those you invited"),
    "in_time": _("First-response limit passed today"),
    "overdue": _("Overdue"),
}


@require_safe
@requires("call.log")
def today(request, what):
    """Exactly the rows one figure counts. Who has gone to somebody else since is counted and not named (docs/rules/trust.md#rows)."""
    if what not in TITLES:
        raise Http404
    now = timezone.now()
    found = list(_rows(request.user, what, now))
    seen = Lead.objects.visible_to(request.user, now=now).filter(pk__in={_lead(row).pk for row in found}).in_bulk()
    rows = [{"lead": _lead(row), "seen": _lead(row).pk in seen} | _beside(row, what) for row in found]
    return render(request, "calls/desk/today.html", {"title": TITLES[what], "table": DayRowsTable(rows, caption=TITLES[what])})


def _lead(row) -> Lead:
    return row if isinstance(row, Lead) else row.lead


def _rows(user, what, now):
    if what == "overdue":
        return overdue_of(user, now)
    if what == "in_time":
        return limits_of(user, now).select_related("channel").order_by("-respond_by", "-pk")
    if what == "due":
        return due_of(user, now).select_related("lead__channel")
    if what in ("cards", "invited"):
        return {"cards": cards_of, "invited": invitations_of}[what](user, now).select_related("lead__channel").order_by("-at")
    calls = calls_of(user, now).select_related("lead__channel").order_by("-at", "-id")
    return calls.filter(outcome="connected") if what == "connected" else calls


def _beside(row, what: str) -> dict[str, object]:
    """Return what stands beside the customer: the moment, the outcome and length of a call, the time of an appointment, whether a first call was in time."""
    name = row._meta.model_name
    if name == "call":
        more = talk_length(row.seconds) if row.seconds else ""
        return {"at": row.at, "fact": row.outcome_name or row.get_outcome_display(), "more": more, "late": row.is_late, "call": row}
    if name == "appointment":
        when = row.scheduled_for if what == "due" else row.at
        return {"at": when, "fact": timezone.localtime(row.scheduled_for).strftime("%m-%d %H:%M"), "more": row.get_status_display(), "late": False}
    if what == "in_time":
        called = timezone.localtime(row.first_call_at).strftime("%m-%d %H:%M") if row.first_call_at else ""
        return {"at": row.respond_by, "fact": called, "more": "", "late": row.responded_at is None or row.responded_at > row.respond_by}
    return {"at": row.at, "fact": _lead(row).model, "more": "", "late": False}
