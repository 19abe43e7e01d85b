"""The report of second looks, and the looks behind each of its figures."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from dcc.frame.answers import WRONG
from dcc.people.permissions import requires
from dcc.reckoning.clock import day_of
from dcc.reckoning.rounding import percent
from dcc.store.store_settings import values_at
from reporting.figures.parts.question_form import PeriodForm
from reporting.figures.periods import usual
from reporting.second_look.look_counts import KEYS, WHAT, Line, LookCounts, count_looks, looks_of, matching

HEADS = {"agent": (_("By first agent"), _("Agent")), "channel": (_("By channel"), _("Channel")), "reason": (_("By reason of the loss"), _("Reason"))}
BESIDE = {"agent": _("whose the lead was when it was closed"), "channel": _("where the earlier lead came from first"), "reason": _("as it was closed")}
WORDS = {
    "drawn": _("Drawn"), "running": _("Running"), "looked": _("Looked at"), "reached": pgettext_lazy("second look", "Reached"),
    "again": _("Wants to buy still"),
    "bought": _("Has bought"), "not_buying": _("Does not buy"), "back": _("Came back by themselves"), "untried": _("Never tried"),
}  # fmt: skip
LATEST = 10  # found again, on the report


@require_safe
@requires("second_look.see")
def show(request):
    """What came of the looks drawn in a period: by first agent, channel and reason."""
    now, store = timezone.now(), request.user.store
    form, (first, last) = _period(request, day_of(now, store.zone))
    if form.period_refused:
        return render(request, "reporting/second_look/report.html", {"form": form, "periods": _periods(store, now, None)}, status=WRONG)
    counts = count_looks(store, first, last)
    shown = {
        "form": form,
        "question": {"first": first, "last": last},
        "periods": _periods(store, now, (first, last)),
        "values": values_at(store, now),
        "counts": counts,
        "tiles": _tiles(counts, first, last),
        "tables": [_table(by, lines) for by, lines in counts.tables.items()],
        "drawn_words": _drawn_words(counts),
        "asked": _asked(first, last),
        "found": counts.found[:LATEST],
        "visited": sum(look.new_lead is not None and look.new_lead.visited_at is not None for look in counts.found),
        "ordered": sum(look.new_lead is not None and look.new_lead.ordered_at is not None for look in counts.found),
    }
    return render(request, "reporting/second_look/report.html", shown)


@require_safe
@requires("second_look.see")
def rows(request):
    """The looks behind one figure."""
    now, store = timezone.now(), request.user.store
    by, key, what = (request.GET.get(name, "") for name in ("by", "key", "what"))
    if what not in WHAT or (by and by not in KEYS):
        raise Http404
    form, (first, last) = _period(request, day_of(now, store.zone))
    looks = [] if form.period_refused else matching(looks_of(store, first, last), by=by, key=key, what=what)
    shown = {"form": form, "question": {"first": first, "last": last}, "looks": looks[::-1], "word": WORDS[what], "asked": _asked(first, last)}
    return render(request, "reporting/second_look/rows.html", shown, status=WRONG if form.period_refused else 200)


def _period(request, today: date) -> tuple[PeriodForm, tuple[date, date]]:
    form = PeriodForm(request.GET)
    form.is_valid()
    first, last = form.cleaned_data.get("first"), form.cleaned_data.get("last")
    return form, (first, last) if first and last else (today - timedelta(days=89), today)


def _asked(first: date, last: date) -> str:
    return urlencode({"from": first, "to": last})


def _periods(store, now, asked: tuple[date, date] | None) -> list[dict]:
    periods = usual(day_of(now, store.zone))
    return [{"label": label, "url": f"?{_asked(first, last)}", "is_here": asked == (first, last)} for label, first, last in periods]


def _table(by: str, lines: list[Line]) -> dict[str, Any]:
    title, head = HEADS[by]
    return {"by": by, "title": title, "head": head, "beside": BESIDE[by], "lines": lines}


def _drawn_words(counts: LookCounts) -> str:
    """Return what became of all that were drawn besides those looked at, so that the figures add up."""
    facts = {what: counts.count(what) for what in ("drawn", "looked", "running", "back", "untried")}
    return _now("%(drawn)d drawn: %(looked)d looked at, %(running)d running, %(back)d came back by themselves, %(untried)d never tried.") % facts


def _tiles(counts: LookCounts, first: date, last: date) -> list[dict]:
    reached = counts.total.reached
    under = {"reached": counts.total.looked, "again": reached, "bought": reached, "not_buying": reached}
    tiles = []
    for what in ("looked", "reached", "again", "bought", "not_buying"):
        count = counts.count(what)
        beside = f"{percent(count, under[what])} {count}/{under[what]}" if under.get(what) else ""
        tiles.append({"what": what, "label": WORDS[what], "count": count, "beside": beside, "url": f"{urlencode({'what': what})}&{_asked(first, last)}"})
    return tiles
