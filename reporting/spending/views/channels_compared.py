"""What channels cost and brought (渠道对比): months side by side, one of them as a table, and the table as a workbook."""

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
from reporting.figures.parts.asked import reach_or_denied, rows_url, words_of
from reporting.figures.parts.question_form import QuestionForm
from reporting.figures.question import BASES, Question
from reporting.figures.reach import Reach
from reporting.figures.report_workbook import about_of, workbook_of
from reporting.figures.reports import CHANNELS, LABELS
from reporting.figures.rules.exporting import record_export
from reporting.spending.channel_months import ChannelMonths, channel_months
from reporting.spending.month_picture import SHOWN, lines_of
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
    now: datetime

    @property
    def refused(self) -> bool:
        """Whether there is no period to show."""
        return self.form.period_refused or len(self.months) > MOST

    @property
    def words(self) -> dict[str, str]:
        """The address."""
        whole = words_of(self.question, self.reach) | {"month": f"{self.month:%Y-%m}", "show": self.shown}
        whole.pop("by")
        return whole | ({"free": "1"} if self.opened else {})

    def url(self, **changes: str) -> str:
        """The same page with something else chosen; an empty word is left out."""
        return "?" + urlencode({name: word for name, word in (self.words | changes).items() if word})


@require_safe
@requires("reports.see")
def show(request: HttpRequest) -> HttpResponse:
    """The months and the table of one."""
    asked = _asked(request, timezone.now())
    shown: dict[str, Any] = {"form": asked.form, "question": asked.question, **_bar(asked)}
    if asked.refused:
        return render(request, PAGE, shown | {"too_long": not asked.form.period_refused, "most": MOST}, status=WRONG)
    found = channel_months(asked.question, now=asked.now)
    if not found.paid:
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
    table = MonthTable(channel_months(asked.question, now=asked.now), asked.month, lambda _measure, _key: "", opened=True, draws=False).table()
    about = about_of(month, str(LABELS[CHANNELS]), by=request.user.name, now=asked.now)
    record_export(month, report=CHANNELS, by=request.user, now=asked.now)
    return downloads.workbook(workbook_of(table, about), about.filename)


def _asked(request: HttpRequest, now: datetime) -> _Asked:
    reach = reach_or_denied(request)
    today = day_of(now, reach.store_of(request.GET.get("store")).zone)
    form = QuestionForm(request.GET, reach=reach, default=(_months_ago(today, MONTHS - 1), today), bys=("channel",), now=now)
    question = form.question()
    months = months_of(question.first, question.last)
    said = day_said(f"{request.GET.get('month', '')}-01")
    over = [month for month in months if last_of(month) < today]
    month = said if said in months else (over or months)[-1]
    shown = request.GET.get("show", "")
    question = question.with_(first=months[0], last=last_of(months[-1]))
    return _Asked(form, reach, question, months, month, shown if shown in SHOWN else "deal", request.GET.get("free") == "1", now)


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
        "stores": [link(store.name, asked.question.store == store, store=store.code) for store in asked.reach.stores] if len(asked.reach.stores) > 1 else [],
        "hidden": [(name, word) for name, word in asked.words.items() if name not in ("from", "to", "month")],
        "asks": asked.url()[1:],
    }


def _page(asked: _Asked, found: ChannelMonths) -> dict[str, Any]:
    def leads(key: str | None, month: date) -> str:
        return rows_url(asked.question.with_(first=month, last=last_of(month)), asked.reach)("leads", key)

    rows = rows_url(asked.question.with_(first=asked.month, last=last_of(asked.month)), asked.reach)
    table = MonthTable(found, asked.month, rows, opened=asked.opened, folds=asked.url(free="" if asked.opened else "1"))
    return {
        "measures": [{"label": label, "url": asked.url(show=name), "is_here": name == asked.shown} for name, label in SHOWN.items()],
        "shown": SHOWN[asked.shown],
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
        "name": name,
        "cost": f"{rounded(cost):,}",
        "usual": f"{rounded(usual):,}",
        "times": f"{tenths // 10}.{tenths % 10}",
        "share": percent(int(net * 100), int(all_net * 100)),
        "net": net,
        "all_net": all_net,
        "deals": own.counts["deals"],
        "all_deals": whole.counts["deals"],
    }
