"""The funnel: whole store and each channel or person side by side, as a picture, a table and a workbook."""

from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame import downloads
from dcc.frame.answers import WRONG
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of
from reporting.figures.counting import Figures
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.figure_table import FigureTable
from reporting.figures.parts.asked import question_form, reach_or_denied, rows_url, said_beside, ways_of, words_of
from reporting.figures.parts.question_form import QuestionForm
from reporting.figures.periods import usual
from reporting.figures.question import BASES, Question
from reporting.figures.reach import Reach
from reporting.figures.report_workbook import about_of, workbook_of
from reporting.figures.reports import REPORTS
from reporting.figures.rules.exporting import record_export
from reporting.figures.set_beside import Beside, asked_beside, way_of
from reporting.funnel import stages
from reporting.funnel.charts import Fall, Funnel, funnel, waterfall
from reporting.funnel.report_table import Url, heads_of, label_of, order_of, rows_of
from reporting.funnel.report_table import counted_in as table_counts

SIDE_BY_SIDE = 5


@require_safe
@requires("figures.see")
def show(request):
    """One question, answered as a picture and its table twin."""
    reach = reach_or_denied(request)
    now = timezone.now()
    form = question_form(request, reach, now)
    question, how = form.question(), _how(request, form)
    if form.period_refused:
        return render(request, "reporting/funnel/funnel.html", {"form": form, **bar_of(form, reach, how)}, status=WRONG)
    counted = tuple(dict.fromkeys((*table_counts(question), *stages.counted_in(question.by, question.basis))))
    figures, beside = _answered(question, how, counted, reach, now=now)
    url = rows_url(question, reach)
    falls = waterfall(figures.total, lambda name: url(name, None)) if question.basis == "cohort" and not reach.own.get(question.by) else []
    context = {
        "form": form,
        **bar_of(form, reach, how),
        "beside": said_beside(beside, question),
        "funnels": [] if question.dimension.is_ordered else funnels(figures, url, reach),
        "others": max(len(figures.rows) - SIDE_BY_SIDE, 0),
        "falls": falls,
        "won": falls[-1].count if falls else 0,
        "worst": worst_of(figures, falls),
        "table": _table(figures, url, beside),
        "now": now,
        "may_export": may(request.user, "figures.export"),
    }
    return render(request, "reporting/funnel/funnel.html", context)


@require_POST
@requires("figures.export")
def workbook(request):
    """The table of the same question as a workbook; it is on the trail."""
    reach, now = reach_or_denied(request), timezone.now()
    form = question_form(request, reach, now)
    if form.errors:
        return render(request, "reporting/funnel/funnel.html", {"form": form, **bar_of(form, reach, _how(request, form))}, status=WRONG)
    question = form.question()
    figures, beside = _answered(question, _how(request, form), table_counts(question), reach, now=now)
    table = _table(figures, rows_url(question, reach), beside)
    about = about_of(question, str(REPORTS["funnel"].label), by=request.user.name, now=now, beside=said_beside(beside, question))
    record_export(question, report="funnel", by=request.user, now=now)
    return downloads.workbook(workbook_of(table, about), about.filename)


def _how(request, form: QuestionForm) -> str:
    question = form.question()
    return way_of(request.GET.get("compare", ""), question, table_counts(question))


def _answered(question: Question, how: str, counted: tuple[str, ...], reach: Reach, *, now: datetime) -> tuple[Figures, Beside | None]:
    figures, beside = asked_beside(question, how, counted, now=now)
    return reach.cut(figures), replace(beside, figures=reach.cut(beside.figures)) if beside else None


def _table(figures: Figures, url: Url, beside: Beside | None) -> FigureTable:
    return FigureTable(heads_of(figures, beside), rows_of(figures, url, beside), caption=figures.question.dimension.label)


def bar_of(form: QuestionForm, reach: Reach, how: str) -> dict[str, Any]:
    """What the filter bar needs; of a refused period none is the one shown."""
    question = form.question()
    asked = None if form.period_refused else (question.first, question.last)
    words = words_of(question, reach) | ({"compare": how} if how else {})
    hidden = [(name, word) for name, word in words.items() if name not in ("from", "to")]
    return {"question": question, "hidden": hidden, "choices": choices(question, reach, asked, how), "asks": urlencode(words)}


def choices(question: Question, reach: Reach, asked: tuple[date, date] | None, way: str) -> dict[str, list[dict]]:
    """The links of the filter bar: periods, bases, splits, with what it is compared, stores."""

    def link(label: object, is_here: bool, *, how: str = way, **changes) -> dict:  # noqa: FBT001 - reads as a line of the bar
        words = words_of(question.with_(**changes), reach) | ({"compare": how} if how else {})
        return {"label": label, "url": f"?{urlencode(words)}", "is_here": is_here}

    today = day_of(timezone.now(), question.store.zone)
    return {
        "periods": [link(label, asked == (first, last), first=first, last=last) for label, first, last in usual(today)],
        "bases": [link(label, question.basis == name, basis=name) for name, label in BASES],
        "splits": [link(DIMENSIONS[name].label, question.by == name, by=name) for name in reach.dimensions],
        "compared": [link(label, way == how, how=how, **besides) for how, label, besides in ways_of(question, tuple(dict(BASES)), table_counts)],
        "stores": [link(store.name, question.store == store, store=store) for store in reach.stores] if len(reach.stores) > 1 else [],
    }


def funnels(figures: Figures, url: Url, reach: Reach) -> list[Funnel]:
    """The whole store first, then the largest rows."""
    question = figures.question
    steps = stages.steps_of(question.by, question.basis)
    keys = [key for key in order_of(figures) if figures.rows[key].get(steps[0].measure)][:SIDE_BY_SIDE]
    drawn = [funnel(key, label_of(figures, key), figures.rows[key], steps, _of(url, key), basis=question.basis) for key in keys]
    if not reach.team and len(drawn) == 1:  # one person's own: the total is the same picture again
        return drawn
    whole = _("The whole store") if reach.team else _("Together")
    return [funnel(None, whole, figures.total, steps, _of(url, None), basis=question.basis), *drawn]


def _of(url: Url, key: str | None):
    return lambda measure: url(measure, key)


def worst_of(figures: Figures, falls: list[Fall]) -> dict | None:
    """The largest fall, and the row of which it takes the greatest share (of those with twenty valid leads and more)."""
    worst = next((fall for fall in falls if fall.look == "is-worst"), None)
    if worst is None:
        return None
    rows = [(counts.get(worst.measure, 0), counts["valid"], key) for key, counts in figures.rows.items() if counts.get("valid", 0) >= 20]
    most = max(rows, key=lambda row: Fraction(row[0], row[1]), default=None)
    return {"fall": worst, "label": label_of(figures, most[2]), "count": most[0], "valid": most[1]} if most and len(figures.rows) > 1 else {"fall": worst}
