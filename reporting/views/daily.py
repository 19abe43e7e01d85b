"""The daily board."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dcc.clock import day_of
from dcc.permissions import may, requires
from dcc.store_settings import values_at, working_hours
from reporting.board import Board, snapshot
from reporting.board_table import hours_of, table_of
from reporting.desk_table import page_url
from reporting.forms.asking import QuestionForm
from reporting.pace import Pace
from reporting.periods import of_the_board
from reporting.question import Question
from reporting.reach import Reach
from reporting.tiles import forecast, still_missing, tiles_of
from reporting.views.asked import reach_or_denied, rows_url, words_of

FRESH = 10  # seconds for which one snapshot serves everybody


@require_safe
@requires("board.see")
def show(request):
    """The board of a day or a period."""
    return render(request, "reporting/daily.html", context_of(request))


@require_safe
@requires("board.see")
def board(request):
    """The board alone, asked for again and again: answered with nothing where nothing changed."""
    body = render_to_string("reporting/_daily_board.html", context_of(request), request)
    etag = f'"{sha256(body.encode()).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    return HttpResponse(body, headers={"ETag": etag})


def context_of(request) -> dict[str, Any]:
    """Everything the board's templates need, cut to what this person may see."""
    reach = reach_or_denied(request)
    if reach.own and "agent" not in reach.own:
        raise PermissionDenied
    now = timezone.now()
    today = day_of(now, reach.stores[0].zone)
    form = QuestionForm(request.GET, reach=reach, default=(today, today))
    question = form.question().with_(by="agent", basis="activity")
    found = fresh(question, now)
    hours = working_hours(question.store, values_at(question.store, now))
    pace = Pace(hours, question.first, question.last, found.at)
    url = url_of(question, reach)
    return {
        "form": form,
        "question": question,
        "board": found,
        "periods": periods(question, reach),
        "stores": stores(question, reach),
        "tiles": tiles_of(found, pace, lambda name: url(name, None)),
        "tick": pace.of_month(),
        "before_word": before_word(question, today),
        "people": table_of(found, url, reach.own.get("agent")) if reach.sees_people or reach.own else [],
        "hours": hours_of(found, hours.opens.hour, hours.closes.hour),
        "incidents": [(incident, page_url(incident.kind.page)) for incident in found.incidents] if reach.rows and may(request.user, "lead.see") else None,
        "missing": still_missing(found, pace),
        "forecast": forecast(found, pace),
        "again": urlencode(words_of(question, reach)),
        "now": now,
    }


def fresh(question: Question, now: datetime) -> Board:
    """The snapshot of a store and period, counted again where the last is older than ten seconds."""
    key = f"board:{question.store.pk}:{question.first}:{question.last}"
    found = cache.get(key)
    if found is None:
        found = snapshot(question.store, question.first, question.last, now=now)
        cache.set(key, found, FRESH)
    return found


def before_word(question: Question, today: date) -> str:
    """What the period before is called."""
    if question.first == question.last:
        return _("Yesterday") if question.last == today else _("The day before")
    return _("The period before")


def url_of(question: Question, reach: Reach):
    """The way to the rows behind a number; what stands now needs no period."""
    rows = rows_url(question, reach)
    return lambda name, key: rows(name, key) if name != "rate" else ""


def periods(question: Question, reach: Reach) -> list[dict]:
    """Today, yesterday, this week, this month."""
    asked = (question.first, question.last)
    usual = of_the_board(day_of(timezone.now(), question.store.zone))
    return [
        {"label": label, "url": _address(question.with_(first=first, last=last), reach), "is_here": (first, last) == asked} for label, first, last in usual
    ]


def stores(question: Question, reach: Reach) -> list[dict]:
    """The stores head office may choose among; none to choose where there is one."""
    links = [{"label": store.name, "url": _address(question.with_(store=store), reach), "is_here": store == question.store} for store in reach.stores]
    return links if len(links) > 1 else []


def _address(question: Question, reach: Reach) -> str:
    words = words_of(question, reach)
    return f"?{urlencode({name: word for name, word in words.items() if name not in ('by', 'basis')})}"




