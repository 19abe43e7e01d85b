"""The month's targets: whoever plans sees them, the leader sets them."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import form_status, refusal_on
from dcc.models import Store, User
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of, day_said
from dcc.reckoning.months import month_after, month_before
from reporting.figures.measures import MEASURES
from reporting.models import Target
from reporting.plan.forms.targets import TargetsForm
from reporting.plan.planned_figures import FOR_ROLES, PLANNED
from reporting.plan.rules.planning import set_targets


@require_safe
@requires("target.see")
def show(request):
    """The sheet of a month."""
    month = month_of(request.GET.get("month"), request.user.store)
    return page(request, month, sheet(request.user, month))


@require_POST
@requires("target.set")
def save(request, month: str):
    """Set what was changed on the sheet; where somebody was quicker, show the sheet again as it was typed."""
    first = month_of(month, request.user.store)
    form = sheet(request.user, first, request.POST)
    if form.is_valid():
        with refusal_on(form):
            count = set_targets(request.user.store, first, form.changes(), by=request.user, now=timezone.now())
            done = ngettext("%(count)d target changed", "%(count)d targets changed", count) % {"count": count}
            messages.success(request, done if count else _("Nothing was changed"))
            return HttpResponseRedirect(f"{reverse('targets')}?month={month}", status=303)
    return page(request, first, form)


def page(request, month: date, form: TargetsForm):
    """Draw the sheet."""
    after = month_after(month)
    context = {
        "form": form,
        "month": month,
        "before": month_before(month),
        "after": after,
        "heads": [MEASURES[name].label for name in PLANNED],
        "lines": form.lines(),
        "may_set": may(request.user, "target.set"),
    }
    return render(request, "reporting/plan/targets.html", context, status=form_status(form))


def sheet(user: User, month: date, data=None) -> TargetsForm:
    """The form of a month: a line for everybody whose role has targets, or who has one already."""
    values = {(target.user_id, target.measure): target.value for target in Target.of_month(user.store, month)}
    people = User.objects.visible_to(user).filter(role_rows__name__in=FOR_ROLES).employed().distinct().order_by("username").prefetch_related("role_rows")
    return TargetsForm(data, people=list(people), values=values)


def month_of(text: str | None, store: Store) -> date:
    """The first day of a month like 2026-11; this month where nothing is said. Raises Http404 for anything else."""
    if not text:
        return day_of(timezone.now(), store.zone).replace(day=1)
    first = day_said(f"{text}-01")
    if first is None:
        raise Http404
    return first
