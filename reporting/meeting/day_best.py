"""Who was best on a day, by figure: shared places are all named, nobody with fewer than five calls is ranked (docs/rules/measures.md#meeting)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from statistics import median
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from dcc.store.store_settings import hours_lived
from leads.models import Lead
from reporting.boards.daily_board import Board
from reporting.figures.measures import Counts
from reporting.figures.question import Question

FEWEST_CALLS = 5


@dataclass
class Answered:
    """The first responses of one agent on a day: working minutes of each, and how many were in time."""

    minutes: list[float] = field(default_factory=list)
    in_time: int = 0

    @property
    def middle(self) -> Fraction:
        """The median."""
        return Fraction(median(self.minutes))


@dataclass(frozen=True)
class Best:
    """One figure and who led in it: several where they share the place. `measure` and `keys` lead to its rows."""

    label: Any
    names: list[str]
    value: str
    beside: str = ""
    measure: str = ""
    keys: tuple[str, ...] = ()


def answered_of(asked: Question, *, now: datetime) -> dict[str, Answered]:
    """Return the first responses of a day by agent."""
    hours = hours_lived(asked.store, now)
    rows = Lead.objects.filter(asked.within("responded_at"), store=asked.store, agent__isnull=False).unmerged().order_by()
    found: dict[str, Answered] = defaultdict(Answered)
    for username, opened, responded, limit in rows.annotate(who=F("agent__username")).values_list("who", "opened_at", "responded_at", "respond_by"):
        found[username].minutes.append(hours.minutes_between(opened, responded))
        found[username].in_time += limit is not None and responded <= limit
    return dict(found)


def best_of(board: Board, answered: dict[str, Answered], received: dict[str, tuple[str, Counts]]) -> list[Best]:
    """Return the figures in which anybody led."""
    ranked = [person for person in board.people if person.username and board.rows[person.username].get("calls", 0) >= FEWEST_CALLS]
    names = {person.username: person.name for person in ranked}
    rows = {username: board.rows[username] for username in names}
    made = [
        _count(names, rows, "cards", _("Cards"), lambda n: ngettext("%(n)d card", "%(n)d cards", n) % {"n": n}, _connected),
        _count(names, rows, "invited", pgettext("figure", "Invited"), lambda n: ngettext("%(n)d appointment", "%(n)d appointments", n) % {"n": n}, _connected),
        _kept(names, rows),
        _first_response(names, answered),
        _reception(received),
    ]
    return [best for best in made if best is not None]


def _leaders(scores: dict[str, Any]) -> list[str]:
    """Return all who share the first place."""
    best = max(scores.values(), default=None)
    return [username for username, score in scores.items() if score == best]


def _connected(rows: Iterable[Counts]) -> str:
    return _("connected %(n)s") % {"n": _("; ").join(str(counts.get("connected", 0)) for counts in rows)}


def _count(names: dict, rows: dict, measure: str, label: Any, words: Callable[[int], str], beside: Callable) -> Best | None:
    scores = {username: counts[measure] for username, counts in rows.items() if counts.get(measure)}
    first = _leaders(scores)
    if not first:
        return None
    return Best(label, [names[each] for each in first], words(scores[first[0]]), beside(rows[each] for each in first), measure, tuple(first))


def _kept(names: dict, rows: dict) -> Best | None:
    scores = {each: Fraction(counts["arrived"], counts["due"]) for each, counts in rows.items() if counts.get("due") and counts.get("arrived")}
    first = _leaders(scores)
    if not first:
        return None
    said = _("; ").join(dict.fromkeys(f"{rows[each]['arrived']} / {rows[each]['due']}" for each in first))
    return Best(pgettext("figure", "Kept"), [names[each] for each in first], said, "", "arrived", tuple(first))


def _first_response(names: dict, answered: dict[str, Answered]) -> Best | None:
    first = _leaders({each: -one.middle for each, one in answered.items() if each in names})
    if not first:
        return None
    ones = [answered[each] for each in first]
    said = {"n": sum(len(one.minutes) for one in ones), "in_time": sum(one.in_time for one in ones)}
    words = _("all %(n)d in time") if said["n"] == said["in_time"] else _("%(in_time)d of %(n)d in time")
    return Best(_("First response"), [names[each] for each in first], _("median %(n)d min") % {"n": round(ones[0].middle)}, words % said)


def _reception(received: dict[str, tuple[str, Counts]]) -> Best | None:
    scores = {each: (counts.get("orders", 0), counts.get("visits", 0)) for each, (_name, counts) in received.items()}
    first = _leaders(scores)
    if not first:
        return None
    orders, visits = scores[first[0]]
    said = _("visits %(visits)d, orders %(orders)d") % {"visits": visits, "orders": orders}
    return Best(pgettext("figure", "Reception"), [received[each][0] for each in first], said)
