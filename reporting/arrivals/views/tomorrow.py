"""Who comes tomorrow (明天来店): how likely each is, by hour, and whom to call first."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dcc.frame.moment_words import weekday
from dcc.frame.paging import Count, Pager, address_of, whole
from dcc.people.permissions import may, requires, scopes
from dcc.store.store_settings import hours_lived
from leads.exports.offered import offered
from reporting.arrivals.expected_day import expected_day
from reporting.arrivals.hour_bars import bars_of
from reporting.arrivals.judged_forecasts import last_days_judged
from reporting.arrivals.listed_arrivals import day_asked, days_ahead
from reporting.arrivals.tenth_points import points_of

SIZE = 50


@require_safe
@requires("figures.see")
def show(request):
    """The forecast of tomorrow, or of another day of the next two weeks."""
    if not may(request.user, "arrival.see"):
        raise Http404
    now, store = timezone.now(), request.user.own_store
    days, day = days_ahead(store, now), day_asked(request.GET, store, now)
    found = expected_day(store, day, now=now, user=request.user)
    rows = [(place, row) for place, row in enumerate([*found.to_ask, *found.sure], start=1)]
    pages = max((len(rows) - 1) // SIZE, 0)
    page = min(whole(request.GET.get("page")) or 0, pages)
    shown = rows[page * SIZE : (page + 1) * SIZE]
    before = address_of(request.GET, "page", page=page - 1) if page else ""
    after = address_of(request.GET, "page", page=page + 1) if page < pages else ""
    mine = "all" not in scopes(request.user, "arrival.see")
    past = None if mine else last_days_judged(request.user, now=now)
    context = {
        "now": now,
        "found": found,
        "bars": bars_of(found),
        "days": [{"label": _tomorrow(each, days[0]), "url": f"?day={each}", "is_here": each == day} for each in days[:3]],
        "later": [{"label": f"{each:%m-%d} {weekday(each)}", "url": f"?day={each}", "is_here": each == day} for each in days],
        "to_ask": [(place, row) for place, row in shown if not row.cell.confirmed],
        "sure": [row for _place, row in shown if row.cell.confirmed],
        "pager": Pager(page * SIZE + 1, page * SIZE + len(shown), Count(len(rows)), before, after) if pages else None,
        "take": offered(request.user, "tomorrow", address_of(request.GET, "page")) if found.rows else None,
        "books": may(request.user, "appointment.book"),
        "mine": mine,
        "past": past,
        "points": points_of(past) if past else [],
        "closes": hours_lived(store, now).closes,
    }
    return render(request, "reporting/arrivals/tomorrow.html", context)


def _tomorrow(day, tomorrow) -> str:
    return _("Tomorrow, %(weekday)s") % {"weekday": weekday(day)} if day == tomorrow else weekday(day)
