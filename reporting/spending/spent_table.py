"""One month of the channels as a table: what they brought, what they cost, what each piece of it cost, and how many leads come lately."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from dcc.reckoning.money_words import yuan
from dcc.reckoning.months import month_before
from dcc.reckoning.rounding import percent, rounded
from reporting.figures.figure_table import Cell, FigureTable, Head, Row
from reporting.figures.formulas import name_of
from reporting.figures.measures import MEASURES
from reporting.spending.channel_months import COUNTED, LATELY, ChannelMonths
from reporting.spending.month_spent import Spent, risen

PER = (("leads", "cost_per_lead"), ("visits", "cost_per_visit"), ("deals", "cost_per_deal"))
HEIGHT, STEP, WIDE = 18, 6, 4  # of the small bars
Url = Callable[[str, str | None], str]


@dataclass(frozen=True)
class MonthTable:
    """Whose rows are shown: `opened`, whether those without cost stand one by one; `folds` leads to the other way."""

    found: ChannelMonths
    month: date
    url: Url
    opened: bool = False
    folds: str = ""
    draws: bool = True  # a workbook keeps numbers alone

    def table(self) -> FigureTable:
        """Return it: the most leads first, those without cost last, then the sums."""
        paid, free = self._by_leads(self.found.paid), self._by_leads(self.found.free)
        rows = [Row(name, self._cells([name], name)) for name in paid]
        if free:
            label = _("Without cost: %(n)d") % {"n": len(free)}
            rows.append(Row(label, self._cells(free, "", opens=False), "is-nobody", toggle=self.folds, is_open=self.opened))
            rows += [Row(name, self._cells([name], name), "is-part") for name in free if self.opened]
        rows.append(Row(_("Total"), self._cells(self.found.names, None), "is-total"))
        return FigureTable(self._heads(), rows, caption=_("Channel"))

    def _by_leads(self, names: list[str]) -> list[str]:
        return sorted(names, key=lambda name: (-self.found.of(name, self.month).counts.get("leads", 0), name))

    def _heads(self) -> list[Head]:
        basis = self.found.question.basis
        before = month_before(self.month)
        heads = [Head(MEASURES[name].label, name_of(name, basis)) for name in COUNTED[basis]]
        heads += [Head(_("Spent"), "spent", look="is-edge"), Head(_("Paid back"), "refunded"), Head(_("Net"), "net_spent")]
        words = {"leads": _("A lead"), "visits": _("A visit"), "deals": _("A car")}
        heads += [Head(words[measure], name, look="is-edge" if measure == "leads" else "") for measure, name in PER]
        heads.append(Head(_("A car, to month %(month)d") % {"month": before.month}, "cost_change"))
        weeks = [Head(_("Last 13 weeks"), "spending.weeks", look="is-edge")] if self.draws else []
        return [*heads, *weeks, Head(_("4 weeks before"), "spending.weeks"), Head(_("Last 4 weeks"), "spending.weeks")]

    def _cells(self, names: list[str], key: str | None, *, opens: bool = True) -> list[Cell]:
        now, before = self.found.sum_of(names, self.month), self.found.sum_of(names, month_before(self.month))
        counts = [self._count(now, name, self.url(name, key) if opens else "") for name in COUNTED[self.found.question.basis]]
        money = [_money(amount if now.spent else None) for amount in (now.spent, -now.paid_back, now.net)]
        per = [_money(_whole(now.over(measure))) for measure, _name in PER]
        weeks = self.found.weeks_of(names)
        drawn = [Cell(_bars(weeks))] if self.draws else []
        lately = [Cell(str(sum(part))) for part in (weeks[-2 * LATELY : -LATELY], weeks[-LATELY:])]
        return [*counts, *money, *per, _change(now, before), *drawn, *lately]

    @staticmethod
    def _count(spent: Spent, name: str, url: str) -> Cell:
        count = spent.counts.get(name, 0)
        return Cell(str(count), "", url if count else "", "" if count else "d-faint")


def _whole(value: Fraction | None) -> Decimal | None:
    return None if value is None else Decimal(rounded(value))


def _money(amount: Decimal | None) -> Cell:
    if amount is None:
        return Cell("—", look="d-faint")
    return Cell(yuan(amount), value=amount)


def _change(now: Spent, before: Spent) -> Cell:
    change = risen(now.over("deals"), before.over("deals"))
    if change is None:
        return Cell("—", look="d-faint")
    sign = "▲ " if change > 0 else "▼ " if change < 0 else ""
    return Cell(sign + percent(abs(change.numerator), change.denominator))


def _bars(weeks: list[int]) -> Any:
    """The leads week by week, the last four marked."""
    most = max(weeks) or 1
    heights = [rounded(Fraction(HEIGHT * count, most)) for count in weeks]
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        (("d-week is-late" if place >= len(weeks) - LATELY else "d-week", place * STEP, HEIGHT - height, WIDE, height) for place, height in enumerate(heights)),
    )
    return format_html('<svg width="{}" height="{}" role="img" aria-label="{}">{}</svg>', len(weeks) * STEP, HEIGHT, " ".join(map(str, weeks)), bars)


def dearest(found: ChannelMonths, month: date) -> tuple[str, Spent, Spent] | None:
    """Return the channel whose deals were the dearest of a month, with its figures and those of all; None where fewer than two cost anything."""
    spent = {name: own for name in found.names if (own := found.of(name, month)).spent}
    sold = [(cost, name) for name, own in spent.items() if (cost := own.over("deals")) is not None]
    if len(spent) < 2 or not sold:
        return None
    name = max(sold)[1]
    return name, spent[name], found.sum_of(found.names, month)
