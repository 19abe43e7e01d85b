"""The campaigns of a year with what came of each; one of them: its plan, whom one may invite, whose queues they enter."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dcc.frame.paging import address_of, whole
from dcc.people.permissions import may, requires, scopes
from dcc.reckoning.clock import day_of
from dcc.reckoning.rounding import rounded
from leads.models import Campaign, Lead
from leads.pool.whole_list import seal
from reception.campaigns.effect import Effect, effects_of, leads_behind, total_of
from reception.campaigns.invitable import PARTS, choice_of, found, in_order, of_part
from reception.campaigns.rounds import batches_of
from reception.campaigns.year import Line, lines_of

SHOWN = 50
STATES = {"planned": _("Planned"), "inviting": _("Inviting"), "over": _("Over")}
PART_WORDS = {
    "invited": _("invited already"),
    "closed": _("closed"),
    "no_number": _("no number"),
    "barred": _("not to be called"),
    "bought": _("bought"),
    "expected": _("expected in those days"),
    "nobodys": _("in the pool"),
    "free": _("may be invited"),
}
FIGURES = {
    "invited": _("Invited to it"),
    "confirmed": _("Appointment agreed"),
    "came": _("Came to it"),
    "ordered": _("Ordered there"),
    "not_reached": _("Not spoken with since"),
}


@require_safe
@requires("campaign.see")
def show(request):
    """The campaigns of a year; the one that is next, or on, is opened."""
    return page(request, None)


@require_safe
@requires("campaign.see")
def one(request, pk):
    """One campaign beside the others."""
    return page(request, find(request, pk))


def find(request, pk: int) -> Campaign:
    """Return a campaign of one's store."""
    return get_object_or_404(Campaign.objects.visible_to(request.user).select_related("store", "by"), pk=pk)


def deed_of(campaign: Campaign) -> str:
    """Return what a page states it is to be done with its list: to invite to this campaign."""
    return f"campaign.invite {campaign.pk}"


def page(request, campaign: Campaign | None, *, sentence: str = "", status: int = 200):
    """Draw the year and the campaign; `sentence` says what was refused."""
    today = day_of(timezone.now(), request.user.store.zone)
    year = campaign.first_day.year if campaign else whole(request.GET.get("year")) or today.year
    rows = list(Campaign.objects.visible_to(request.user).filter(first_day__year=min(max(year, 2000), 2099)).select_related("store", "by"))
    effects = effects_of(rows)
    lines = lines_of(rows, effects, today, by_cost=request.GET.get("sort") == "visit")
    over = [effects[line.campaign.pk] for line in lines if line.state == "over"]
    chosen = campaign or _next(lines)
    context: dict[str, Any] = {
        "lines": lines,
        "states": STATES,
        "total": total_of(over) if over else None,
        "over": len(over),
        "year": year,
        "sort": request.GET.get("sort", ""),
        "campaign": chosen,
        "sentence": sentence,
        "may_plan": may(request.user, "campaign.plan"),
        "may_raise": may(request.user, "topic.raise"),
        "may_invite": may(request.user, "campaign.invite"),
        "sees_rows": "all" in scopes(request.user, "campaign.see"),
    }
    if chosen:
        context |= _of_one(request, chosen, effects[chosen.pk], total_of(over), today)
    return render(request, "reception/campaigns/campaigns.html", context, status=status)


def _next(lines: list[Line]) -> Campaign | None:
    """The one that comes first of those not over, else the last."""
    ahead = sorted((line.campaign for line in lines if line.state != "over"), key=lambda campaign: campaign.first_day)
    return ahead[0] if ahead else max((line.campaign for line in lines), key=lambda campaign: campaign.first_day, default=None)


def _of_one(request, campaign: Campaign, effect: Effect, finished: Effect, today) -> dict[str, Any]:
    context: dict[str, Any] = {"effect": effect, "days_left": (campaign.first_day - today).days, "is_over": campaign.last_day < today}
    if "all" not in scopes(request.user, "campaign.see"):
        return context
    context["batches"] = batches_of(campaign)
    if not may(request.user, "campaign.invite") or context["is_over"]:
        return context
    params = request.GET.copy()
    if not any(name in params for name in ("status", "grade", "model", "agent", "channel", "since", "until")):
        params["status"] = "hand"
    params.pop("sort", None)
    part = params.pop("part", [""])[0]
    filtered, rows = found(campaign, params, user=request.user, now=timezone.now())
    choice = choice_of(rows)
    shown = in_order(list(of_part(rows, part if part in PARTS else "free").select_related("agent").order_by("-last_call_at", "-pk")[:SHOWN]))
    names = dict(filtered.form.fields["agent"].choices)
    return context | {
        "form": filtered.form,
        "chips": [(chip, address_of(params, *chip.fields)) for chip in filtered.chips()],
        "choice": choice,
        "parts": [(name, PART_WORDS[name], number) for name, number in choice.barred],
        "part": part,
        "leads": shown,
        "queues": sorted(((names.get(str(agent), ""), number) for agent, number in choice.queues.items()), key=lambda line: (-line[1], line[0])),
        "likely": rounded(choice.free * finished.came / finished.invited) if finished.invited else None,
        "finished": finished,
        "query": address_of(params),
        "sign": seal(request.user, address_of(params), choice.free, deed=deed_of(campaign)),
    }


@require_safe
@requires("campaign.see")
def rows(request, pk):
    """Exactly the customers of one figure; who they are, only whoever may see them is told."""
    campaign, stage = find(request, pk), request.GET.get("of", "")
    if stage not in FIGURES:
        raise Http404
    counted = leads_behind(stage, campaign)
    seen = Lead.objects.visible_to(request.user, now=timezone.now()).filter(pk__in=[lead for lead, _at in counted]).select_related("agent").in_bulk()
    lines = [(seen.get(lead), at) for lead, at in counted]
    context = {"campaign": campaign, "word": FIGURES[stage], "lines": lines, "sees_rows": "all" in scopes(request.user, "campaign.see")}
    return render(request, "reception/campaigns/rows.html", context)
