"""What the plan says in a sentence: what another quotient changes, and what the month still hangs on."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dcc.reckoning.rounding import percent
from reporting.figures.measures import MEASURES
from reporting.plan.back_plan import BackPlan
from reporting.plan.backwards import Quotient, whole

HANGS_ON = ("visits", "orders")  # what deals of a running month come from


def quotient_said(quotient: Quotient) -> str:
    """Return a quotient as a field shows it, "" where there is none."""
    return "" if quotient.rate is None else percent(quotient.rate.numerator, quotient.rate.denominator)


def formula_of(quotient: Quotient) -> str:
    """Return what is divided by what."""
    return f"{MEASURES[quotient.step].label} ÷ {MEASURES[quotient.before].label}"


def changes_said(plan: BackPlan) -> str:
    """Return what the tried ones change, "" where they change nothing or nothing is known."""
    tried = [
        _("%(what)s from %(before)s to %(after)s")
        % {"what": formula_of(one), "before": percent(one.over, one.under) if one.own is not None else "—", "after": quotient_said(one)}
        for one in plan.quotients
        if one.tried is not None
    ]
    if plan.target is not None and plan.goal != plan.target:
        tried.append(_("%(what)s from %(before)s to %(after)s") % {"what": MEASURES["deals"].label, "before": plan.target, "after": plan.goal})
    moved = [said for step in ("invited", "cards", "leads") if (said := _moved(plan, step))]
    return _("%(tried)s: %(moved)s.") % {"tried": _(", ").join(tried), "moved": _(", ").join(moved)} if tried and moved else ""


def _moved(plan: BackPlan, step: str) -> str:
    now, before = whole(plan.needs[step]), whole(plan.own[step])
    if now is None or before is None or now == before:
        return ""
    said = {"what": MEASURES[step].label, "count": abs(now - before)}
    return _("%(what)s %(count)s fewer") % said if now < before else _("%(what)s %(count)s more") % said


def outlook_said(plan: BackPlan) -> str:
    """Return how long leads take to a deal here, and what the running month still hangs on; "" for a month that does not run."""
    if not plan.has_begun or plan.is_over:
        return ""
    left = [_("%(what)s %(count)s") % {"what": MEASURES[one.key].label, "count": one.missing} for one in plan.steps if one.key in HANGS_ON and one.missing]
    said = []
    if (days := plan.days_to_deal) is not None:
        said.append(
            ngettext(
                "From a lead to its deal: %(days)d day, the middle of 90 days.",
                "From a lead to its deal: %(days)d days, the middle of 90 days.",
                days,
            )
            % {"days": days}
        )
    if left:
        said.append(_("This month still hangs on: %(left)s.") % {"left": _(", ").join(left)})
    return " ".join(said)
