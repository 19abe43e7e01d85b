"""日结: the front desk's day, counted, signed once, and what came after."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import WRONG, refusal_kept
from dcc.models import Store
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of, day_said
from reception.day_close.day_sums import both, whole
from reception.day_close.day_table import is_set_back, is_unknown, opened, table_of
from reception.day_close.forms.still_here import AnswersForm
from reception.day_close.rules.day_visits import changes_after, counted, groups_of, kept_of, leakages_of, purposes_of, signing_of, unsigned_days
from reception.day_close.rules.signing import TooEarly, sign_day
from reception.door.rules.today import expected_on
from reception.models import Visit


@require_safe
@requires("day.see")
def day_close(request):
    """The sum of a day (`?day=`, today without it), to be signed or as it was signed; `?rows=` shows the groups a figure counts."""
    return _page(request, _day(request.GET.get("day", ""), request.user.store, timezone.now()))


@require_POST
@requires("day.sign")
def day_sign(request):
    """Sign the day; what is missing comes back with what was answered."""
    now, store = timezone.now(), request.user.store
    day = _day(request.POST.get("day", ""), store, now)
    form = AnswersForm(request.POST, visits=_here(groups_of(store, day)), day=day)
    if not form.is_valid():
        return _page(request, day, {"form": form}, status=WRONG)
    with refusal_kept() as refusal:
        sign_day(store, day, answers=form.answers(), early=form.cleaned_data["early"], by=request.user, now=now)
        messages.success(request, _("%(day)s is signed.") % {"day": f"{day:%m-%d}"})
        return HttpResponseRedirect(f"{reverse('day_close')}?day={day.isoformat()}", status=303)
    return _page(request, day, {"form": form, "refusal": refusal.sentence, "too_early": isinstance(refusal.error, TooEarly)}, status=WRONG)


def _page(request, day: date, context: dict[str, Any] | None = None, *, status: int = 200):
    now, store = timezone.now(), request.user.store
    visits, signing = groups_of(store, day), signing_of(store, day)
    purposes = purposes_of(store)
    figures = counted(visits)
    late = [visit for visit in visits if visit.after_signing]
    table = table_of(signing.figures, purposes, figures) if signing else table_of(figures, purposes)
    here = _here(visits)
    shown = {
        "now": now,
        "day": day,
        "today": day_of(now, store.zone),
        "visits": visits,
        "signing": signing,
        "table": table,
        "sum": both(whole(signing.figures if signing else figures)),
        "dcc": whole(figures)["dcc"][0],
        "showroom": whole(figures)["showroom"][0],
        "here": here,
        "asked": [] if signing else kept_of(store, day),
        "heads_here": sum(visit.heads for visit in here),
        "here_then": both(signing.figures["here"]) if signing else None,
        "unknown": [visit for visit in visits if is_unknown(visit)],
        "completed": sum(visit.identified_at is not None for visit in visits),
        "late": late,
        "late_heads": sum(visit.heads for visit in late),
        "changes": changes_after(store, visits, signing) if signing else [],
        "waiting": unsigned_days(store, now=now),
        "rows": opened(visits, request.GET.get("rows", ""), purposes),
        "may_sign": may(request.user, "day.sign"),
        "may_type": may(request.user, "visit.late"),
        "form": AnswersForm(visits=here, day=day),
        **_beside(store, day, visits, now),
        **(context or {}),
    }
    return render(request, "reception/day_close/day_close.html", shown, status=status)


def _beside(store: Store, day: date, visits: list[Visit], now) -> dict[str, Any]:
    """What stands below the table: invited and came, leakages, arrivals set back."""
    expected = expected_on(store, day, now=now)
    return {
        "expected": len(expected),
        "came": sum(one.appointment.status == "arrived" for one in expected),
        "leakages": leakages_of(store, day),
        "set_back": sum(map(is_set_back, visits)),
    }


def _here(visits: list[Visit]) -> list[Visit]:
    return [visit for visit in visits if visit.left_at is None]


def _day(text: str, store: Store, now) -> date:
    return day_said(text) or day_of(now, store.zone)
