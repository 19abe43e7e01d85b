"""What a topic's figure is and comes to: the question of its address, asked over the days it names, or over as many up to another day."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import User
from dcc.reckoning.clock import day_of
from leads.sockets import Figure
from reporting.figures.counting import ask
from reporting.figures.dimensions import TIMES
from reporting.figures.parts.asked import words_of
from reporting.figures.parts.question_form import QuestionForm
from reporting.figures.question import Question
from reporting.figures.rates import COUNTED, RATES
from reporting.figures.reach import Reach, reach_of
from reporting.figures.rows_behind import rows_behind
from reporting.figures.standing_now import STANDING


def figure_of(user: User, address: str, now: datetime) -> Figure | None:
    """Return the figure behind an address as `rows_url` writes it, or of a rate: that with the rate's name as its measure.

    None for what is no figure, or none whose rows this person may open.
    """
    asked, reach = QueryDict(address), reach_of(user)
    measure, key = asked.get("measure", ""), asked.get("key")
    if not reach.stores or not reach.dimensions or measure not in COUNTED | RATES | STANDING:
        return None
    today = day_of(now, reach.store_of(asked.get("store")).zone)
    form = QuestionForm(_without_measure(asked), reach=reach, default=(today.replace(day=1), today), bys=(*reach.dimensions, *reach.further), now=now)
    if form.errors or not reach.opens(form.question().by, key):
        return None
    return _Asked(form.question(), measure, key, reach, now).figure()


def figure_address(question: Question, reach: Reach, measure: str, key: str | None) -> str:
    """The address of a figure: its question, measure and key."""
    return urlencode(words_of(question, reach) | {"measure": measure} | ({} if key is None else {"key": key}))


def topic_address(question: Question, reach: Reach, measure: str, key: str | None, *, title: str = "") -> str:
    """Where a topic is raised on a figure; `title`: the sentence that stands there already."""
    words = {"figure": figure_address(question, reach, measure, key)} | ({"title": title} if title else {})
    return f"{reverse('topic_new')}?{urlencode(words)}"


def _without_measure(asked: QueryDict) -> QueryDict:
    plain = asked.copy()
    plain.pop("measure", None)
    return plain


class _Asked:
    """A figure asked for."""

    def __init__(self, question: Question, measure: str, key: str | None, reach: Reach, now: datetime) -> None:
        self.question, self.measure, self.key, self.reach, self.now = question, measure, key, reach, now
        self.line = STANDING.get(measure) or RATES.get(measure) or COUNTED[measure]

    def figure(self) -> Figure | None:
        """Return it; None where its question does not have it."""
        try:
            self.rows_of(self.question)
        except (KeyError, ValueError):
            return None
        address = figure_address(self.question, self.reach, self.measure, self.key)
        page = "funnel" if self.measure in RATES else "figure_rows"
        name = (
            f"{self.line.label} {self.key}"
            if self.key and self.question.by in (*TIMES, "channel", "model", "campaign", "sub-channel")
            else str(self.line.label)
        )
        return Figure(address, name, self.described, self.value, f"{reverse(page)}?{address}")

    def described(self) -> str:
        """What, whose and when."""
        period = _("%(first)s to %(last)s") % {"first": f"{self.question.first:%m-%d}", "last": f"{self.question.last:%m-%d}"}
        parts = [str(self.line.label), self.key_words(), "" if self.measure in STANDING else period]
        return " · ".join(part for part in parts if part)

    def key_words(self) -> str:
        """What the row of the figure is called."""
        if not self.key:
            return ""
        if self.question.dimension.is_person:
            return next(iter(self.question.store.people.filter(username=self.key).values_list("name", flat=True)), self.key)
        return self.question.dimension.word(self.question.store, self.key)

    def value(self, until: date | None) -> str:
        """Return what it comes to over the days of the address, or over as many up to a day."""
        question = self.question
        if until is not None and question.by not in TIMES:
            question = question.with_(first=until - (question.last - question.first), last=until)
        if rate := RATES.get(self.measure):
            counts = ask(question, (rate.above(question.basis), rate.under))
            row = counts.total if self.key is None else counts.rows.get(self.key, {})
            return f"{row.get(rate.above(question.basis), 0)}/{row.get(rate.under, 0)}"
        return str(self.rows_of(question)[0].count())

    def rows_of(self, question: Question) -> list[QuerySet]:
        """The rows it counts, of a rate those above and below the line; nothing is asked yet. Raises KeyError and ValueError for what there is not."""
        if standing := STANDING.get(self.measure):
            return [standing.rows(question.store, self.key, self.now)]
        rate = RATES.get(self.measure)
        names = [rate.above(question.basis), rate.under] if rate else [self.measure]
        return [rows_behind(question, name, self.key) for name in names]
