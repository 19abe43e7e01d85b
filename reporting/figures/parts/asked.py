"""What the views of figures share: the question of the address, and the way to the rows behind a number."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.reckoning.clock import day_of
from reporting.figures.parts.question_form import QuestionForm
from reporting.figures.question import Question
from reporting.figures.reach import Reach, reach_of
from reporting.figures.set_beside import PLAN, WAYS, Beside
from reporting.figures.standing_now import Key
from reporting.plan.planned_figures import is_planned


def reach_or_denied(request) -> Reach:
    """What this person may ask for; who watches no store may ask for nothing."""
    reach = reach_of(request.user)
    if not reach.stores or not reach.dimensions:
        raise PermissionDenied
    return reach


def question_form(request, reach: Reach, now: datetime) -> QuestionForm:
    """The form of the address, where it says no period this month: that of the store asked about, whose days they are."""
    today = day_of(now, reach.store_of(request.GET.get("store")).zone)
    return QuestionForm(request.GET, reach=reach, default=(today.replace(day=1), today), bys=(*reach.dimensions, *reach.further), now=now)


def words_of(question: Question, reach: Reach) -> dict[str, str]:
    """The question as the address says it; the store only where there are several."""
    words = question.words
    return words if len(reach.stores) > 1 else {name: word for name, word in words.items() if name != "store"}


def hidden_of(question: Question, reach: Reach) -> list[tuple[str, str]]:
    """What a form that asks for another period asks for beside it."""
    return [(name, word) for name, word in words_of(question, reach).items() if name not in ("from", "to")]


def rows_url(question: Question, reach: Reach) -> Callable[[str, Key], str]:
    """Return a function that gives the address of the rows behind a number, "" where this person may not see them."""

    def url(measure: str, key: Key) -> str:
        if not reach.opens(question.by, key):
            return ""
        words = words_of(question, reach) | {"measure": measure} | ({} if key is None else {"key": key})
        return f"{reverse('figure_rows')}?{urlencode(words, doseq=True)}"

    return url


def ways_of(question: Question, bases: Sequence[str], counted: Callable[[Question], Sequence[str]]) -> list[tuple[str, Any, dict[str, str]]]:
    """With what a question may be compared: (way, its word, what else is asked then). Planned is what happens, so the plan asks by the day of the event."""
    happened = question.with_(basis="activity")
    planned = "activity" in bases and is_planned(counted(happened))
    return [
        ("", _("Not compared"), {}),
        *((how, label, {"basis": "activity"} if how == PLAN else {}) for how, label in WAYS.items() if how != PLAN or planned),
    ]


def said_beside(beside: Beside | None, question: Question) -> str:
    """What a table is compared with, in words; where only its sums have a plan, that."""
    if beside is None:
        return ""
    if beside.how == PLAN:
        has_rows = question.dimension.is_person or question.dimension.is_time
        return _("the plan") if has_rows else _("the plan, which the total alone has when split so")
    other = beside.figures.question
    return _("%(way)s, %(first)s – %(last)s") % {"way": beside.label, "first": f"{other.first:%Y-%m-%d}", "last": f"{other.last:%Y-%m-%d}"}
