"""What slipped on a day, row by row, and whose it is; each kind is a figure with its rows (docs/rules/measures.md#meeting)."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Value
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calls.models import Appointment
from dcc.frame.moment_words import span
from dcc.reckoning.clock import WorkingHours
from dcc.store.store_settings import hours_lived
from reporting.figures.counting import counted_events
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question
from reporting.walls.showroom_wall import called

NAMED = 2  # customers named in a line
NOT_SETTLED = Value(False)  # noqa: FBT003 - the one thing it says


@dataclass(frozen=True)
class Kind:
    """One way to slip: the figure whose rows these are; `advice` is what to do today; `names`: customers are named, by surname."""

    name: str
    label: Any
    icon: str
    advice: Any
    names: bool = False


KINDS = (
    Kind("no_shows", gettext_lazy("Did not come"), "calendar-off", gettext_lazy("Ring them first"), names=True),
    Kind("late", gettext_lazy("First called too late"), "clock-exclamation", gettext_lazy("Say who takes the late ones")),
    Kind("overdue", gettext_lazy("Overdue"), "alarm", gettext_lazy("Clear them before noon")),
    Kind("leaked", gettext_lazy("Leaked"), "arrows-exchange", gettext_lazy("Have guests give their name"), names=True),
    Kind("no_card", gettext_lazy("Reached, no card"), "id-off", gettext_lazy("Ask what is missing, open the card")),
)


@dataclass(frozen=True)
class Slipped:
    """One customer that slipped, and whose: `username` and `who`, empty where nobody's. `minutes`: how long a first call took; `is_settled`: done since."""

    kind: str
    username: str
    who: str
    called: str
    at: datetime
    minutes: float = 0
    is_settled: bool = False


@dataclass(frozen=True)
class Line:
    """One kind as the page says it: how many, whose they are, what is known of it, what to do."""

    kind: Kind
    count: int
    whose: str
    fact: str
    url: str = ""


def slipped_rows(asked: Question, *, now: datetime) -> list[Slipped]:
    """Return what slipped on the day that is asked about: a question for each kind but what stands overdue, which the board knows."""
    hours = hours_lived(asked.store, now)
    again = Exists(Appointment.objects.running().filter(lead=OuterRef("lead")))
    found = [*_rows(asked, "no_shows", hours, again), *_rows(asked, "late", hours), *_rows(asked, "leaked", hours, F("proposed_at"))]
    return [*found, *_rows(asked, "no_card", hours)]


def _rows(asked: Question, name: str, hours: WorkingHours, settled: Any = NOT_SETTLED) -> list[Slipped]:
    measure = MEASURES[name]
    whose, moment = measure.happening.agent, measure.happening.moment
    facts = ("lead__name", "lead__gender", "lead__opened_at", f"{whose}__username", f"{whose}__name", moment)
    rows = counted_events(asked, measure.happening).filter(measure.which).order_by(moment, "pk")
    rows = rows.annotate(settled=settled).values_list(*facts, "settled")
    return [
        Slipped(name, username or "", who or "", called(lead, gender), at, hours.minutes_between(opened, at), bool(done))
        for lead, gender, opened, username, who, at, done in rows
    ]


def line_of(kind: Kind, rows: list[Slipped], *, url: str) -> Line:
    """Return what is said of the rows of one kind."""
    named = [_("%(name)s %(time)s %(who)s") % {"name": row.called, "time": f"{localtime(row.at):%H:%M}", "who": row.who} for row in rows[:NAMED]]
    if kind.names and len(rows) <= NAMED:
        return Line(kind, len(rows), _("; ").join(named), _fact(kind, rows), url)
    return Line(kind, len(rows), shares(Counter(row.who or _("Unassigned") for row in rows)), _fact(kind, rows), url)


def shares(counts: Counter) -> str:
    """Return whose how many are: 王思远 2，吴倩 1."""
    return _(", ").join(f"{who} {count}" for who, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])) if count)


def _fact(kind: Kind, rows: list[Slipped]) -> str:
    if kind.name == "late":
        return _("The longest %(span)s") % {"span": span(max(row.minutes for row in rows))}
    if kind.name not in ("no_shows", "leaked"):
        return ""
    left = sum(1 for row in rows if not row.is_settled)
    if kind.name == "leaked":
        return ngettext("%(n)d not proposed yet", "%(n)d not proposed yet", left) % {"n": left} if left else _("For the director to sign")
    return ngettext("%(n)d not invited again", "%(n)d not invited again", left) % {"n": left} if left else _("All invited again")
