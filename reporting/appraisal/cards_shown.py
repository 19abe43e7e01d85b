"""Cards as a page shows them: a table by post, and one cell explained."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from dcc.people.roles import ROLES
from dcc.reckoning.rounding import percent
from reporting.appraisal.judged_by import OWN_WORK, Aim, aims_of
from reporting.appraisal.month_scores import Appraisal, Judged
from reporting.appraisal.scoring import CAPPED, FLOORED, FULL, Card, Line, Mark, middle_of
from reporting.models import AppraisalRule
from reporting.models.appraisal import TABLES
from reporting.rewards.rule_words import plain

Url = Callable[[Judged, str], str]  # of the rows behind a measure


@dataclass(frozen=True)
class Cell:
    """One measure of somebody's card."""

    label: Any
    line: Line
    mark: Mark
    value: str
    fraction: str
    target: str
    tag: str
    query: str
    is_on: bool


@dataclass(frozen=True)
class Row:
    """One person of a post."""

    place: int | None
    judged: Judged
    cells: list[Cell]
    total: Decimal | None
    other: Decimal | None


@dataclass
class Post:
    """A post of the page: its heads, its people."""

    name: str
    label: Any
    heads: list[tuple[Any, int, str]]
    rows: list[Row] = field(default_factory=list)
    middle: Decimal | None = None

    @property
    def is_own_work(self) -> bool:
        """Whether it is judged by its own accuracy."""
        return self.name in OWN_WORK


def posts_of(appraisal: Appraisal, table: str, chosen: tuple[str, str, str], month: str) -> list[Post]:
    """Return the posts in which somebody has a card of this table; `chosen` is the cell that is open: post, username, measure."""
    other = next(name for name, _label in TABLES if name != table)
    found = []
    for name in dict.fromkeys(one.role for one in appraisal.judged):
        people = [one for one in appraisal.of_post(name, table) if table in one.cards]
        if not people:
            continue
        post = Post(name, dict(ROLES)[name], heads_of(name, people[0].cards[table]))
        totals = [one.total(table) for one in people]
        for one in people:
            total = one.total(table)
            place = None if total is None else 1 + sum(each is not None and each > total for each in totals)
            post.rows.append(Row(place, one, cells_of(one, table, chosen, month), total, one.total(other)))
        known = [total for total in totals if total is not None]
        post.middle = middle_of(known) if len(known) > 1 else None
        found.append(post)
    return found


def heads_of(post: str, card: Card) -> list[tuple[Any, int, str]]:
    """Return of each measure its name, its weight, its target."""
    aims = aims_of(post)
    return [(aims[line.measure].label, line.weight, target_said(aims[line.measure], line)) for line in card.scheme.lines]


def target_said(aim: Aim, line: Line) -> str:
    """What is aimed at, in a word."""
    return f"{plain(line.target * FULL)}%" if aim.is_rate and line.target else _("own target")


def cells_of(one: Judged, table: str, chosen: tuple[str, str, str], month: str) -> list[Cell]:
    """Return the measures of somebody's card."""
    aims, cells, card = aims_of(one.role), [], one.cards[table]
    for mark in card.marks:
        place = (one.role, one.person.username, mark.line.measure)
        query = urlencode({"month": month, "table": table, "post": place[0], "user": place[1], "measure": place[2]})
        value, fraction = reached_said(mark)
        cells.append(Cell(aims[mark.line.measure].label, mark.line, mark, value, fraction, _target(mark), tag_of(mark, card), query, place == chosen))
    return cells


def reached_said(mark: Mark) -> tuple[str, str]:
    """What was reached as it is printed, and its fraction: of a count, the target it stands over."""
    reached = mark.reached
    if reached.under is None:
        return str(reached.over), f"{reached.over} / {plain(reached.target) if reached.target else '—'}"
    return percent(reached.over, reached.under), f"{reached.over}/{reached.under}"


def tag_of(mark: Mark, card: Card) -> str:
    """What decided a score beside the share, or that there is none."""
    if mark.points is None:
        return _("not judged")
    if mark.limit == FLOORED:
        return _("under %(floor)s%%") % {"floor": card.scheme.floor}
    return _("capped") if mark.limit == CAPPED else ""


@dataclass(frozen=True)
class Explained:
    """One cell in words: how the score was made."""

    one: Judged
    label: Any
    formula: str
    value: str
    over: tuple[int, str]
    under: tuple[int, str] | None
    target: str
    set_by: AppraisalRule | None
    share: str
    points: str
    score: Decimal | None
    card: Card


def explained(one: Judged, table: str, measure: str, rule: AppraisalRule | None, url: Url) -> Explained | None:
    """Return how somebody's score of a measure was made."""
    card = one.cards.get(table)
    mark = next((mark for mark in card.marks if mark.line.measure == measure), None) if card else None
    if card is None or mark is None:
        return None
    aim, reached = aims_of(one.role)[measure], mark.reached
    under = None if reached.under is None else (reached.under, url(one, aim.under))
    target = _target(mark)
    value, _fraction = reached_said(mark)
    share = f"{value} ÷ {target} = {_percent(reached.share)}" if reached.share is not None else "—"
    points = f"{_weight(mark.weighed)} × {_percent(_held(mark, card))} = " if mark.points is not None else ""
    return Explained(one, aim.label, str(aim.formula), value, (reached.over, url(one, aim.over)), under, target, rule, share, points, mark.points, card)


def _target(mark: Mark) -> str:
    target = mark.reached.target
    if target is None:
        return "—"
    return plain(target) if mark.reached.under is None else f"{plain(target * FULL)}%"


def _held(mark: Mark, card: Card) -> Fraction:
    """The share that counts: between floor and cap."""
    share = mark.reached.share or Fraction()
    return {FLOORED: Fraction(), CAPPED: Fraction(card.scheme.cap, FULL)}.get(mark.limit, share)


def _percent(share: Fraction | None) -> str:
    return "—" if share is None else percent(share.numerator, share.denominator)


def _weight(weight: Fraction) -> str:
    return str(weight.numerator) if weight.denominator == 1 else f"{float(weight):.1f}"


def lines_of(judged: Iterable[Judged], table: str, month: str) -> list[tuple[Any, Judged, list[Cell], Decimal | None]]:
    """Return one person's own cards as lists: the post, the card, its measures, the total."""
    found = []
    for one in judged:
        if table in one.cards:
            found.append((dict(ROLES)[one.role], one, cells_of(one, table, ("", "", ""), month), one.total(table)))
    return found
