"""结账: the days and months of a store, what the next still lacks, and beside what was closed what is counted today."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.errors import Refused
from dcc.frame.answers import refusal_said
from dcc.models import User
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_said
from dcc.reckoning.months import month_after, month_before, month_of
from reception.models import DaySigning
from reporting.closings.closable import Calendar, calendar_of, signings_of, ungraded_of
from reporting.closings.frozen_figures import EXPLAINED, FROZEN, LABELS
from reporting.closings.later_rows import Later, difference_of
from reporting.closings.month_lines import days_of_month, months_of_store
from reporting.closings.rules.closing import close_again, close_day, close_month, days_of
from reporting.closings.seal import first_broken
from reporting.figures.measures import MEASURES
from reporting.figures.parts.asked import rows_url
from reporting.figures.question import Question
from reporting.figures.reach import reach_of
from reporting.models import Closing

DIGITS = 9  # of a number
NAMED = 3  # of the customers that wait for a grade


@require_safe
@requires("closing.see")
def show(request):
    """The days of a month (`?month=`), and of a closing (`?number=`, else the last of that month) what has changed since."""
    now, store = timezone.now(), request.user.store
    calendar = calendar_of(store, now=now)
    closings = list(Closing.objects.visible_to(request.user).select_related("by").order_by("-number"))
    chosen = _chosen(request.GET.get("number", ""), closings)
    if chosen is not None and chosen.kind in ("rewards", "appraisal"):
        return HttpResponseRedirect(f"{reverse(chosen.kind)}?month={chosen.period}")
    month = _month(request.GET.get("month", ""), chosen, calendar)
    lines = days_of_month(calendar, month, closings)
    if chosen is None:
        chosen = next((line.closing for line in lines if line.closing), None)
    day = calendar.next_day()
    signings = signings_of(store, (day, days_of(chosen)[0] if chosen and chosen.kind == "day" else None))
    shown = {
        "now": now,
        "month": month,
        "before": month_before(month),
        "after": month_after(month) if month_after(month) <= calendar.today else None,
        "lines": lines,
        "months": months_of_store(calendar, closings, month),
        "today": calendar.today,
        "chosen": chosen,
        "last_number": closings[0].number if closings else 0,
        "first_number": closings[-1].number if closings else 0,
        "broken": first_broken(closings[::-1]),
        "may_close": may(request.user, "closing.close"),
        "next": _next(request.user, calendar, day, signings, closings),
        "signed": signings.get(days_of(chosen)[0]) if chosen and chosen.kind == "day" else None,
        **(_beside(request, chosen, closings) if chosen else {}),
    }
    return render(request, "reporting/closings/closings.html", shown)


@require_POST
@requires("closing.close")
def close(request):
    """Close a day or a month, `period` says which."""
    now, store, period = timezone.now(), request.user.store, request.POST.get("period", "")
    day, month = day_said(period), day_said(f"{period}-01")
    with refusal_said(request):
        if day:
            closing = close_day(store, day, by=request.user, now=now)
        elif month:
            closing = close_month(store, month, by=request.user, now=now)
        else:
            raise Refused(_("Say which day or month."))
        messages.success(request, _("%(period)s is closed, no. %(number)s.") % {"period": closing.period, "number": f"{closing.number:04d}"})
        return _to(closing.number)
    return _to()


@require_POST
@requires("closing.close")
def again(request):
    """Close a day or month again, with a reason; `number` is its last closing, as it was seen."""
    said = request.POST.get("number", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else 0
    with refusal_said(request):
        closing = close_again(request.user.store, number, reason=request.POST.get("reason", ""), by=request.user, now=timezone.now())
        messages.success(request, _("%(period)s is closed again, no. %(number)s.") % {"period": closing.period, "number": f"{closing.number:04d}"})
        return _to(closing.number)
    return _to()


def _to(number: int | None = None) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("closings") + (f"?number={number}" if number else ""), status=303)


def _chosen(text: str, closings: list[Closing]) -> Closing | None:
    """The closing an address names; 404 where the store has none of this number."""
    if not text:
        return None
    for closing in closings:
        if text.isascii() and text.isdecimal() and len(text) <= DIGITS and closing.number == int(text):
            return closing
    raise Http404


def _month(text: str, chosen: Closing | None, calendar: Calendar) -> date:
    said = day_said(f"{text}-01") or (days_of(chosen)[0] if chosen else None) or calendar.today
    return month_of(min(said, calendar.today))


def _next(user: User, calendar: Calendar, day: date | None, signings: dict[date, DaySigning], closings: list[Closing]) -> dict[str, Any] | None:
    """The earliest day that is open, and its conditions: the very refusals of the verb."""
    if day is None:
        return None
    signing = signings.get(day)
    waiting = list(ungraded_of(calendar.store, day))
    earlier = (closing for closing in closings if closing.kind == "day" and closing.period < day.isoformat())
    before = max(earlier, key=lambda closing: (closing.period, closing.number), default=None)
    is_over = calendar.is_over(day)
    missing = [not signing, bool(waiting)]
    return {
        "day": day,
        "signing": signing,
        "groups": _signed_groups(signing),
        "waiting": waiting[:NAMED],
        "count": len(waiting),
        "waited": (calendar.now - waiting[0].ungraded_since).total_seconds() // 60 if waiting and waiting[0].ungraded_since else None,
        "before": before,
        "missing": sum(missing),
        "is_over": is_over,
        "closes": calendar.hours.hours_of(day)[1],
        "is_ready": is_over and not any(missing),
        "may_grade": may(user, "lead.grade"),
        "sees_desk": may(user, "day.see"),
    }


def _signed_groups(signing: DaySigning | None) -> dict[str, int]:
    if signing is None:
        return {}
    look = signing.figures.get("look", {}).values()
    return {tag: sum(line[tag][0] for line in look) for tag in ("dcc", "showroom")}


def _beside(request, closing: Closing, closings: list[Closing]) -> dict[str, Any]:
    """The closed figures, today's counts and the difference; below, each later deed that moved one."""
    first, last = days_of(closing)
    closing.store = request.user.store
    found = difference_of(closing, first, last)
    question = Question(request.user.store, "channel", "activity", first, last)
    url = rows_url(question, reach_of(request.user))
    figures = [
        {
            "label": LABELS[name],
            "explain": EXPLAINED[name],
            "closed": found.closed.get(name, 0),
            "now": found.now.get(name, 0),
            "after": found.after.get(name, 0),
            "moved": _signed(found.moved[name]),
            "url": url(name, None) if name in MEASURES and MEASURES[name].happening else "",
        }
        for name in FROZEN
    ]
    return {
        "figures": figures,
        "has_after": any(found.after.values()),
        "rows": [_row(row) for row in found.rows],
        "changed": sum(1 for count in found.moved.values() if count),
        "is_last": not any(one.number > closing.number and (one.kind, one.period) == (closing.kind, closing.period) for one in closings),
        "previous": next((one for one in closings if one.number < closing.number), None),
    }


def _signed(count: int) -> str:
    """A difference as one writes it; "" for none."""
    return f"{count:+d}".replace("-", "\N{MINUS SIGN}") if count else ""


def _row(row: Later) -> dict[str, Any]:
    return {"row": row, "moved": [(LABELS[name], _signed(count)) for name, count in row.moved.items()]}
