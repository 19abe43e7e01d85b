"""Each agent's day that is over and the one ahead, side by side (docs/rules/measures.md#meeting)."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from dcc.reckoning.pace import behind
from reporting.boards.daily_board import MONTH, NOW, Person
from reporting.figures.standing_now import Key
from reporting.meeting.meeting_facts import Meeting

DONE = ("calls", "cards", "invited")
Url = Callable[[str, Key], str]


@dataclass(frozen=True)
class Figure:
    """One number with the address of its rows, "" where there is none."""

    count: int
    url: str = ""


@dataclass(frozen=True)
class AgentLine:
    """One agent, or all: what was done, the month's cards against the target (0: none), what is due, promised, new and overdue."""

    name: str
    done: list[Figure]
    month: Figure
    target: int
    is_late: bool
    due: Figure
    promised: int
    waiting: int
    overdue: Figure


@dataclass(frozen=True)
class Addresses:
    """Where the rows are: of the day, of its month, of the day ahead, of today."""

    day: Url
    month: Url
    ahead: Url
    today: Url


def agent_lines(meeting: Meeting, to: Addresses, gone: Fraction, *, only: str | None) -> list[AgentLine]:
    """Return the agents who are there or did something, by username, and the sums last; `only` one's own line before them."""
    due = Counter(guest.booker for guest in meeting.guests)
    board, standing = meeting.board, meeting.standing
    lines = []
    for person in standing.people:
        name = person.username
        if person.team != "agent" or only not in (None, name) or (person.away and not any(board.rows.get(name, {}).values())):
            continue
        lines.append(_line(meeting, to, gone, person, due[name]))
    return [*lines, _total(meeting, to, gone, due)]


def _line(meeting: Meeting, to: Addresses, gone: Fraction, person: Person, due: int) -> AgentLine:
    key = person.username
    counts, overdue = meeting.board.rows.get(key, {}), meeting.standing.rows[key].get("overdue", 0)
    cards, target = meeting.month_cards.get(key, 0), meeting.targets.get(key, 0)
    return AgentLine(
        person.name,
        [_figure(counts.get(name, 0), name, key, to.day) for name in DONE],
        _figure(cards, "cards", key, to.month),
        target,
        behind(cards, target, gone) > 0,
        _figure(due, "due", key, to.ahead),
        meeting.promised.get(key, 0),
        meeting.waiting.get(key, 0),
        _figure(overdue, "overdue", key, to.today),
    )


def _total(meeting: Meeting, to: Addresses, gone: Fraction, due: Counter) -> AgentLine:
    sums, cards, target = meeting.board.sums, meeting.board.sums[MONTH].get("cards", 0), meeting.board.target("cards")
    done = [_figure(sums[NOW].get(name, 0), name, None, to.day) for name in DONE]
    overdue = meeting.standing.sums[NOW].get("overdue", 0)
    return AgentLine(
        "",
        done,
        _figure(cards, "cards", None, to.month),
        target,
        behind(cards, target, gone) > 0,
        _figure(due.total(), "due", None, to.ahead),
        sum(meeting.promised.values()),
        sum(meeting.waiting.values()),
        _figure(overdue, "overdue", None, to.today),
    )


def _figure(count: int, measure: str, key: Key, url: Url) -> Figure:
    return Figure(count, url(measure, key) if count else "")
