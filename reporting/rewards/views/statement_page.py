"""我的奖励: a month of one person, event by event, and how the sum is made; frozen, or as far as it is counted now; objections to its lines."""

from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.errors import Changed
from dcc.frame.answers import Refusal, refusal_kept, refusal_said
from dcc.frame.paging import whole
from dcc.models import User
from dcc.people.permissions import may, requires, scopes
from dcc.people.roles import ROLES
from dcc.reckoning.money_words import to_the_cent
from leads.models import Lead
from reporting.closings.parts.months_asked import asked_month, months_shown
from reporting.models import Objection, Statement
from reporting.models.objection import CHANGED
from reporting.rewards.event_places import line_named
from reporting.rewards.month_pay import MonthPay, closing_number, pay_of, steps_said
from reporting.rewards.objections_said import name_of, not_mine, states_of
from reporting.rewards.rule_book import POSTS
from reporting.rewards.rules.objecting import answer_objection, object_to, withdraw_objection
from reporting.rewards.statement_rows import groups_of, leads_of
from reporting.rewards.who_answers import why_not
from reporting.rewards.why_mine import WhyMine


@require_safe
@requires("statement.see")
def show(request):
    """One's own month (`?month=`), or that of somebody else (`?user=`) for whoever reads them all; one of its lines open (`?line=`)."""
    return _page(request, request.GET, None)


def _page(request, said, refused: Refusal | None):
    month, this = asked_month(request, said, now=timezone.now(), default_before=False)
    person = _person(request, said)
    rows = list(Statement.objects.visible_to(request.user).filter(month=month, user=person))
    pay = pay_of(person.own_store, month, corrects=month < this and not rows)
    objections = list(Objection.objects.visible_to(request.user).filter(month=month, user=person).select_related("user", "answered_by", "lead"))
    parts = [_frozen(one) for one in sorted(rows, key=lambda one: POSTS.index(one.role))] or [_now(one) for one in pay.pays if one.person.pk == person.pk]
    is_own, opened, closed = person.pk == request.user.pk, said.get("line", ""), closing_number(person.own_store, month)
    granted = {name_of(one) for one in objections if one.decision == CHANGED and one.counts}
    proof = WhyMine([step for part in parts for step in part["steps"]], person, pay.people, is_own=is_own, granted=granted)
    _fill(request, parts, pay, person, Shown(states_of(objections), proof, opened))
    return render(request, "reporting/rewards/statement.html", {
        "month": month,
        "months": months_shown(month, this),
        "this": this,
        "person": person,
        "query": "" if is_own else f"&{urlencode({'user': person.username})}",
        "is_own": is_own,
        "parts": parts,
        "total": to_the_cent(sum((part["total"] for part in parts), Decimal())),
        "frozen": parts[0]["frozen"] if parts else None,
        "closed": closed,
        "objections": [(name_of(one), one) for one in objections],
        "waiting": sum(not one.decision for one in objections),
        "printed": timezone.now(),
        "open": _open(request, opened, parts, objections, may_object=is_own and closed is not None and may(request.user, "objection.make")),
        "typed": said.get("text") or said.get("answer") or "",
        "refused": refused.sentence if refused else "",
    }, status=refused.status if refused else 200)  # fmt: skip


def _person(request, said) -> User:
    """Whose statement is asked for; 404 for anybody else's where one reads one's own alone."""
    username = said.get("user") or request.user.username
    if username == request.user.username:
        return request.user
    if "all" not in scopes(request.user, "statement.see"):
        raise Http404
    found = User.objects.visible_to(request.user).filter(username=username).first()
    if found is None:
        raise Http404
    return found


def _part(post: str, steps, corrections, total: Decimal, frozen: Statement | None) -> dict[str, Any]:
    said = [{"month": one["month"], "amount": to_the_cent(Decimal(one["amount"]))} for one in corrections]
    shown = {"role": dict(ROLES)[post], "post": post, "steps": steps, "corrections": said}
    return shown | {"total": total, "sum": to_the_cent(total), "frozen": frozen}


def _frozen(row: Statement) -> dict[str, Any]:
    return _part(row.role, row.steps, row.corrections, row.total, row)


def _now(pay) -> dict[str, Any]:
    corrections = [{"month": f"{one.month:%Y-%m}", "amount": f"{one.amount:.2f}"} for one in pay.corrections]
    return _part(pay.role, steps_said(pay), corrections, pay.total, None)


class Shown(NamedTuple):
    """What a page lays beside the lines: how far objections to them are, why they are whose they are, which one is open."""

    states: dict[str, str]
    proof: WhyMine
    opened: str


def _fill(request, parts: list[dict[str, Any]], pay: MonthPay, person: User, shown: Shown) -> None:
    """Lay beside each post its lines with their customers, and what did not count there."""
    mine = {one.role: one for one in pay.pays if one.person.pk == person.pk}
    beside = {one.lead for each in mine.values() for one in each.done if one.event.unpaid} | {one.done.lead for each in mine.values() for one in each.aside}
    leads = Lead.objects.visible_to(request.user, now=timezone.now()).in_bulk(leads_of([step for part in parts for step in part["steps"]]) | beside)
    for part in parts:
        part["groups"] = groups_of(part["post"], part["steps"], leads, shown.states, shown.proof.words, shown.opened)
        part["aside"] = not_mine(mine[part["post"]], pay.people, leads, shown.states) if part["post"] in mine else []


def _open(request, name: str, parts: list[dict[str, Any]], objections: list[Objection], *, may_object: bool) -> dict[str, Any] | None:
    """Return the line that is open, with what was said about it."""
    if line_named(name) is None:
        return None
    lines = [line for part in parts for group in part["groups"] for line in group.lines if line.name == name]
    beside = [row for part in parts for row in part["aside"] if row.name == name]
    said = [one for one in objections if name_of(one) == name]
    if not (lines or beside or said):
        return None
    waits = next((one for one in said if not one.decision), None)
    return {
        "name": name,
        "line": (lines or beside or [None])[0],
        "amount": to_the_cent(sum((line.exact for line in lines), Decimal())) if lines else "",
        "said": said,
        "waits": waits,
        "may_object": may_object and waits is None and bool(lines or beside),
        "may_withdraw": waits is not None and waits.user_id == request.user.pk,
        "may_answer": waits is not None and may(request.user, "objection.answer") and not why_not(waits, request.user),
    }


@require_POST
@requires("objection.make")
def objects(request):
    """Object to a line of one's own month."""
    month, _this = asked_month(request, request.POST, now=timezone.now(), default_before=False)
    with refusal_kept() as refusal:
        named = line_named(request.POST.get("line", ""))
        if named is None:
            raise Changed(_("This line is not there any more."))
        object_to(request.user.own_store, month, *named, text=request.POST.get("text", ""), by=request.user, now=timezone.now())
        messages.success(request, _("The leader was told."))
        return _to(request)
    return _page(request, _own(request.POST), refusal)


@require_POST
@requires("objection.make")
def withdraw(request):
    """Take an objection of one's own back."""
    with refusal_said(request):
        withdraw_objection(request.user.own_store, whole(request.POST.get("objection")) or 0, by=request.user, now=timezone.now())
    return _to(request)


@require_POST
@requires("objection.answer")
def answers(request):
    """Answer an objection: change, or leave it."""
    with refusal_kept() as refusal:
        key, changes = whole(request.POST.get("objection")) or 0, request.POST.get("decision") == "changed"
        answer_objection(request.user.own_store, key, changes=changes, answer=request.POST.get("answer", ""), by=request.user, now=timezone.now())
        return _to(request)
    return _page(request, request.POST, refusal)


def _own(said) -> dict[str, str]:
    """What was sent, without whose it is: one objects to one's own lines alone."""
    return {key: value for key, value in said.items() if key != "user"}


def _to(request) -> HttpResponseRedirect:
    """Back to the line."""
    month, _this = asked_month(request, request.POST, now=timezone.now(), default_before=False)
    asked = {"month": f"{month:%Y-%m}"} | {key: request.POST[key] for key in ("user", "line") if request.POST.get(key)}
    return HttpResponseRedirect(f"{reverse('statement')}?{urlencode(asked)}", status=303)
