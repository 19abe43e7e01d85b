"""The plan: a month reckoned back from its deals to the leads it needs; goal and quotients can be tried, nothing is kept."""

from typing import Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.frame.answers import form_status
from dcc.people.permissions import requires
from dcc.reckoning.months import month_after, month_before
from dcc.reckoning.rounding import percent
from reporting.figures.measures import MEASURES
from reporting.figures.parts.asked import reach_or_denied, rows_url
from reporting.plan.back_plan import OF_AGENTS, BackPlan, back_plan
from reporting.plan.backwards import STEPS, Quotient, whole
from reporting.plan.forms.what_if import TriedForm
from reporting.plan.plan_picture import towers_of
from reporting.plan.plan_words import changes_said, formula_of, outlook_said
from reporting.plan.views.targets import month_of


@require_safe
@requires("target.see")
def show(request):
    """The chain of steps, its parts by channel and agent, and the days that are left."""
    store, now = request.user.own_store, timezone.now()
    month = month_of(request.GET.get("month"), store)
    form, reach = TriedForm(request.GET), reach_or_denied(request)
    plan = back_plan(store, month, now=now, goal=form.wanted, tried=form.tried)
    context = {
        "form": form,
        "plan": plan,
        "month": month,
        "months": _months(plan),
        "chain": _chain(plan, form, rows_url(plan.days.question, reach)),
        "changes": changes_said(plan),
        "outlook": outlook_said(plan),
        "heads": [MEASURES[step].label for step in STEPS],
        **_tables(plan, reach),
    }
    return render(request, "reporting/plan/plan.html", context, status=form_status(form))


def _months(plan: BackPlan) -> list[dict[str, Any]]:
    """The month asked for between its neighbours, as links."""
    shown = (month_before(plan.month), plan.month, month_after(plan.month))
    return [{"month": month, "is_here": month == plan.month, "query": urlencode({"month": f"{month:%Y-%m}"})} for month in shown]


def _chain(plan: BackPlan, form: TriedForm, url) -> list[dict[str, Any]]:
    """Each step with its tower, and before it the quotient that leads to it."""
    links: dict[str, dict[str, Any]] = {one.step: _link(plan, one, form) for one in plan.quotients}
    chain = []
    for share, tower in zip(plan.steps, towers_of(plan), strict=True):
        own = whole(plan.own[share.key or ""])
        facts = {"share": share, "tower": tower, "label": MEASURES[share.key or ""].label, "url": url(share.key, None)}
        chain.append(facts | {"own": own if own != share.need and plan.is_tried else None, "link": links.get(share.key or "")})
    return chain


def _link(plan: BackPlan, one: Quotient, form: TriedForm) -> dict[str, Any]:
    field = form[f"r_{one.step}"]
    others = {name: value for name, value in form.data.items() if name != field.name and value}
    return {
        "name": field.name,
        "label": formula_of(one),
        "value": field.value() or "",
        "errors": field.errors,
        "is_tried": one.tried is not None,
        "own": percent(one.over, one.under) if one.own is not None else "",
        "fraction": (one.over, one.under),
        "without": urlencode(others),
    }


def _tables(plan: BackPlan, reach) -> dict[str, Any]:
    ninety, month = rows_url(plan.ninety.question, reach), rows_url(plan.channels.question, reach)
    agents, days = rows_url(plan.agents.question, reach), rows_url(plan.days.question, reach)
    channels = [
        {
            "label": plan.ninety.label(share.key or "") or None,
            "rate": percent(counts.get("deals", 0), counts.get("leads", 0)),
            "fraction": (counts.get("deals", 0), counts.get("leads", 0)),
            "leads_url": ninety("leads", share.key),
            "url": month("leads", share.key),
            "share": share,
        }
        for counts, share in plan.by_channel
    ]
    people = [
        {
            "name": plan.names.get(username, ""),
            "weight": plan.weights.get(username, 1),
            "cells": [(share, agents(step, username) if username else "", MEASURES[step].label) for step, share in zip(OF_AGENTS, shares, strict=True)],
        }
        for username, shares in plan.by_agent
    ]
    past = [{"day": day, "cells": [(count, days(step, day.isoformat())) for step, count in zip(STEPS, counts, strict=True)]} for day, counts in plan.past_days]
    totals = {share.key: share for share in plan.steps}
    return {
        "channels": channels,
        "all_leads": totals["leads"],
        "ninety_total": plan.ninety.total,
        "ninety_rate": percent(plan.ninety.total.get("deals", 0), plan.ninety.total.get("leads", 0)),
        "people": people,
        "agent_heads": [MEASURES[step].label for step in OF_AGENTS],
        "agent_totals": [totals[step] for step in OF_AGENTS],
        "past": past if plan.has_begun and not plan.is_over else [],
        "coming": plan.coming_days if plan.has_begun and not plan.is_over else [],
    }
