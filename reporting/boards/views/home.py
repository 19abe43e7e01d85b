"""The role's desk: what comes first, what waits, the day's routine, today's figures."""

from typing import Any

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calls.desk.unlogged_dials import unlogged_item
from dcc import sockets
from dcc.models import Notice
from dcc.notices.telling import sentences
from dcc.people.permissions import may, requires, scopes
from dcc.reckoning.clock import day_of
from dcc.store.first_steps import models_of_a_new_store, people_of_a_new_store
from leads.intake.first_file import first_file
from reporting.boards.board_columns import InflowTable
from reporting.boards.desk_routines import COLLECT, ROUTINES
from reporting.boards.desk_table import items_of
from reporting.boards.fresh_board import fresh
from reporting.boards.inflow import inflow_of
from reporting.boards.store_table import store_heads, store_row
from reporting.boards.tiles import month_word, showroom_tile, tiles_of
from reporting.boards.views.daily import before_word
from reporting.figures.figure_table import FigureTable
from reporting.figures.parts.asked import rows_url
from reporting.figures.question import Question
from reporting.figures.reach import reach_of
from reporting.plan.working_time import pace_of

AT_WORK = {"agent", "front_desk", "reception"}  # their day begins on a page of their own
FIRST_STEPS = (first_file, models_of_a_new_store, people_of_a_new_store)  # what a store that takes in nothing yet wants before anything else
NEWS = 5


@require_safe
@requires("me")
def home(request):
    """Where this person's day begins: their work page, or the desk."""
    user = request.user
    if user.roles <= AT_WORK:
        place = next((place for place in (find(user) for find in sockets.landing_pages) if place), "me")
        return redirect(place)
    now = timezone.now()
    routines = [routine for routine in (find(user, now) for find in ROUTINES) if routine]
    is_new = all(routine.what is not COLLECT for routine in routines)  # nothing came in for a week, as far as this person collects it
    found = [items_of, unlogged_item, *(FIRST_STEPS if is_new else ())]
    items = sorted((item for find in found for item in find(user, now)), key=lambda item: (not item.late, item.urgency))
    context = {
        "first": items[0] if items else None,
        "items": [(index, item) for index, item in enumerate(items[1:], start=2)],
        "routines": routines,
        "news": sentences(user, list(Notice.objects.visible_to(user).order_by("-at", "-id")[:NEWS]), now=now),
        **figures_of(user, now),
    }
    context["done"] = sum(1 for routine in routines if routine.state == "done")
    return render(request, "reporting/boards/home.html", context)


def figures_of(user, now) -> dict[str, Any]:
    """Today's figures as far as this person's reach goes: tiles, the channels' inflow, or the stores watched."""
    held, reach = scopes(user, "figures.see"), reach_of(user)
    if not user.store_id:
        return {"stores": FigureTable(store_heads(), [store_row(store, now) for store in reach.stores], caption=_("Store"))}
    found: dict[str, Any] = {"inflow": InflowTable(inflow_of(user.store, now=now)) if held & {"all", "channels"} else None}
    if "all" in held and may(user, "board.see"):
        today = day_of(now, user.store.zone)
        question = Question(user.store, "agent", "activity", today, today)
        board = fresh(question, now)
        pace = pace_of(user.store, today, today, board.at)
        url = rows_url(question, reach)
        found["tiles"] = tiles_of(board, pace, lambda name: url(name, None))
        found |= {"tick": pace.month_gone, "before_word": before_word(board), "month_word": month_word(today, today, today)}
        if may(user, "visit.decide"):  # who decides whose a visit is sees both sides of the door
            found["tiles"].append(showroom_tile(user.store, today, rows_url(question.with_(by="day"), reach)("showroom_visits", None)))
    return found
