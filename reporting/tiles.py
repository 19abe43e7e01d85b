"""The board's tiles: today's value, the one before, the month so far against its target and pace."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from dcc.models import Store
from reporting.board import BEFORE, MONTH, NOW, Board, windows_of
from reporting.figures import counted_events
from reporting.measures import MEASURES, SHOWROOM
from reporting.pace import Pace
from reporting.rates import percent

WITH_TARGETS = ("calls", "cards", "invited", "visits", "orders", "deals")


@dataclass(frozen=True)
class Tile:
    """One tile. Without a target a figure stands alone, no bar: `target` is 0."""

    name: Any
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
    rates = {"connection": _share(board, "connected", "calls"), "in_time": {name: board.in_time[name] for name in (NOW, BEFORE, MONTH)}}
    made = {name: _count(board, pace, name, url(name)) for name in WITH_TARGETS}
    connection = _rate(_("Connection rate"), rates["connection"], url("connected"))
    in_time = _rate(_("First called in time"), rates["in_time"], "")
    return [made["calls"], connection, made["cards"], made["invited"], made["visits"], made["orders"], made["deals"], in_time]


def _count(board: Board, pace: Pace, name: str, url: str) -> Tile:
    value, month, target = board.sums[NOW].get(name, 0), board.sums[MONTH].get(name, 0), board.targets.get(name, 0)
    beside = f"/ {pace.part(target)}" if target else ""
    if name == "visits":
        beside = _("/ due %(due)d") % {"due": board.sums[NOW].get("due", 0)}
    before = str(board.sums[BEFORE].get(name, 0))
    return Tile(MEASURES[name].label, str(value), beside, before, f"{month:,}", month, target, pace.behind(month, target), url if value else "")


def showroom_tile(store: Store, today: date, url: str) -> Tile:
    """The showroom's own visits of a day, the day before and the month so far: what the director sees beside those of DCC. One query."""
    windows = windows_of(store, today, today)
    hull = windows[NOW].with_(first=min(window.first for window in windows.values()))
    wanted = {name: Count("pk", filter=window.within(SHOWROOM.moment)) for name, window in windows.items()}
    counts = counted_events(hull, SHOWROOM).aggregate(**wanted)
    month = counts[MONTH]
    return Tile(MEASURES["showroom_visits"].label, str(counts[NOW]), "", str(counts[BEFORE]), f"{month:,}", month, url=url if counts[NOW] else "")


def _share(board: Board, over: str, under: str) -> dict[str, tuple[int, int]]:
    return {window: (board.sums[window].get(over, 0), board.sums[window].get(under, 0)) for window in (NOW, BEFORE, MONTH)}


def _rate(label: str, shares: dict[str, tuple[int, int]], url: str) -> Tile:
    over, under = shares[NOW]
    return Tile(label, percent(over, under), f"{over}/{under}" if under else "", percent(*shares[BEFORE]), percent(*shares[MONTH]), url=url if over else "")


def still_missing(board: Board, pace: Pace) -> list[tuple[Any, int]]:
    """What of today's part of the targets is missing: (measure, how many), the target's names only."""
    missing = [(MEASURES[name].label, pace.part(board.targets.get(name, 0)) - board.sums[NOW].get(name, 0)) for name in WITH_TARGETS]
    return [(label, count) for label, count in missing if count > 0]


def forecast(board: Board, pace: Pace) -> list[tuple[Any, int]]:
    """What today comes to at its present pace, of cards and invitations; nothing before a tenth of the day is over."""
    done = pace.of_period()
    if board.first != board.last or not 0.1 <= done < 1:
        return []
    return [(MEASURES[name].label, round(board.sums[NOW].get(name, 0) / done)) for name in ("cards", "invited")]
