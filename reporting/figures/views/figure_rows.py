"""The rows a figure counts."""

from typing import Any

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dcc.frame.answers import WRONG
from dcc.frame.paging import Count, Position, page_by_key, pager_of
from dcc.people.permissions import may, requires
from leads.models import Lead
from reporting.figures.counting import Figures
from reporting.figures.dimensions import TIMES
from reporting.figures.parts.asked import hidden_of, question_form, reach_or_denied
from reporting.figures.parts.topic_figures import topic_address
from reporting.figures.question import Question
from reporting.figures.rates import COUNTED, rates_over
from reporting.figures.reach import reach_of
from reporting.figures.row_words import listed, moment_of
from reporting.figures.rows_behind import rows_behind
from reporting.figures.standing_now import STANDING, Key
from reporting.figures.views.rows_table import Entry, RowsTable
from reporting.funnel.report_table import label_of


@require_safe
@requires("figures.see")
def show(request):
    """Exactly the leads or events of one number. Who the customer is, only whoever may see that lead is told."""
    reach = reach_or_denied(request)
    form = question_form(request, reach, timezone.now())
    measure, key = form.cleaned_data.get("measure"), key_of(request.GET.getlist("key"))
    question = form.question()
    if set(form.errors) - {"first", "last"} or not measure or not reach.opens(question.by, key):
        raise Http404
    asked_too = [("measure", measure), *(("key", each) for each in request.GET.getlist("key"))]
    context = {"form": form, "question": question, "hidden": [*hidden_of(question, reach), *asked_too], "label": key_label(question, key)}
    context |= said_of(question, measure) | {"topics": topics_of(request, question, measure, key)}
    if form.period_refused and not context["standing"]:
        return render(request, "reporting/figures/rows.html", context, status=WRONG)
    return render(request, "reporting/figures/rows.html", context | page_of(request, question, measure, key))


def topics_of(request, question: Question, measure: str, key: Key) -> list[tuple[str, str]]:
    """On what a topic is raised here, and where: this number, and the rates above whose line it stands; none for a team's, and for whoever raises none."""
    if not may(request.user, "topic.raise") or not (key is None or isinstance(key, str)):
        return []
    reach, line = reach_of(request.user), STANDING.get(measure) or COUNTED[measure]
    rates = [] if measure in STANDING else rates_over(measure, question.by, question.basis)
    found = [(rate.name, rate.label) for rate in rates]
    if measure not in {rate.inner for rate in rates}:  # what stands above the line of a share is a number of its own to nobody
        found.insert(0, (measure, line.label))
    return [(str(label), topic_address(question, reach, name, key)) for name, label in found]


def said_of(question: Question, measure: str) -> dict[str, Any]:
    """What is counted, in words; what stands now is of no period."""
    standing = STANDING.get(measure)
    return {
        "measure": standing or COUNTED[measure],
        "explained": standing.explain if standing else COUNTED[measure].explained(question.basis),
        "standing": standing,
    }


def page_of(request, question: Question, measure: str, key: Key) -> dict[str, Any]:
    """One page of the rows, each with its lead where this person may see it."""
    standing, now = STANDING.get(measure), timezone.now()
    try:
        rows = standing.rows(question.store, key, now) if standing else rows_behind(question, measure, key)
    except (KeyError, ValueError):
        raise Http404 from None
    moment = standing.moment if standing else moment_of(question, measure)
    page = page_by_key(listed(rows, moment), (f"-{moment}", "-pk"), Position.of(request.GET))
    lead_path = "pk" if rows.model is Lead else "lead_id"
    seen = Lead.objects.visible_to(request.user, now=now).filter(pk__in={getattr(row, lead_path) for row in page.rows}).in_bulk()
    entries = [Entry(row, seen.get(getattr(row, lead_path))) for row in page.rows]
    count = Count(rows.count())  # to the end: it is the figure itself
    return {
        "pager": pager_of(page, request.GET, count),
        "table": RowsTable(entries, kind="lead" if rows.model is Lead else rows.model._meta.model_name, caption=said_of(question, measure)["measure"].label),
    }


def key_of(keys: list[str]) -> Key:
    """The key of the address; several together are a team's."""
    return (tuple(keys) if len(keys) > 1 else keys[0]) if keys else None


def key_label(question: Question, key: Key) -> str:
    """What the row of the number is called, "" for the total."""
    if key is None:
        return ""
    if not isinstance(key, str):
        return _(", ").join(question.store.people.filter(username__in=key).order_by("username").values_list("name", flat=True))
    if question.dimension.is_person and key:
        labels = {person.username: person.name for person in question.store.people.filter(username=key)}
    else:
        labels = question.dimension.keys(question.store, [])[1]
    return key if question.by in TIMES else label_of(Figures(question, {}, labels), key)
