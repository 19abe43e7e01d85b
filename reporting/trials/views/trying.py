"""Other rules, tried on what was: the page, a kept trial, and the keeping."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.database.snapshot import one_moment
from dcc.frame.answers import WRONG
from dcc.people.permissions import decides, requires
from dcc.reckoning.clock import day_of, range_of
from dcc.store.store_settings import SETTINGS
from reporting.models import Trial
from reporting.trials.forms.asking import TrialForm
from reporting.trials.rules.keeping_trials import keep_trial
from reporting.trials.settings_tried import TRIED, in_force
from reporting.trials.shown import ShownTrial
from reporting.trials.told import in_full
from reporting.trials.trying import try_rules

KEPT = 20  # trials beside the form
FILTERS = ("out", "in", "credit", "orders", "cards")


@require_safe
@requires("rules.try")
def show(request):
    """The form, and what came of what was asked; whoever may only read gets the kept ones."""
    form = _form(request, request.GET if decides(request.user, "rules.try") and "from" in request.GET else None)
    if form.is_bound and not form.is_valid():
        return _page(request, form, status=WRONG)
    if not form.is_bound:
        return _page(request, form)
    with one_moment():
        result = in_full(try_rules(request.user.store, form.asked), request.user.store)
    return _page(request, form, result=result, values=dict(form.asked.values))


@require_safe
@requires("rules.try")
def kept(request, pk: int):
    """A trial as it was kept."""
    trial = get_object_or_404(Trial.objects.visible_to(request.user).select_related("by"), pk=pk)
    said = {"from": trial.first_day.isoformat(), "to": trial.last_day.isoformat(), **{name: str(value) for name, value in trial.values.items()}}
    return _page(request, _form(request, said), result=trial.result, values=trial.values, trial=trial)


@require_POST
@requires("rules.try")
def keep(request):
    """Keep what was tried."""
    if not decides(request.user, "rules.try"):
        raise PermissionDenied
    form = _form(request, request.POST)
    if not form.is_valid() or not form.cleaned_data["token"]:
        return _page(request, form, status=WRONG)
    trial = keep_trial(request.user.store, form.asked, token=form.cleaned_data["token"], by=request.user, now=timezone.now())
    messages.success(request, _("Kept: leader and manager can read it"))
    return HttpResponseRedirect(reverse("rules_kept", args=[trial.pk]), status=303)


def _form(request, said) -> TrialForm:
    return TrialForm(said, today=day_of(timezone.now(), request.user.store.zone))


def _page(request, form: TrialForm, *, result: dict | None = None, values: dict | None = None, trial: Trial | None = None, status: int = 200):
    only = request.GET.get("only", "") if request.GET.get("only") in FILTERS else ""
    store, asked = request.user.store, request.GET.copy()
    for name in ("only", "who"):
        asked.pop(name, None)
    context: dict[str, Any] = {
        "form": form,
        "lines": _lines(form, store, values or {}),
        "changed": len(values or {}),
        "trial": trial,
        "shown": ShownTrial(store, result, only=only, who=request.GET.get("who", "")) if result is not None else None,
        "only": only,
        "asked": asked.urlencode(),
        "token": uuid4(),
        "keeps": _keeps(form) if result is not None and trial is None else [],
        "may_try": decides(request.user, "rules.try"),
        "trials": [(one, _name_of(one)) for one in Trial.objects.visible_to(request.user).select_related("by")[:KEPT]],
    }
    return render(request, "reporting/trials/trial.html", context, status=status)


def _keeps(form: TrialForm) -> list[tuple[str, Any]]:
    """What was tried, as it is sent once more to be kept."""
    asked = form.asked
    return [("from", asked.first.isoformat()), ("to", asked.last.isoformat()), *asked.values.items()]


def _lines(form: TrialForm, store, values: dict) -> list[dict[str, Any]]:
    """Each setting with its field, what holds now and since when, and whether it changed within the period."""
    valid = in_force(store)
    bounds = form.cleaned_data if form.is_bound and not form.errors else {"first": form.offered[0], "last": form.offered[1]}
    start, end = range_of(bounds["first"], bounds["last"], store.zone)
    lines = []
    for field in form.lines():
        steps, within = valid.steps[field.name], valid.within(field.name, start, end)
        lines.append(
            {
                "field": field,
                "now": steps[-1][1],
                "since": steps[-1][0] if len(steps) > 1 else None,
                "earlier": valid.at(field.name, start) if within else None,
                "until": within[-1][0] if within else None,
                "tried": values.get(field.name),
            }
        )
    return lines


def _name_of(trial: Trial) -> str:
    """What was tried, in words."""
    words = [f"{SETTINGS[name].label} {trial.values[name]}" for name in TRIED if name in trial.values]
    return _(", ").join(words) or _("Nothing changed")
