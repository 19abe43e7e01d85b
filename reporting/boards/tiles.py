"""The board's tiles: the value, the plan of the period, the period before, the month so far against its target and pace."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from dcc.models import Store
from dcc.reckoning.months import last_of
from dcc.reckoning.pace import behind
from dcc.reckoning.rounding import percent, rounded
from reporting.boards.daily_board import BEFORE, MONTH, NOW, Board, windows_of
from reporting.figures.counting import counted_events
from reporting.figures.formulas import IN_TIME
from reporting.figures.measures import MEASURES, SHOWROOM
from reporting.figures.rates import RATES
from reporting.plan.planned_pace import Pace

WITH_TARGETS = ("calls", "cards", "invited", "visits", "orders", "deals")


@dataclass(frozen=True)
class Tile:
    """One tile, by the name under which its formula is known. Without a target a figure stands alone, no bar: `target` is 0."""

    name: str
    label: Any
    value: str
    beside: str = ""
    before: str = ""
    month: str = ""
    month_value: int = 0
    target: int = 0
    behind: int = 0
    url: str = ""


def tiles_of(board: Board, pace: Pace, url: Callable[[str], str]) -> list[Tile]:
    """The eight tiles in the order of the picture."""
    rate = RATES["connection_rate"]
    connection = _rate(rate.name, rate.label, _shares(board, rate.over, rate.under), url(rate.over))
    made = {name: _count(board, pace, name, url(name)) for name in WITH_TARGETS}
    in_time = _rate("in_time", IN_TIME, board.in_time, "")
    return [made["calls"], connection, made["cards"], made["invited"], made["visits"], made["orders"], made["deals"], in_time]


def _count(board: Board, pace: Pace, name: str, url: str) -> Tile:
    value, month, target = board.sums[NOW].get(name, 0), board.sums[MONTH].get(name, 0), board.target(name)
    goals = board.goals(name)
    return Tile(
        name,
        MEASURES[name].label,
        f"{value:,}",
        f"/ {rounded(pace.plan(goals)):,}" if goals else "",
        f"{board.sums[BEFORE].get(name, 0):,}",
        f"{month:,}",
        month,
        target,
        behind(month, target, pace.month_gone),
        url if value else "",
    )


def showroom_tile(store: Store, today: date, url: str) -> Tile:
    """The showroom's own visits of a day, the day before and the month so far: what the director sees beside those of DCC. One query."""
    windows = windows_of(store, today, today)
    hull = windows[NOW].with_(first=min(window.first for window in windows.values()))
    wanted = {name: Count("pk", filter=window.within(SHOWROOM.moment)) for name, window in windows.items()}
    counts = counted_events(hull, SHOWROOM).aggregate(**wanted)
    month, name = counts[MONTH], "showroom_visits"
    return Tile(name, MEASURES[name].label, str(counts[NOW]), "", str(counts[BEFORE]), f"{month:,}", month, url=url if counts[NOW] else "")


def _shares(board: Board, over: str, under: str) -> dict[str, tuple[int, int]]:
    return {window: (board.sums[window].get(over, 0), board.sums[window].get(under, 0)) for window in (NOW, BEFORE, MONTH)}


def _rate(name: str, label: Any, shares: dict[str, tuple[int, int]], url: str) -> Tile:
    over, under = shares[NOW]
    fraction = f"{over}/{under}" if under else ""
    return Tile(name, label, percent(over, under), fraction, percent(*shares[BEFORE]), percent(*shares[MONTH]), url=url if over else "")


def still_missing(board: Board, pace: Pace) -> list[tuple[Any, int]]:
    """What of the period's plan is missing: (measure, how many), the target's names only."""
    missing = [(MEASURES[name].label, rounded(pace.plan(board.goals(name))) - board.sums[NOW].get(name, 0)) for name in WITH_TARGETS]
    return [(label, count) for label, count in missing if count > 0]


def month_word(first: date, last: date, today: date) -> str:
    """What the month so far is called: this month of the one we are in, up to that day of a past day in it; any other, and the last of several, by its name."""
    if first.replace(day=1) == last.replace(day=1) == today.replace(day=1):
        return _("This month") if last >= today else _("Up to that day")
    names = {"year": last.year, "month": last.month, "day": last.day}
    if last.year != today.year:
        return f"{last:%Y-%m}" if last == last_of(last) else _("%(month)s until the %(day)s") % {"month": f"{last:%Y-%m}", "day": last.day}
    return _("Month %(month)d") % names if last == last_of(last) else _("Month %(month)d until the %(day)d") % names
