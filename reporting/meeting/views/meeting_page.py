"""The meeting (早会 · 夕会): one screen, and one sheet of paper."""

from collections import Counter
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dcc.frame.moment_words import weekday
from dcc.people.permissions import may, requires, scopes
from dcc.reckoning.rounding import percent, rounded
from reporting.boards.daily_board import MONTH, NOW
from reporting.boards.tiles import Tile, month_word, tiles_of
from reporting.figures.parts.asked import rows_url
from reporting.figures.question import Question
from reporting.figures.reach import reach_of
from reporting.figures.standing_now import Key
from reporting.meeting.agent_lines import Addresses, Url, agent_lines
from reporting.meeting.day_best import Best, best_of
from reporting.meeting.guests import hours_of
from reporting.meeting.meeting_facts import Meeting, fresh_meeting
from reporting.meeting.slipped_rows import KINDS, Line, line_of, shares
from reporting.plan.working_time import pace_of

EVENING, SCREEN = "evening", "screen"  # in the address: at=evening; screen: without frame, enlarged


@require_safe
@requires("meeting.see")
def show(request):
    """The morning's, or the evening's: the day that is over and the one ahead. Whoever sees the team's totals alone has their own rows and customers."""
    now, user, store = timezone.now(), request.user, request.user.own_store
    evening = request.GET.get("at") == EVENING
    meeting = fresh_meeting(store, now=now, evening=evening)
    only = None if "all" in scopes(user, "meeting.see") else user.username
    pace = pace_of(store, meeting.day, meeting.day, now)
    to = _addresses(user, meeting)
    guests = [guest for guest in meeting.guests if only is None or guest.is_of(only)]
    slipped = _slipped(meeting, to, only)
    words = {"at": EVENING} if evening else {}
    context = {
        "meeting": meeting,
        "now": now,
        "mine": only is not None,
        "is_screen": SCREEN in request.GET,
        "named": _("Evening meeting") if evening else _("Morning meeting"),
        "kinds": [{"label": label, "url": url, "is_here": here} for label, url, here in _kinds(evening)],
        "screen_url": "?" + urlencode(words | ({} if SCREEN in request.GET else {SCREEN: "on"})),
        "days": _days(meeting),
        "day_word": _("Today") if evening else _("Yesterday"),
        "ahead_word": _("Tomorrow") if evening else _("Today"),
        "tick": pace.month_gone,
        "gone": percent(pace.month_gone.numerator, pace.month_gone.denominator),
        "month_word": month_word(meeting.day, meeting.standing.today, meeting.standing.today),
        "tiles": [_said(tile, meeting) for tile in tiles_of(meeting.board, pace, lambda name: to.day(name, None))],
        "count": len(meeting.guests),
        "confirmed": sum(1 for guest in meeting.guests if guest.state == "confirmed"),
        "came": sum(1 for guest in meeting.guests if guest.state == "arrived"),
        "missed": sum(1 for guest in meeting.guests if guest.state == "missed"),
        "open": sum(1 for guest in meeting.guests if guest.is_open),
        "expected": None if meeting.expected is None else rounded(meeting.expected),
        "guests": guests,
        "hours": hours_of(store, meeting.ahead, guests, now=now),
        "confirm_url": reverse("appointments") if may(user, "appointment.book") and any(guest.is_open for guest in guests) else "",
        "lines": agent_lines(meeting, to, pace.month_gone, only=only),
        "slipped": slipped,
        "slipped_count": sum(line.count for line in slipped),
        "best": [(best, _best_url(best, to)) for best in best_of(meeting.board, meeting.answered, meeting.received)] if only is None else None,
    }
    return render(request, "reporting/meeting/meeting.html", context)


def _kinds(evening: bool) -> list[tuple[str, str, bool]]:  # noqa: FBT001 - the one thing that is asked
    return [(_("Morning meeting"), "?", not evening), (_("Evening meeting"), f"?at={EVENING}", evening)]


def _days(meeting: Meeting) -> str:
    day, ahead = (f"{one:%m-%d} {weekday(one)}" for one in (meeting.day, meeting.ahead))
    words = _("Today %(day)s, tomorrow %(ahead)s") if meeting.is_evening else _("Yesterday %(day)s, today %(ahead)s")
    return words % {"day": day, "ahead": ahead}


def _addresses(user, meeting: Meeting) -> Addresses:
    reach, store = reach_of(user), meeting.store

    def of(first: date, last: date) -> Url:
        return rows_url(Question(store, "agent", "activity", first, last), reach)

    today, day, ahead = meeting.standing.today, meeting.day, meeting.ahead
    return Addresses(of(day, day), of(day.replace(day=1), day), of(ahead, ahead), of(today, today))


def _said(tile: Tile, meeting: Meeting) -> Tile:
    """The tile with what a meeting asks beside the value: the usual number of this weekday, those due and come, else the day before."""
    sums = meeting.board.sums
    if tile.name == "calls":
        said = _("median of 4 %(weekday)s %(n)d") % {"weekday": weekday(meeting.day), "n": rounded(meeting.usual_calls)}
    elif tile.name == "visits":
        said = _("due %(due)d, came of them %(came)d") % {"due": sums[NOW].get("due", 0), "came": sums[NOW].get("arrived", 0)}
    else:
        said = (_("Yesterday %(n)s") if meeting.is_evening else _("The day before %(n)s")) % {"n": tile.before}
    shares_of = {"connection_rate": (sums[MONTH].get("connected", 0), sums[MONTH].get("calls", 0)), "in_time": meeting.board.in_time[MONTH]}
    if tile.name not in shares_of:
        return replace(tile, before=said)
    over, under = shares_of[tile.name]
    said = f"{tile.beside} · {said}" if tile.beside else said
    return replace(tile, before=said, beside="", month=f"{tile.month} {over:,}/{under:,}" if under else tile.month)


def _slipped(meeting: Meeting, to: Addresses, only: str | None) -> list[Line]:
    """The kinds that have anything, in their order."""
    lines = []
    for kind in KINDS:
        if kind.name == "overdue":
            line = _overdue(meeting, kind, to, only)
        else:
            rows = [row for row in meeting.slipped if row.kind == kind.name and only in (None, row.username)]
            line = line_of(kind, rows, url=to.day(kind.name, only)) if rows else None
        if line:
            lines.append(line)
    return lines


def _overdue(meeting: Meeting, kind, to: Addresses, only: Key) -> Line | None:
    """What stands overdue now, as the board counts it."""
    board = meeting.standing
    people = [person for person in board.people if only in (None, person.username)]
    counts = Counter({person.name or _("Unassigned"): board.rows[person.username].get("overdue", 0) for person in people})
    return Line(kind, counts.total(), shares(counts), _("as of now"), to.today(kind.name, only)) if counts.total() else None


def _best_url(best: Best, to: Addresses) -> str:
    keys: Key = best.keys[0] if len(best.keys) == 1 else best.keys
    return to.day(best.measure, keys) if best.measure else ""
