"""What channels cost and brought (渠道对比): months side by side, one of them as a table, and the table as a workbook.

Split by channel or source with their cost, by sub-channel or campaign without; the columns of the table are chosen and stand in the address.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame import downloads
from dcc.frame.answers import WRONG
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of, day_said
from dcc.reckoning.months import last_of, month_before, months_of
from dcc.reckoning.rounding import percent, rounded
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.parts.asked import reach_or_denied, rows_url, words_of
from reporting.figures.parts.question_form import QuestionForm
from reporting.figures.question import BASES, Question
from reporting.figures.reach import Reach
from reporting.figures.report_workbook import about_of, workbook_of
from reporting.figures.reports import CHANNELS, LABELS
from reporting.figures.rules.exporting import record_export
from reporting.spending.channel_months import ChannelMonths, channel_months
from reporting.spending.month_columns import BYS, PRICED, chosen_of, columns_of, counted_in, label_of
from reporting.spending.month_picture import COUNTS, SHOWN, lines_of
from reporting.spending.spent_table import MonthTable, dearest

PAGE, MONTHS, MOST = "reporting/spending/channels.html", 6, 12


@dataclass(frozen=True)
class _Asked:
    """What the address asks for: whole months; which of them as a table, which measure as the picture."""

    form: QuestionForm
    reach: Reach
    question: Question
    months: list[date]
    month: date
    shown: str
    opened: bool
    chosen: tuple[str, ...]
    now: datetime

    @property
    def refused(self) -> bool:
        """Whether there is no period to show."""
        return self.form.period_refused or len(self.months) > MOST

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table."""
        return chosen_of(self.question.by, self.question.basis, self.chosen)

    @property
    def measures(self) -> dict[str, Any]:
        """What the picture may show."""
        return SHOWN if self.question.by in PRICED else COUNTS

    @property
    def words(self) -> dict[str, Any]:
        """The address."""
        whole: dict[str, Any] = words_of(self.question, self.reach) | {"month": f"{self.month:%Y-%m}", "show": self.shown}
        return whole | ({"free": "1"} if self.opened else {}) | ({"column": list(self.chosen)} if self.chosen else {})

    def url(self, **changes: Any) -> str:
        """The same page with something else chosen; an empty word is left out."""
        return "?" + urlencode({name: word for name, word in (self.words | changes).items() if word}, doseq=True)

    def found(self) -> ChannelMonths:
        """The answer, with whatever its columns count."""
        return channel_months(self.question, now=self.now, measures=counted_in(self.columns, self.question.basis))


@require_safe
@requires("reports.see")
def show(request: HttpRequest) -> HttpResponse:
    """The months and the table of one."""
    asked = _asked(request, timezone.now())
    shown: dict[str, Any] = {"form": asked.form, "question": asked.question, **_bar(asked)}
    if asked.refused:
        return render(request, PAGE, shown | {"too_long": not asked.form.period_refused, "most": MOST}, status=WRONG)
    found = asked.found()
    if found.is_priced and not found.paid:
        return render(request, PAGE, shown | {"nothing": True, "may_enter": may(request.user, "channel.manage")})
    return render(request, PAGE, shown | _page(asked, found) | {"may_export": may(request.user, "figures.export")})


@require_POST
@requires("figures.export")
def workbook(request: HttpRequest) -> HttpResponse:
    """The table of the month as a workbook; it is on the trail."""
    asked = _asked(request, timezone.now())
    if asked.refused:
        return render(request, PAGE, {"form": asked.form, "question": asked.question, **_bar(asked), "too_long": True, "most": MOST}, status=WRONG)
    month = asked.question.with_(first=asked.month, last=last_of(asked.month))
    table = MonthTable(asked.found(), asked.month, lambda _measure, _key: "", opened=True, draws=False, chosen=asked.chosen).table()
    about = about_of(month, str(LABELS[CHANNELS]), by=request.user.name, now=asked.now)
    record_export(month, report=CHANNELS, by=request.user, now=asked.now)
    return downloads.workbook(workbook_of(table, about), about.filename)


def _asked(request: HttpRequest, now: datetime) -> _Asked:
    reach = reach_or_denied(request)
    today = day_of(now, reach.store_of(request.GET.get("store")).zone)
    form = QuestionForm(
        request.GET, reach=reach, default=(_months_ago(today, MONTHS - 1), today), bys=tuple(by for by in BYS if by in reach.dimensions), now=now
    )
    question = form.question()
    months = months_of(question.first, question.last)
    said = day_said(f"{request.GET.get('month', '')}-01")
    over = [month for month in months if last_of(month) < today]
    month = said if said in months else (over or months)[-1]
    measures, shown = SHOWN if question.by in PRICED else COUNTS, request.GET.get("show", "")
    chosen = set(request.GET.getlist("column"))
    question = question.with_(first=months[0], last=last_of(months[-1]))
    shown = shown if shown in measures else next(iter(measures))
    kept = tuple(name for name in columns_of(question.by, question.basis) if name in chosen)
    return _Asked(form, reach, question, months, month, shown, request.GET.get("free") == "1", kept, now)


def _months_ago(day: date, months: int) -> date:
    month = day.replace(day=1)
    for _step in range(months):
        month = month_before(month)
    return month


def _bar(asked: _Asked) -> dict[str, Any]:
    """What the filter bar needs: every other question a link away."""
    today = day_of(asked.now, asked.question.store.zone)
    usual = ((_("Last 6 months"), _months_ago(today, MONTHS - 1)), (_("This year"), today.replace(month=1, day=1)))
    here = (asked.months[0], asked.months[-1])

    def link(label: object, is_here: bool, **changes: str) -> dict:  # noqa: FBT001 - reads as a line of the bar
        return {"label": label, "url": asked.url(**changes), "is_here": is_here}

    return {
        "periods": [
            link(label, here == (first, today.replace(day=1)), **{"from": first.isoformat(), "to": today.isoformat(), "month": ""}) for label, first in usual
        ],
        "bases": [link(label, asked.question.basis == name, basis=name) for name, label in BASES],
        "splits": [link(DIMENSIONS[by].label, asked.question.by == by, by=by) for by in asked.form.bys],
        "stores": [link(store.name, asked.question.store == store, store=store.code) for store in asked.reach.stores] if len(asked.reach.stores) > 1 else [],
        "hidden": _hidden(asked, "from", "to", "month"),
        "is_priced": asked.question.by in PRICED,
        "asks": asked.url()[1:],
    }


def _hidden(asked: _Asked, *besides: str) -> list[tuple[str, str]]:
    """What a form asks for beside its own fields."""
    words = [(name, word if isinstance(word, list) else [word]) for name, word in asked.words.items() if name not in besides]
    return [(name, each) for name, several in words for each in several]


def _page(asked: _Asked, found: ChannelMonths) -> dict[str, Any]:
    def leads(key: str | None, month: date) -> str:
        return rows_url(asked.question.with_(first=month, last=last_of(month)), asked.reach)("leads", key)

    rows = rows_url(asked.question.with_(first=asked.month, last=last_of(asked.month)), asked.reach)
    table = MonthTable(found, asked.month, rows, opened=asked.opened, folds=asked.url(free="" if asked.opened else "1"), chosen=asked.chosen)
    return {
        "measures": [{"label": label, "url": asked.url(show=name), "is_here": name == asked.shown} for name, label in asked.measures.items()],
        "shown": asked.measures[asked.shown],
        "columns": [(name, label_of(name), name in asked.columns) for name in columns_of(asked.question.by, asked.question.basis)],
        "kept": _hidden(asked, "column"),
        "usual": asked.url(column="") if asked.chosen else "",
        "months": [
            {"first": month, "url": asked.url(month=f"{month:%Y-%m}"), "is_here": month == asked.month, "is_closed": month in found.closed,
             "is_whole": found.is_whole(month)}
            for month in found.months
        ],
        "lines": lines_of(found, asked.shown, asked.month, leads),
        "said": _said(found, asked.month),
        "month": asked.month,
        "age": found.ages.get(asked.month),
        "before": {"month": month_before(asked.month), "age": found.ages.get(month_before(asked.month))},
        "table": table.table(),
    }  # fmt: skip


def _said(found: ChannelMonths, month: date) -> dict[str, Any] | None:
    """The sentence about the dearest channel, out of figures of the table."""
    dear = dearest(found, month)
    if dear is None:
        return None
    name, own, whole = dear
    cost, usual, net, all_net = own.over("deals"), whole.over("deals"), own.net, whole.net
    if cost is None or not usual or net is None or not all_net:
        return None
    tenths = rounded(cost / usual * 10)
    return {
        "name": found.label(name),
        "cost": f"{rounded(cost):,}",
        "usual": f"{rounded(usual):,}",
        "times": f"{tenths // 10}.{tenths % 10}",
        "share": percent(int(net * 100), int(all_net * 100)),
        "net": net,
        "all_net": all_net,
        "deals": own.counts["deals"],
        "all_deals": whole.counts["deals"],
    }
