"""奖励: what a month pays everybody, by the steps of the reckoning; the leader ticks the deals of transferred cards, and freezes it."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dcc.frame import downloads
from dcc.frame.answers import refusal_said
from dcc.frame.paging import whole
from dcc.people.permissions import may, requires
from dcc.people.roles import ROLES
from dcc.reckoning.money_words import to_the_cent
from dcc.reckoning.months import last_of
from leads.models import Lead
from reception.reconcile.card_pay import CLAIMED, VOID, WAITS
from reporting.closings.parts.months_asked import asked_month, months_shown
from reporting.closings.parts.sum_seen import sum_seen
from reporting.figures.question import Question
from reporting.figures.rules.exporting import record_export
from reporting.models import Closing, Objection, Statement
from reporting.rewards.event_places import line_name
from reporting.rewards.month_pay import MonthPay, pay_of, steps_said
from reporting.rewards.month_workbook import month_workbook
from reporting.rewards.objections_said import name_of
from reporting.rewards.rule_book import POSTS
from reporting.rewards.rule_words import KIND_WORDS, SHELF_WORDS
from reporting.rewards.rules.freezing import KIND, freeze_month, tick_deal
from reporting.rewards.statement_rows import COLUMNS, columns_of

UNPAID = {
    VOID: gettext_lazy("Void cards: %(count)s"),
    WAITS: gettext_lazy("Cards whose number is another lead's, not decided: %(count)s"),
    CLAIMED: gettext_lazy("Of leads the showroom claims: %(count)s"),
}


@require_safe
@requires("reward.see")
def show(request):
    """A month (`?month=`), frozen or as it is counted now."""
    month, this = asked_month(request, request.GET, now=timezone.now(), default_before=True)
    closings = _closings(request, month)
    frozen = closings.get(KIND)
    pay = None if frozen else pay_of(request.user.own_store, month, corrects=month < this)
    rows = _frozen_rows(request, month) if frozen else _rows(pay)
    objections = list(Objection.objects.visible_to(request.user).until(month).select_related("user").order_by("month", "at", "pk"))
    waiting = [one for one in objections if not one.decision]
    objections = [one for one in objections if one.month == month or not one.decision]
    objected = _objected(one for one in objections if one.month == month)
    for row in rows:
        row["objected"] = objected.get((row["role"], row["person"].pk))
    return render(request, "reporting/rewards/month.html", {
        "month": month,
        "months": months_shown(month, this),
        "this": this,
        "heads": [SHELF_WORDS.get(kind, KIND_WORDS[kind]) for kind in COLUMNS],
        "posts": [(dict(ROLES)[post], [row for row in rows if row["role"] == post]) for post in POSTS],
        "sums": _sums(rows),
        "frozen": frozen,
        "closing": closings.get("month"),
        "pay": pay,
        "unpaid": _unpaid(request, month, pay),
        "objections": [(name_of(one), one) for one in objections],
        "waiting": len(waiting),
        "may_freeze": may(request.user, "reward.freeze"),
        "may_read": may(request.user, "reward_rule.see"),
        "is_ready": bool(pay and closings.get("month") and not pay.waiting and not waiting),
    })  # fmt: skip


@require_POST
@requires("reward.see")
def workbook(request):
    """The month as a workbook; it is on the trail."""
    month, this = asked_month(request, request.POST, now=timezone.now(), default_before=True)
    store, closings, now = request.user.own_store, _closings(request, month), timezone.now()
    rows = _frozen_rows(request, month) if KIND in closings else _rows(pay_of(store, month, corrects=month < this))
    rows.sort(key=lambda row: POSTS.index(row["role"]))
    content, filename = month_workbook(store, month, rows, _sums(rows), closings, by=request.user.name, now=now)
    record_export(Question(store, "agent", "activity", month, last_of(month)), report="rewards", by=request.user, now=now)
    return downloads.workbook(content, filename)


def _closings(request, month: date) -> dict[str, Closing]:
    """What of a month is closed: the month, its pay."""
    found = Closing.objects.visible_to(request.user).select_related("by").filter(period=f"{month:%Y-%m}").order_by("-number")
    return {closing.kind: closing for closing in reversed(found)}


def _objected(objections) -> dict[tuple[str, int], dict[str, Any]]:
    """How many objections each person has in a post and the month, how many wait, and where the one to be looked at first stands."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for one in sorted(objections, key=lambda each: bool(each.decision)):
        asked = {"month": f"{one.month:%Y-%m}", "user": one.user.username, "line": name_of(one)}
        mine = found.setdefault((one.role, one.user_id), {"count": 0, "waiting": 0, "query": urlencode(asked)})
        mine["count"] += 1
        mine["waiting"] += not one.decision
    return found


def _row(role: str, person, steps, corrected: Decimal, total: Decimal) -> dict[str, Any]:
    columns = columns_of(steps)
    return {"role": role, "person": person, "amounts": list(columns.values()), "corrected": corrected, "total": total}


def _rows(pay: MonthPay | None) -> list[dict[str, Any]]:
    return [_row(one.role, one.person, steps_said(one), one.corrected, one.total) for one in pay.pays] if pay else []


def _frozen_rows(request, month: date) -> list[dict[str, Any]]:
    statements = Statement.objects.visible_to(request.user).filter(month=month).select_related("user").order_by("user__username")
    return [_row(one.role, one.user, one.steps, _corrected(one.corrections), one.total) for one in statements]


def _corrected(corrections) -> Decimal:
    return sum((Decimal(one["amount"]) for one in corrections), Decimal())


def _sums(rows: list[dict[str, Any]]) -> dict[str, Any]:
    amounts = [sum((row["amounts"][place] for row in rows), Decimal()) for place in range(len(COLUMNS))]
    corrected, total = (sum((row[name] for row in rows), Decimal()) for name in ("corrected", "total"))
    return {"amounts": amounts, "corrected": corrected, "total": total}


def _unpaid(request, month: date, pay: MonthPay | None) -> list[tuple[str, list[dict[str, Any]]]]:
    """What counts and pays nothing, by why, each event with its line in the statement of whose it is; of cards that wait nothing is said where none does."""
    found = [(one, done) for one in (pay.pays if pay else ()) for done in one.done if done.event in one.sheet.unpaid]
    leads = Lead.objects.visible_to(request.user, now=timezone.now()).in_bulk({done.lead for _one, done in found})
    rows: dict[str, list[dict[str, Any]]] = {why: [] for why in UNPAID}
    for one, done in sorted(found, key=lambda each: (each[1].at, each[1].event.key)):
        asked = urlencode({"month": f"{month:%Y-%m}", "user": one.person.username, "line": line_name(one.role, done.place)})
        line = {"at": done.at, "person": one.person, "lead": leads.get(done.lead), "url": f"{reverse('statement')}?{asked}#pay-line"}
        rows[done.event.unpaid].append(line)
    return [(words % {"count": len(rows[why])}, rows[why]) for why, words in UNPAID.items() if rows[why] or why != WAITS]


@require_POST
@requires("reward.freeze")
def tick(request):
    """Grant the deal of a transferred card its extra, or refuse it with a reason."""
    granted = "refuse" not in request.POST
    with refusal_said(request):
        order = whole(request.POST.get("order")) or 0
        tick_deal(request.user.own_store, order, granted=granted, reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
    return _to(request)


@require_POST
@requires("reward.freeze")
def freeze(request):
    """Freeze a month; `total` is the sum that was seen."""
    month, this = asked_month(request, request.POST, now=timezone.now(), default_before=True)
    with refusal_said(request):
        total = sum_seen(request.POST, month, this, unseen=_("Look at the sum first."))
        closing = freeze_month(request.user.own_store, month, total=total, by=request.user, now=timezone.now())
        messages.success(request, _("%(month)s is frozen, no. %(number)s, %(total)s yuan.") % {
            "month": closing.period, "number": f"{closing.number:04d}", "total": to_the_cent(Decimal(closing.figures["store"]["total"]))
        })  # fmt: skip
    return _to(request)


def _to(request) -> HttpResponseRedirect:
    month, _this = asked_month(request, request.POST, now=timezone.now(), default_before=True)
    return HttpResponseRedirect(f"{reverse('rewards')}?month={month:%Y-%m}", status=303)
