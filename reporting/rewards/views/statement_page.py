"""我的奖励: a month of one person, event by event, and how the sum is made; frozen, or as far as it is counted now."""

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.models import User
from dcc.people.permissions import requires, scopes
from dcc.people.roles import ROLES
from dcc.reckoning.money_words import to_the_cent
from leads.models import Lead
from reporting.models import Statement
from reporting.rewards.month_pay import closing_number, pay_of, steps_said
from reporting.rewards.rule_book import POSTS
from reporting.rewards.statement_rows import groups_of, leads_of
from reporting.rewards.views.month_page import asked_month, months_shown


@require_safe
@requires("statement.see")
def show(request):
    """One's own month (`?month=`), or that of somebody else (`?user=`) for whoever reads them all."""
    month, this = asked_month(request, request.GET, default_before=False)
    person = _person(request)
    parts = _frozen(request, month, person) or _now(person, month, corrects=month < this)
    leads = Lead.objects.visible_to(request.user, now=timezone.now()).in_bulk(leads_of([step for part in parts for step in part["steps"]]))
    for part in parts:
        part["groups"] = groups_of(part["steps"], leads)
    return render(request, "reporting/rewards/statement.html", {
        "month": month,
        "months": months_shown(month, this),
        "this": this,
        "person": person,
        "query": "" if person.pk == request.user.pk else f"&user={quote(person.username)}",
        "is_own": person.pk == request.user.pk,
        "parts": parts,
        "total": to_the_cent(sum((part["total"] for part in parts), Decimal())),
        "frozen": parts[0]["frozen"] if parts else None,
        "closed": closing_number(person.own_store, month),
    })  # fmt: skip


def _person(request) -> User:
    """Whose statement is asked for; 404 for anybody else's where one reads one's own alone."""
    username = request.GET.get("user") or request.user.username
    if username == request.user.username:
        return request.user
    if "all" not in scopes(request.user, "statement.see"):
        raise Http404
    found = User.objects.visible_to(request.user).filter(username=username).first()
    if found is None:
        raise Http404
    return found


def _part(role: str, steps, corrections, total: Decimal, frozen: Statement | None) -> dict[str, Any]:
    said = [{"month": one["month"], "amount": to_the_cent(Decimal(one["amount"]))} for one in corrections]
    return {"role": dict(ROLES)[role], "steps": steps, "corrections": said, "total": total, "sum": to_the_cent(total), "frozen": frozen}


def _frozen(request, month: date, person: User) -> list[dict[str, Any]]:
    rows = Statement.objects.visible_to(request.user).filter(month=month, user=person)
    return [_part(one.role, one.steps, one.corrections, one.total, one) for one in sorted(rows, key=lambda one: POSTS.index(one.role))]


def _now(person: User, month: date, *, corrects: bool) -> list[dict[str, Any]]:
    pays = [pay for pay in pay_of(person.own_store, month, corrects=corrects).pays if pay.person.pk == person.pk]
    return [
        _part(pay.role, steps_said(pay), [{"month": f"{one.month:%Y-%m}", "amount": f"{one.amount:.2f}"} for one in pay.corrections], pay.total, None)
        for pay in pays
    ]
