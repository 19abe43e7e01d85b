"""The picture of channels × months on one scale: a bar for each, and where there is none, why. Decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dcc.reckoning.money_words import yuan
from dcc.reckoning.rounding import rounded
from reporting.spending.channel_months import ChannelMonths
from reporting.spending.month_spent import Spent

WIDTH = 96
PER = {"deal": "deals", "visit": "visits", "lead": "leads"}
SHOWN = {
    "deal": pgettext_lazy("cost", "Per deal"),
    "visit": pgettext_lazy("cost", "Per visit"),
    "lead": pgettext_lazy("cost", "Per lead"),
    "net": gettext_lazy("Net spending"),
    "deals": gettext_lazy("Deals"),
}
COUNTS = {"deals": gettext_lazy("Deals"), "visits": gettext_lazy("Visits"), "leads": gettext_lazy("Leads")}  # where nothing has a cost
Url = Callable[[str | None, date], str]


@dataclass(frozen=True)
class Bar:
    """One channel in one month: its number and the width of its bar; `word`: why there is none. `url` leads to its leads."""

    month: date
    text: str
    width: int = 0
    word: str = ""
    url: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class Line:
    """One channel, those without cost (the rest) together, or all of them."""

    name: str
    bars: list[Bar]
    is_sum: bool = False


def lines_of(found: ChannelMonths, shown: str, here: date, url: Url) -> list[Line]:
    """Return the lines: whoever cost something, the rest in one, the sums."""
    paid, free = found.paid, found.free
    scale = max((value or 0 for name in paid for month in found.months if (value := value_of(found.of(name, month), shown))), default=Fraction(0))

    def bars(names: list[str], key: str | None, *, is_scaled: bool = True) -> list[Bar]:
        size = scale if is_scaled else Fraction(0)
        return [replace(_bar(month, found.sum_of(names, month), shown, size), url=url(key, month), is_here=month == here) for month in found.months]

    lines = [Line(found.label(name), bars([name], name)) for name in paid]
    if free:
        lines.append(
            Line(
                rest_of(found),
                [Bar(month, _number(found.sum_of(free, month), shown), is_here=month == here) for month in found.months],
            )
        )
    return [*lines, Line(_("Total"), bars(found.names, None, is_scaled=shown in PER), is_sum=True)]


def rest_of(found: ChannelMonths) -> str:
    """What the line of all others is called."""
    return (_("Without cost: %(n)d") if found.is_priced else _("The rest: %(n)d")) % {"n": len(found.free)}


def value_of(spent: Spent, shown: str) -> Fraction | None:
    """Return the number a bar shows, exactly."""
    if shown in PER:
        return spent.over(PER[shown])
    if shown == "net":
        return Fraction(spent.net) if spent.net is not None and spent.spent else None
    return Fraction(spent.counts.get(shown, 0))


def _bar(month: date, spent: Spent, shown: str, scale: Fraction) -> Bar:
    value = value_of(spent, shown)
    width = max(rounded(WIDTH * min(value / scale, Fraction(1))), 1) if value and value > 0 and scale else 0
    return Bar(month, _number(spent, shown), width, _why(spent, shown))


def _number(spent: Spent, shown: str) -> str:
    value = value_of(spent, shown)
    if value is None:
        return "—"
    return yuan(spent.net) if shown == "net" else f"{rounded(value):,}"


def _why(spent: Spent, shown: str) -> str:
    """Why nothing is divided: nothing was spent, or nothing came of it."""
    if shown in COUNTS or not spent.is_whole or value_of(spent, shown) is not None:
        return ""
    if not spent.spent:
        return _("nothing spent")
    return {"deal": _("spent, no deal"), "visit": _("spent, no visit"), "lead": _("spent, no lead")}.get(shown, "")
