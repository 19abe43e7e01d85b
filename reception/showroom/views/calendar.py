"""The months of the director's list: which cards ripened and returned on which day, and which will."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of, day_said, is_known
from reception.showroom.calendar import Entry, grid, next_month, weeks_of
from reception.showroom.forecasting import entries_of
from reception.showroom.narrowing import counts_of_lists, delays_of, question_of, sealed, waiting
from reception.showroom.unlisted import limits_of

SHOWN = 200


@require_safe
@requires("transfer.see")
def show(request):
    """A month (that of `?day=2026-11-26`, today without it) of one consultant (`?consultant=`) or of all, and that day's cards."""
    return calendar_page(request)


def calendar_page(request, refusal=None):
    """Return the page, with what was refused on it."""
    user, now = request.user, timezone.now()
    today = day_of(now, user.store.zone)
    day = _day(request.GET.get("day", ""), today)
    first, consultant = day.replace(day=1), request.GET.get("consultant", "")
    start, end = grid(first)
    every = entries_of(user.store, start, end, now=now)
    entries = [entry for entry in every if not consultant or entry.card.consultant == consultant]
    narrowed = {"consultant": consultant, "day": "" if day == today else day.isoformat()}
    rows = waiting(user, narrowed) if day <= today else waiting(user, narrowed).none()
    zone = user.store.zone
    listed = [Entry(day_of(row.listed_at, zone), row.card, row) for row in rows] if day == today else []
    before = [entry for entry in listed if entry.day < day]
    shown = [entry for entry in entries if entry.day == day]
    open_count = sum(entry.what == "waiting" for entry in shown) + len(before)
    month = [entry for entry in entries if entry.day.month == first.month and entry.day.year == first.year]
    counts = Counter(entry.what for entry in month)
    context: dict[str, Any] = {
        "weeks": weeks_of(first, entries, today=today), "first": first, "day": day, "today": today, "consultant": consultant,
        "earlier": _same_day(first - timedelta(days=1), day), "later": _same_day(next_month(first), day),
        "moves": {"left": day - timedelta(days=1), "right": day + timedelta(days=1), "up": day - timedelta(days=7), "down": day + timedelta(days=7)},
        "people": _people([entry for entry in every if (entry.day.year, entry.day.month) == (first.year, first.month)]),
        "counts": counts, "lists": counts_of_lists(user, now), "shown": shown[:SHOWN], "more": max(0, len(shown) - SHOWN), "before": before[:SHOWN],
        "oldest": max((today - entry.day for entry in before), default=timedelta()).days,
        "fresh": sum(entry.former is None for entry in shown), "back": sum(entry.former is not None for entry in shown),
        "delays": delays_of(user), "limit": limits_of(user.store, now)[-1].days, "may_decide": may(user, "transfer.decide"), "may_open": may(user, "lead.see"),
        "open_count": open_count, "sealed": sealed(user, narrowed, open_count), "question": question_of(narrowed), "refusal": refusal,
        "typed": request.POST, "chosen": set(request.POST.getlist("transfer")), "tomorrow": today + timedelta(days=1),
    }  # fmt: skip
    return render(request, "reception/showroom/calendar.html", context, status=refusal.status if refusal else 200)


def _day(text: str, today: date) -> date:
    day = day_said(text)
    return day if day is not None and is_known(day - timedelta(days=45)) and is_known(day + timedelta(days=45)) else today


def _same_day(other: date, day: date) -> date:
    """Return the day of another month that has the same number, or its last one."""
    last = next_month(other.replace(day=1)) - timedelta(days=1)
    return min(other.replace(day=1) + timedelta(days=day.day - 1), last)


def _people(entries: list[Entry]) -> list[tuple[str, int]]:
    found = Counter(entry.card.consultant for entry in entries)
    return sorted(found.items(), key=lambda each: (-each[1], each[0]))
