"""The funnel: whole store and each channel or person side by side, as a picture and a table."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dcc.clock import day_of
from dcc.permissions import requires
from reporting.charts import Fall, Funnel, funnel, waterfall
from reporting.dimensions import DIMENSIONS, TIMES
from reporting.figures import Figures, ask
from reporting.measures import FALLS
from reporting.periods import usual
from reporting.question import BASES, Question
from reporting.reach import Reach
from reporting.report_table import Url, columns_of, heads_of, label_of, order_of, rows_of
from reporting.views.asked import question_form, reach_or_denied, rows_url, words_of

SIDE_BY_SIDE = 5
STAGES = {
    "cohort": ("valid", "reached", "cards", "invited", "visits", "orders", "deals"),
    "activity": ("leads", "reached", "cards", "invited", "visits", "orders", "deals"),
    "agent": ("contacted", "reached", "cards", "invited", "visits", "orders", "deals"),
    "reception": ("visits", "orders", "deals"),
}
FOR_COHORT = ("waiting", "won", *(name for name, _label in FALLS))


@require_safe
@requires("figures.see")
def show(request):
    """One question, answered as a picture and its table twin."""
    reach = reach_or_denied(request)
    form = question_form(request, reach)
    question = form.question()
    figures = reach.cut(ask(question, (*question.measures, *FOR_COHORT) if question.basis == "cohort" else columns_of(question)))
    url = rows_url(question, reach)
    falls = waterfall(figures.total, lambda name: url(name, None)) if question.basis == "cohort" and not reach.own.get(question.by) else []
    context = {
        "form": form,
        "question": question,
        "store": question.store if len(reach.stores) > 1 else None,
        "choices": choices(question, reach),
        "funnels": [] if question.by in TIMES else funnels(figures, url, reach),
        "others": max(len(figures.rows) - SIDE_BY_SIDE, 0),
        "falls": falls,
        "total": figures.total,
        "worst": worst_of(figures, falls),
        "heads": heads_of(figures),
        "rows": rows_of(figures, url),
        "now": timezone.now(),
    }
    return render(request, "reporting/funnel.html", context)


def choices(question: Question, reach: Reach) -> dict[str, list[dict]]:
    """The links of the filter bar: periods, bases, splits, stores."""

    def link(label: object, is_here: bool, **changes) -> dict:  # noqa: FBT001 - reads as a line of the bar
        return {"label": label, "url": f"?{urlencode(words_of(question.with_(**changes), reach))}", "is_here": is_here}

    today = day_of(timezone.now(), question.store.zone)
    period = (question.first, question.last)
    return {
        "periods": [link(label, period == (first, last), first=first, last=last) for label, first, last in usual(today)],
        "bases": [link(label, question.basis == name, basis=name) for name, label in BASES],
        "splits": [link(DIMENSIONS[name].label, question.by == name, by=name) for name in reach.dimensions],
        "stores": [link(store.name, question.store == store, store=store) for store in reach.stores] if len(reach.stores) > 1 else [],
    }


def funnels(figures: Figures, url: Url, reach: Reach) -> list[Funnel]:
    """The whole store first, then the largest rows."""
    question = figures.question
    measures = STAGES["cohort"] if question.basis == "cohort" else STAGES.get(question.by, STAGES["activity"])
    rates = question.basis == "cohort"
    keys = [key for key in order_of(figures) if figures.rows[key].get(measures[0])][:SIDE_BY_SIDE]
    drawn = [funnel(key, label_of(figures, key), figures.rows[key], measures, _of(url, key), rates=rates) for key in keys]
    if not reach.team and len(drawn) == 1:  # one person's own: the total is the same picture again
        return drawn
    whole = _("The whole store") if reach.team else _("Together")
    return [funnel(None, whole, figures.total, measures, _of(url, None), rates=rates), *drawn]


def _of(url: Url, key: str | None):
    return lambda measure: url(measure, key)


def worst_of(figures: Figures, falls: list[Fall]) -> dict | None:
    """The largest fall, and the row of which it takes the greatest share (of those with twenty valid leads and more)."""
    worst = next((fall for fall in falls if fall.look == "is-worst"), None)
    if worst is None:
        return None
    rows = [(counts.get(worst.measure, 0), counts["valid"], key) for key, counts in figures.rows.items() if counts.get("valid", 0) >= 20]
    most = max(rows, key=lambda row: row[0] / row[1], default=None)
    return {"fall": worst, "label": label_of(figures, most[2]), "count": most[0], "valid": most[1]} if most and len(figures.rows) > 1 else {"fall": worst}
