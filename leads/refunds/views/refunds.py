"""The bad leads of a month: counts and money by channel; of one channel its rows with their evidence, the answers waited for, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.frame.answers import Refusal
from dcc.frame.downloads import workbook
from dcc.frame.paging import whole
from dcc.people.permissions import requires, scopes
from dcc.reckoning.clock import day_of, day_said
from dcc.reckoning.months import last_of, month_after, month_before, month_of
from leads.channels.costs import costs_of
from leads.models import BAD, Channel, Refund
from leads.models.refund import STATES as STATE_WORDS
from leads.refunds.course import course_of
from leads.refunds.grounds import evidence_of
from leads.refunds.month_table import Line, line_of, total_of
from leads.refunds.refund_rows import STATES, BadLead, bad_leads_of_month, is_kept, sheet_rows, unconfirmed
from leads.refunds.workbook import name_of, workbook_of

SHOWN = 300  # rows of one channel on the page


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a month, a channel of it, how far its rows have come, why they are bad."""

    month: date
    channel: int | None
    state: str
    reason: str

    @property
    def days(self) -> str:
        """The days of the month as the reports ask for them."""
        return f"&from={self.month:%Y-%m-%d}&to={last_of(self.month):%Y-%m-%d}"

    @classmethod
    def of(cls, params, today: date) -> "Asked":
        """Read it out of the address; what means nothing is the default. Raises Http404 for a month that is none, or to come."""
        said = params.get("month")
        month = month_of(today) if not said else day_said(f"{said}-01")
        if month is None or month > today:
            raise Http404
        state = params.get("state") if params.get("state") in (*STATES, "all") else "claimable"
        reason = params.get("reason") if params.get("reason") in dict(BAD) else ""
        return cls(month, whole(params.get("channel")), state, reason)


@require_safe
@requires("refund.see")
def show(request):
    """The page of a month."""
    return page(request)


def page(request, *, refusal: Refusal | None = None, typed: Mapping[str, str] | None = None):
    """Draw the month the address asks for; `refusal` is what was refused: it stands at the answer it is about, where it is about one."""
    store, now = request.user.store, timezone.now()
    asked = Asked.of(request.GET, day_of(now, store.zone))
    channels = list(Channel.objects.visible_to(request.user).order_by("source", "name"))
    costs = costs_of(store, channels, asked.month, asked.month)
    paid = [channel for channel in channels if costs[channel.pk, asked.month].price is not None]
    rows = bad_leads_of_month(store, paid, asked.month)
    lines = [line_of(channel, (row for row in rows if row.inquiry.channel_id == channel.pk), costs[channel.pk, asked.month]) for channel in paid]
    line = next((each for each in lines if each.channel and each.channel.pk == asked.channel), lines[0] if lines else None)
    context = {
        "asked": asked,
        "before": month_before(asked.month),
        "after": month_after(asked.month) if month_after(asked.month) <= day_of(now, store.zone) else None,
        "lines": [*lines, total_of(lines)] if lines else [],
        "unpaid": [channel.name for channel in channels if channel not in paid and channel.retired_at is None],
        "reasons": BAD,
        "line": line,
        "sentence": refusal.sentence if refusal and not refusal.about else "",
        "sees_rows": "all" in scopes(request.user, "refund.see"),
    }
    if line and line.channel:
        own = [row for row in rows if row.inquiry.channel_id == line.channel.pk]
        context |= {"steps": course_of(own, now), "query": _query(asked, line)}
        if context["sees_rows"]:
            context |= _work(request, asked, line, own, {channel.pk: channel.name for channel in channels}, typed or {})
            context |= {"wrong": refusal} if refusal else {}
    response = render(request, "leads/refunds/refunds.html", context, status=refusal.status if refusal else 200)
    if fetched := whole(request.GET.get("sheet")):
        response["Refresh"] = f"0; url={reverse('refund_sheet', args=[fetched])}"  # download and state are one act: the page stays, the file comes
    return response


def _query(asked: Asked, line: Line) -> str:
    return urlencode({"month": f"{asked.month:%Y-%m}", "channel": line.channel.pk if line.channel else "", "state": asked.state})


def _work(request, asked: Asked, line: Line, rows: list[BadLead], names: dict[int, str], typed: Mapping[str, str]) -> dict[str, Any]:
    """What the data manager works with: the rows asked for, and those whose answer is waited for."""
    shown = [row for row in rows if asked.state in (row.state, "all") and asked.reason in (row.reason, "")]
    waiting = [row for row in rows if row.state == "claimed"]
    evidence = evidence_of(shown[:SHOWN], names)
    oldest = min((row.refund.at for row in waiting if row.refund), default=None)
    return {
        "rows": [{"row": row, "evidence": evidence.of(row), "decided": evidence.decided(row)} for row in shown[:SHOWN]],
        "more": max(len(shown) - SHOWN, 0),
        "count": len(shown),
        "words": dict(BAD),
        "states": [(state, dict(STATE_WORDS).get(state, ""), number) for state, number in line.by_state],
        "waiting": [{"row": row, **_typed_of(row, typed)} for row in waiting],
        "waits_for": (timezone.now() - oldest).days if oldest else 0,
        "unconfirmed": unconfirmed(request.user.store),
        "mine": request.user.pk,
    }


def _typed_of(row: BadLead, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed for one answer, where the form came back, and the names of the fields a refusal may be about."""
    pk = row.refund.pk if row.refund else 0
    return {"names": (f"amount-{pk}", f"words-{pk}"), **{name: typed.get(f"{name}-{pk}", "") for name in ("answer", "amount", "words")}}


@require_safe
@requires("refund.claim")
def sheet(request, pk):
    """The workbook of a claim, for whoever made it, for seven days."""
    refund = get_object_or_404(Refund.objects.visible_to(request.user).select_related("inquiry__channel"), pk=pk, by=request.user)
    if refund.state == "waived" or not is_kept(refund, timezone.now()):
        raise Http404
    names = dict(Channel.objects.visible_to(request.user).values_list("pk", "name"))
    rows = sheet_rows(refund)
    return workbook(workbook_of(rows, evidence_of(rows, names)), name_of(refund))
