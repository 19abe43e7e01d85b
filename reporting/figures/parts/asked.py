"""What the views of figures share: the question of the address, and the way to the rows behind a number."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from dcc.reckoning.clock import day_of
from reporting.figures.parts.question_form import QuestionForm
from reporting.figures.question import Question
from reporting.figures.reach import Reach, reach_of
from reporting.figures.standing_now import Key


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
