"""The rows behind the figures above the queue: each number links here."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from calls.desk_words import talk_length
from calls.today import calls_of, cards_of, first_of, invitations_of
from dcc.permissions import requires
from leads.models import Lead

TITLES = {
    "calls": _("Calls today"),
    "connected": _("Connected today"),
    "cards": _("Cards today"),
    "invited": _("Invited today"),
    "first": _("First calls today"),
}


@require_safe
@requires("call.log")
def today(request, what):
    """Exactly the rows one figure counts. Who has gone to somebody else since is counted and not named (06)."""
    if what not in TITLES:
        raise Http404
    found = list(_rows(request.user, what))
    seen = Lead.objects.visible_to(request.user).filter(pk__in={row.lead_id for row in found}).in_bulk()
    rows = [row.__dict__ | {"lead": row.lead, "seen": row.lead_id in seen} | _beside(row) for row in found]
    return render(request, "calls/today.html", {"title": TITLES[what], "rows": rows, "what": what})


def _rows(user, what):
    now = timezone.now()
    if what == "cards":
        return cards_of(user, now).select_related("lead__channel").order_by("-at")
    if what == "invited":
        return invitations_of(user, now).select_related("lead__channel").order_by("-at")
    calls = calls_of(user, now).select_related("lead__channel").order_by("-at", "-id")
    if what == "connected":
        return calls.filter(outcome="connected")
    return first_of(calls) if what == "first" else calls


def _beside(row) -> dict[str, object]:
    """Return what stands beside the customer: the outcome and length of a call, the time of an appointment, whether a first call was in time."""
    name = row._meta.model_name
    if name == "call":
        more = talk_length(row.seconds) if row.seconds else ""
        return {"fact": row.outcome_name or row.get_outcome_display(), "more": more, "late": row.is_late, "call": row}
    if name == "appointment":
        return {"fact": timezone.localtime(row.scheduled_for).strftime("%m-%d %H:%M"), "more": row.get_status_display(), "late": False}
    return {"fact": row.lead.model, "more": "", "late": False}
