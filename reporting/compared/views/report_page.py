"""One page for every report that is a table of one question: its bar, its table, its workbook."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dcc.frame import downloads
from dcc.frame.answers import WRONG
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of
from reporting.compared.medians import medians_of
from reporting.compared.report_rows import table_of
from reporting.figures.counting import Figures
from reporting.figures.dimensions import SPLITS
from reporting.figures.figure_table import FigureTable
from reporting.figures.parts.asked import reach_or_denied, rows_url, said_beside, ways_of, words_of
from reporting.figures.parts.question_form import QuestionForm
from reporting.figures.periods import usual
from reporting.figures.question import BASES, Question
from reporting.figures.reach import Reach
from reporting.figures.report_workbook import about_of, workbook_of
from reporting.figures.reports import REPORTS, Report
from reporting.figures.rules.exporting import record_export
from reporting.figures.set_beside import Beside, asked_beside, way_of

PAGE = "reporting/compared/report.html"


@require_safe
@requires("people.compare")
def people(request: HttpRequest) -> HttpResponse:
    """Each person beside the median of all."""
    return _show(request, "people")


@require_safe
@requires("reports.see")
def lost(request: HttpRequest) -> HttpResponse:
    """Why customers were lost, and to what."""
    return _show(request, "lost")


@require_safe
@requires("board.see")
def response(request: HttpRequest) -> HttpResponse:
    """How soon leads are called."""
    return _show(request, "response")


@require_safe
@requires("reports.see")
def hours(request: HttpRequest) -> HttpResponse:
    """At which hours, on which weekdays."""
    return _show(request, "hours")


@require_safe
@requires("reports.see")
def leakage(request: HttpRequest) -> HttpResponse:
    """What came for DCC and became the showroom's."""
    return _show(request, "leakage")


@require_POST
@requires("figures.export")
def workbook(request: HttpRequest) -> HttpResponse:
    """The table of the same question as a workbook; it is on the trail."""
    name, now = request.GET.get("report", ""), timezone.now()
    asked = _asked(request, name, now)
    if asked.form.errors:
        return render(request, PAGE, {"report": asked.report, "form": asked.form, **_bar(asked)}, status=WRONG)
    figures, beside = _answered(asked)
    about = about_of(asked.question, str(asked.report.label), by=request.user.name, now=now, beside=said_beside(beside, asked.question))
    record_export(asked.question, report=name, by=request.user, now=now)
    return downloads.workbook(workbook_of(_table(asked, figures, beside), about), about.filename)


@dataclass(frozen=True)
class _Asked:
    """A report asked for: by whom it may be seen how far, and what it is compared with."""

    report: Report
    reach: Reach
    form: QuestionForm
    question: Question
    how: str
    now: datetime


def _asked(request: HttpRequest, name: str, now: datetime) -> _Asked:
    report, reach = REPORTS.get(name), reach_or_denied(request)
    if report is None or not report.bys:
        raise Http404
    bys = tuple(by for by in report.bys if by in (*reach.dimensions, *reach.further))
    if not bys or (name == "people" and not may(request.user, "people.compare")):
        raise Http404  # who sees no persons has no report of them
    today = day_of(now, reach.store_of(request.GET.get("store")).zone)
    form = QuestionForm(request.GET, reach=reach, default=(today.replace(day=1), today), bys=bys, bases=report.bases, now=now)
    question = form.question()
    return _Asked(report, reach, form, question, way_of(request.GET.get("compare", ""), question, report.counted_in(question)), now)


def _show(request: HttpRequest, name: str) -> HttpResponse:
    asked = _asked(request, name, timezone.now())
    shown: dict[str, Any] = {"report": asked.report, "form": asked.form, **_bar(asked)}
    if asked.form.period_refused:
        return render(request, PAGE, shown, status=WRONG)
    figures, beside = _answered(asked)
    shown |= {
        "table": _table(asked, figures, beside),
        "beside": said_beside(beside, asked.question),
        "may_export": may(request.user, "figures.export"),
    }
    return render(request, PAGE, shown)


def _answered(asked: _Asked) -> tuple[Figures, Beside | None]:
    return asked_beside(asked.question, asked.how, asked.report.counted_in(asked.question), now=asked.now)


def _table(asked: _Asked, figures: Figures, beside: Beside | None) -> FigureTable:
    question, report, reach = asked.question, asked.report, asked.reach
    medians = medians_of(figures, report.columns_of(question)) if report.has_median and reach.team else None
    cut = replace(beside, figures=reach.cut(beside.figures)) if beside else None
    return table_of(report, reach.cut(figures), rows_url(question, reach), beside=cut, medians=medians)


def _bar(asked: _Asked) -> dict[str, Any]:
    """What the filter bar needs: the question, and every other one a link away."""
    question, reach = asked.question, asked.reach
    period = None if asked.form.period_refused else (question.first, question.last)

    def link(label: object, is_here: bool, *, how: str = asked.how, **changes: Any) -> dict:  # noqa: FBT001 - reads as a line of the bar
        words = words_of(question.with_(**changes), reach) | ({"compare": how} if how else {})
        return {"label": label, "url": f"?{urlencode(words)}", "is_here": is_here}

    words = words_of(question, reach) | ({"compare": asked.how} if asked.how else {})
    bys = [by for by in asked.report.bys if by in (*reach.dimensions, *reach.further)]
    return {
        "question": question,
        "hidden": [(name, word) for name, word in words.items() if name not in ("from", "to")],
        "asks": urlencode(words),
        "periods": [link(label, period == (first, last), first=first, last=last) for label, first, last in usual(day_of(asked.now, question.store.zone))],
        "bases": [link(label, question.basis == name, basis=name) for name, label in BASES if name in asked.report.bases],
        "splits": [link(SPLITS[by].label, question.by == by, by=by) for by in bys],
        "stores": [link(store.name, question.store == store, store=store) for store in reach.stores] if len(reach.stores) > 1 else [],
        "compared": [
            link(label, asked.how == name, how=name, **besides) for name, label, besides in ways_of(question, asked.report.bases, asked.report.counted_in)
        ],
    }
