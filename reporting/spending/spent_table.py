"""One month of the channels as a table: what they brought, what they cost, what each piece of it cost, and how many leads come lately."""

from collections.abc import Callable
from dataclasses import dataclass, replace
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
from reporting.figures.rates import RATES
from reporting.funnel.report_table import cell_of, head_of
from reporting.spending.channel_months import LATELY, ChannelMonths
from reporting.spending.month_columns import CHANGE, MONEY, PER, WEEKS, chosen_of
from reporting.spending.month_picture import rest_of
from reporting.spending.month_spent import Spent, risen

HEIGHT, STEP, WIDE = 18, 6, 4  # of the small bars
Url = Callable[[str, str | None], str]


@dataclass(frozen=True)
class MonthTable:
    """Whose rows are shown: `opened`, whether those without cost stand one by one; `folds` leads to the other way. `chosen`: the columns, none: the usual."""

    found: ChannelMonths
    month: date
    url: Url
    opened: bool = False
    folds: str = ""
    draws: bool = True  # a workbook keeps numbers alone
    chosen: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, in their order."""
        return chosen_of(self.found.question.by, self.found.question.basis, self.chosen)

    def table(self) -> FigureTable:
        """Return it: the most leads first, those without cost last, then the sums."""
        paid, free = self._by_leads(self.found.paid), self._by_leads(self.found.free)
        rows = [self._row(name) for name in paid]
        if free:
            rows.append(Row(rest_of(self.found), self._cells(free, "", opens=False), "is-nobody", toggle=self.folds, is_open=self.opened))
            rows += [replace(self._row(name), look="is-part") for name in free if self.opened]
        rows.append(Row(_("Total"), self._cells(self.found.names, None), "is-total"))
        return FigureTable(self._heads(), rows, caption=self.found.question.dimension.label)

    def _row(self, name: str) -> Row:
        return Row(self.found.label(name), self._cells([name], name), "" if name else "is-nobody")

    def _by_leads(self, names: list[str]) -> list[str]:
        return sorted(names, key=lambda name: (not name, -self.found.of(name, self.month).counts.get("leads", 0), name))

    def _heads(self) -> list[Head]:
        heads, group = [], ""
        for name in self.columns:
            for head in self._heads_of(name):
                here = _group(name)
                heads.append(replace(head, look="is-edge") if here not in ("", group) else head)
                group = here
        return heads

    def _heads_of(self, name: str) -> list[Head]:
        if name in MONEY:
            return [Head(MONEY[name], name)]
        if name in PER:
            return [Head(PER[name][1], name)]
        if name == CHANGE:
            return [Head(_("A car, to month %(month)d") % {"month": month_before(self.month).month}, name)]
        if name == WEEKS:
            drawn = [Head(_("Last 13 weeks"), "spending.weeks")] if self.draws else []
            return [*drawn, Head(_("4 weeks before"), "spending.weeks"), Head(_("Last 4 weeks"), "spending.weeks")]
        rate = RATES.get(name)
        head = head_of(name, rate, self.found.question.basis)
        return [replace(head, note="") if rate and rate.is_nested else head]

    def _cells(self, names: list[str], key: str | None, *, opens: bool = True) -> list[Cell]:
        now, before = self.found.sum_of(names, self.month), self.found.sum_of(names, month_before(self.month))
        money = dict(zip(MONEY, (now.spent, -now.paid_back, now.net), strict=True))
        cells: list[Cell] = []
        for name in self.columns:
            if name in MONEY:
                cells.append(_money(money[name] if now.spent else None))
            elif name in PER:
                cells.append(_money(_whole(now.over(PER[name][0]))))
            elif name == CHANGE:
                cells.append(_change(now, before))
            elif name == WEEKS:
                cells += self._lately(names)
            else:
                cells.append(self._counted(now, name, key, opens=opens))
        return cells

    def _counted(self, now: Spent, name: str, key: str | None, *, opens: bool) -> Cell:
        rate = RATES.get(name)
        return cell_of(now.counts, rate.over if rate else name, rate, self.found.question.basis, lambda counted: self.url(counted, key) if opens else "")

    def _lately(self, names: list[str]) -> list[Cell]:
        weeks = self.found.weeks_of(names)
        drawn = [Cell(_bars(weeks))] if self.draws else []
        return [*drawn, *(Cell(str(sum(part))) for part in (weeks[-2 * LATELY : -LATELY], weeks[-LATELY:]))]


def _group(name: str) -> str:
    """Which columns belong together: the money, what a piece costs, the weeks."""
    if name in MONEY:
        return "money"
    return "per" if name in PER or name == CHANGE else WEEKS if name == WEEKS else ""


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
    return format_html(
        '<svg class="d-weeks" width="{}" height="{}" role="img" aria-label="{}">{}</svg>', len(weeks) * STEP, HEIGHT, " ".join(map(str, weeks)), bars
    )


def dearest(found: ChannelMonths, month: date) -> tuple[str, Spent, Spent] | None:
    """Return the channel whose deals were the dearest of a month, with its figures and those of all; None where fewer than two cost anything."""
    spent = {name: own for name in found.names if (own := found.of(name, month)).spent}
    sold = [(cost, name) for name, own in spent.items() if (cost := own.over("deals")) is not None]
    if len(spent) < 2 or not sold:
        return None
    name = max(sold)[1]
    return name, spent[name], found.sum_of(found.names, month)
