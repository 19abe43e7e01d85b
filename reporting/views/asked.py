"""What the views of figures share: the question of the address, and the way to the rows behind a number."""

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from dcc.clock import day_of
from dcc.models import Store
from reporting.forms.asking import QuestionForm
from reporting.question import Question
from reporting.reach import Reach, reach_of
from reporting.standing import Key


def reach_or_denied(request) -> Reach:
    """What this person may ask for; who watches no store may ask for nothing."""
    reach = reach_of(request.user)
    if not reach.stores or not reach.dimensions:
        raise PermissionDenied
    return reach


def question_form(request, reach: Reach) -> QuestionForm:
    """The form of the address, this month of the store asked about where it says no period."""
    return QuestionForm(request.GET, reach=reach, default=this_month)


def this_month(store: Store) -> tuple[date, date]:
    """The store's month so far."""
    today = day_of(timezone.now(), store.zone)
    return today.replace(day=1), today


def words_of(question: Question, reach: Reach) -> dict[str, str]:
    """The question as the address says it; the store only where there are several."""
    words = question.words
    return words if len(reach.stores) > 1 else {name: word for name, word in words.items() if name != "store"}


def rows_url(question: Question, reach: Reach) -> Callable[[str, Key], str]:
    """Return a function that gives the address of the rows behind a number, "" where this person may not see them."""

    def url(measure: str, key: Key) -> str:
        if not reach.opens(question.by, key):
            return ""
        words = words_of(question, reach) | {"measure": measure} | ({} if key is None else {"key": key})
        return f"{reverse('figure_rows')}?{urlencode(words, doseq=True)}"

    return url
