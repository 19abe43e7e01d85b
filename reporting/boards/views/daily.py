"""The daily board."""

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dcc.frame.answers import WRONG
from dcc.frame.moment_words import weekday
from dcc.people.permissions import may, requires
from dcc.reckoning.clock import day_of
from reporting.boards.board_columns import HoursTable, bands_of
from reporting.boards.boards_of_a_day import boards_of
from reporting.boards.daily_board import Board
from reporting.boards.daily_table import heads, hours_of, table_of
from reporting.boards.desk_table import page_url
from reporting.boards.fresh_board import fresh
from reporting.boards.incidents import Incident
from reporting.boards.tiles import month_word, still_missing, tiles_of
from reporting.figures.figure_table import FigureTable
from reporting.figures.parts.asked import reach_or_denied, rows_url, words_of
from reporting.figures.parts.question_form import QuestionForm
from reporting.figures.periods import of_the_board
from reporting.figures.question import Question
from reporting.figures.reach import Reach
from reporting.plan.working_time import pace_of

TEAM = "team"  # in the address: the specialists' rows stand unfolded
STOP_ASKING = 286  # htmx asks no more


@require_safe
@requires("board.see")
def show(request):
    """The board of a day or a period; what is no period is refused in words, and no other one's figures are shown."""
    reach, form = asked_of(request)
    bar = bar_of(request, form, reach)
    if form.period_refused:
        return render(request, "reporting/boards/daily.html", bar, status=WRONG)
    return render(request, "reporting/boards/daily.html", bar | context_of(request, form, reach))


@require_safe
@requires("board.see")
def board(request):
    """The board alone, asked for again and again: answered with nothing where nothing changed.

    Once the day on which the page was opened (`day`) is over, the page is told so instead of changing.
    """
    reach, form = asked_of(request)
    today = day_of(timezone.now(), form.store_asked.zone)
    if form.period_refused:
        return HttpResponse(status=WRONG)
    if request.GET.get("day", f"{today}") != f"{today}":
        news = {"today": today, "store": _store_words(form.question(), reach).get("store", "")}
        response = render(request, "reporting/boards/_daily_news.html", news, status=STOP_ASKING)
        response["HX-Retarget"], response["HX-Reswap"] = "#board-news", "innerHTML"
        return response
    body = render_to_string("reporting/boards/_daily_fresh.html", context_of(request, form, reach), request)
    etag = f'"{sha256(body.encode()).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    return HttpResponse(body, headers={"ETag": etag})


def asked_of(request) -> tuple[Reach, QuestionForm]:
    """What this person may ask for, and what they ask for: today of the store, where they say no period."""
    reach = reach_or_denied(request)
    if reach.own and "agent" not in reach.own:
        raise PermissionDenied
    today = day_of(timezone.now(), reach.store_of(request.GET.get("store")).zone)
    return reach, QuestionForm(request.GET, reach=reach, default=(today, today))


def question_of(form: QuestionForm) -> Question:
    """The question of the board."""
    return form.question().with_(by="agent", basis="activity")


def bar_of(request, form: QuestionForm, reach: Reach) -> dict[str, Any]:
    """What the bar above the board needs."""
    question = question_of(form)
    today = day_of(timezone.now(), question.store.zone)
    one_day = question.first == question.last and not form.period_refused

    def day(ahead: int) -> str:
        shifted = question.first + timedelta(days=ahead)
        return _address(question.with_(first=shifted, last=shifted), reach)

    return {
        "form": form,
        "question": question,
        "now": timezone.now(),
        "periods": periods(question, reach, today, is_refused=form.period_refused),
        "hidden": list(_store_words(question, reach).items()),
        "stores": stores(question, reach),
        "boards": boards_of(request.user, here="daily"),
        "day_before": day(-1) if one_day else "",
        "day_after": day(1) if one_day and question.last < today else "",
    }


def context_of(request, form: QuestionForm, reach: Reach) -> dict[str, Any]:
    """Everything the board's templates need, cut to what this person may see."""
    question = question_of(form)
    found = fresh(question, timezone.now())
    pace = pace_of(question.store, question.first, question.last, found.at)
    url = rows_url(question, reach)
    at, days = f"{found.at.astimezone(question.store.zone):%H:%M}", days_in_words(found)
    is_open = request.GET.get(TEAM) == "open"
    words = _store_words(question, reach) | {"from": f"{question.first}", "to": f"{question.last}"}
    toggle = "?" + urlencode(words | ({} if is_open else {TEAM: "open"}))
    rows = table_of(found, url, only=reach.own.get("agent"), toggle=toggle, is_open=is_open) if reach.sees_people or reach.own else []
    bands = bands_of(found, days=days, at=at)
    table = FigureTable(heads(found), rows, caption=_("Each agent"), named=_("Agent"), look="d-board-table", bands=bands) if rows else None
    hours = hours_of(found, pace.hours.opens.hour, pace.hours.closes.hour)
    return {
        "question": question,
        "board": found,
        "at": at,
        "days": days,
        "tiles": tiles_of(found, pace, lambda name: url(name, None)),
        "tick": pace.month_gone,
        "before_word": before_word(found),
        "month_word": month_word(found.first, found.last, found.today),
        "people": table,
        "hours": hours,
        "hours_table": HoursTable(hours),
        "incidents": incidents_in_reach(found.incidents, url) if reach.rows and may(request.user, "lead.see") else None,
        "missing": still_missing(found, pace),
        "sees_closings": may(request.user, "closing.see") and question.store == request.user.store,
        "again": urlencode(words | ({TEAM: "open"} if is_open else {}) | {"day": f"{found.today}"}),
    }


def before_word(board: Board) -> str:
    """What the period before is called."""
    if not board.is_day:
        return _("The period before")
    return _("Yesterday") if board.last == board.today else f"{board.last - timedelta(days=1):%m-%d}"


def days_in_words(board: Board) -> str:
    """The period: 11-26 周四, or its first and last day; with the year where it is not this one."""
    how = "%m-%d" if board.first.year == board.last.year == board.today.year else "%Y-%m-%d"
    if board.is_day:
        return f"{board.first:{how}} {weekday(board.first)}"
    return _("%(first)s to %(last)s") % {"first": f"{board.first:{how}}", "last": f"{board.last:{how}}"}


def incidents_in_reach(incidents: list[Incident], url: Callable[[str, Any], str]) -> list[tuple[Incident, str, str]]:
    """The incidents, each with the page on which it is settled, and the rows of all of its kind."""
    return [(incident, page_url(incident.kind.page), url(incident.kind.measure, None) if incident.kind.measure else "") for incident in incidents]


def periods(question: Question, reach: Reach, today: date, *, is_refused: bool) -> list[dict]:
    """Today, yesterday, this week, this month; none of them holds where the period is refused."""
    asked = None if is_refused else (question.first, question.last)
    return [
        {"label": label, "url": _address(question.with_(first=first, last=last), reach), "is_here": (first, last) == asked}
        for label, first, last in of_the_board(today)
    ]


def stores(question: Question, reach: Reach) -> list[dict]:
    """The stores head office may choose among; none to choose where there is one."""
    links = [{"label": store.name, "url": _address(question.with_(store=store), reach), "is_here": store == question.store} for store in reach.stores]
    return links if len(links) > 1 else []


def _store_words(question: Question, reach: Reach) -> dict[str, str]:
    return {name: word for name, word in words_of(question, reach).items() if name == "store"}


def _address(question: Question, reach: Reach) -> str:
    return "?" + urlencode({name: word for name, word in words_of(question, reach).items() if name not in ("by", "basis")})
