"""The appraisal of a month: each person's card of each post, as it is counted now or as it was signed (docs/rules/domain.md#appraisal)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import F

from dcc.models import Store, User
from dcc.reckoning.clock import start_of
from reporting.appraisal.judged_by import POSTS, aims_of, scheme_of, standing
from reporting.appraisal.month_counts import SHARED, Counts, counts_of
from reporting.appraisal.scoring import FULL, Card, Line, Reached, Scheme, middle_of, score
from reporting.models import AppraisalRule, Closing, Target
from reporting.models.appraisal import OWN, TABLES
from reporting.rewards.rule_words import plain

KIND = "appraisal"
BESIDE = 3  # persons of a post, from whom on a median is told: of fewer it would tell of one


@dataclass
class Judged:
    """One person in one post: a card by each set of weights."""

    role: str
    person: User
    cards: dict[str, Card]
    number: int | None = None  # of the closing it was signed under

    def total(self, table: str) -> Decimal | None:
        """What the card of a table scores."""
        return self.cards[table].total if table in self.cards else None


@dataclass
class Appraisal:
    """A month of a store."""

    month: date
    judged: list[Judged]
    rules: dict[tuple[str, str], AppraisalRule] = field(default_factory=dict)
    leaders: frozenset[int] = frozenset()

    def of_post(self, post: str, table: str) -> list[Judged]:
        """The people of a post, the best first; whoever is not judged last."""
        return sorted((one for one in self.judged if one.role == post), key=lambda one: (-(one.total(table) or Decimal(-1)), one.person.username))


def appraisal_of(store: Store, month: date) -> Appraisal:
    """Return the appraisal of a month: who is signed as signed, everybody else as counted now."""
    frozen = signed_of(store, month)
    rules = standing(AppraisalRule.objects.filter(store=store).select_related("by").begun_by(month))
    people, posts = _people(store, month)
    open_posts = sorted({post for post, _table in rules}, key=POSTS.index)
    counts = counts_of(store, month, open_posts)
    targets = _targets(store, month)
    judged = []
    for post in POSTS:
        for pk in posts.get(post, ()):
            person = people[pk]
            kept = frozen.get((post, person.username))
            if kept is not None:
                judged.append(Judged(post, person, *kept))
                continue
            schemes = {table: scheme_of(rules[post, table]) for table, _label in TABLES if (post, table) in rules}
            mine = (_mine(post, counts.get(post, {}), pk), _aims(post, targets, pk))
            cards = {table: score(scheme, reached_of(post, scheme, *mine)) for table, scheme in schemes.items()}
            judged.append(Judged(post, person, cards))
    return Appraisal(month, [one for one in judged if one.cards], rules, frozenset(posts.get("leader", ())))


def signed_of(store: Store, month: date) -> dict[tuple[str, str], tuple[dict[str, Card], int]]:
    """Return by post and username the cards of a month as they were signed, and under which number."""
    found = {}
    for closing in Closing.objects.of(store, KIND, f"{month:%Y-%m}"):
        for post in POSTS:
            for username, said in closing.figures.get(post, {}).items():
                found[post, username] = ({table: _read(card) for table, card in said.items()}, closing.number)
    return found


def own_cards(person: User, month: date) -> tuple[list[Judged], dict[str, Decimal]]:
    """Return what was signed of one person in a month, and the median of each of their posts where three and more are in it."""
    found, totals = [], {}
    signed = signed_of(person.own_store, month)
    for (post, username), (cards, number) in signed.items():
        if username == person.username:
            found.append(Judged(post, person, cards, number))
            of_all = [each[OWN].total for (name, _who), (each, _number) in signed.items() if name == post and OWN in each]
            known = [total for total in of_all if total is not None]
            if len(known) >= BESIDE and (middle := middle_of(known)) is not None:
                totals[post] = middle
    return sorted(found, key=lambda one: POSTS.index(one.role)), totals


def said_of(judged: Iterable[Judged]) -> dict[str, Any]:
    """Return what a closing seals: by post, username and table the total, and of each measure what it was made of; no row, no key."""
    found: dict[str, Any] = {}
    for one in judged:
        found.setdefault(one.role, {})[one.person.username] = {table: _said(card) for table, card in one.cards.items()}
    return found


def reached_of(post: str, scheme: Scheme, counts: Mapping[str, int], targets: Mapping[str, int]) -> dict[str, Reached]:
    """Return what somebody reached of each measure of a card, and what was aimed at."""
    found, aims = {}, aims_of(post)
    for line in scheme.lines:
        aim = aims[line.measure]
        under = counts.get(aim.under, 0) if aim.is_rate else None
        target = line.target if aim.is_rate else _whole(targets.get(aim.over))
        found[line.measure] = Reached(counts.get(aim.over, 0), under, target)
    return found


def _mine(post: str, counts: Counts, pk: int) -> dict[str, int]:
    shared = counts.get(SHARED, {}) if post in ("leader", "data_manager", "front_desk") else {}
    return {**shared, **counts.get(pk, {})}


def _aims(post: str, targets: Mapping[int | None, Mapping[str, int]], pk: int) -> Mapping[str, int]:
    return targets.get(None if post == "leader" else pk, {})


def _whole(target: int | None) -> Fraction | None:
    return Fraction(target) if target else None


def _targets(store: Store, month: date) -> dict[int | None, dict[str, int]]:
    found: dict[int | None, dict[str, int]] = {}
    for user, measure, value in Target.of_month(store, month).order_by("pk").values_list("user", "measure", "value"):
        found.setdefault(user, {})[measure] = value
    return found


def _people(store: Store, month: date) -> tuple[dict[int, User], dict[str, list[int]]]:
    """Return whoever was there in a month, by key, and who holds which post. One question."""
    people: dict[int, User] = {}
    posts: dict[str, list[int]] = {}
    rows = User.objects.filter(store=store).annotate(post=F("role_rows__name")).order_by("username")
    for person in rows:
        if person.post in POSTS and (person.left_at is None or person.left_at >= start_of(month, store.zone)):
            people[person.pk] = person
            posts.setdefault(person.post, []).append(person.pk)
    return people, posts


def _said(card: Card) -> dict[str, Any]:
    measures = []
    for mark in card.marks:
        one: dict[str, Any] = {"measure": mark.line.measure, "weight": mark.line.weight, "over": mark.reached.over}
        if mark.reached.under is not None:
            one["under"] = mark.reached.under
        if mark.reached.target is not None:
            one["target"] = plain(mark.reached.target * (1 if mark.reached.under is None else FULL))
        if mark.points is not None:
            one["score"] = f"{mark.points:.1f}"
        measures.append(one)
    said: dict[str, Any] = {"floor": card.scheme.floor, "cap": card.scheme.cap, "measures": measures}
    return said | ({} if card.total is None else {"total": f"{card.total:.1f}"})


def _read(said: dict[str, Any]) -> Card:
    """A card as it was signed: what it was made of, scored by the weights of then."""
    lines, reached = [], {}
    for one in said["measures"]:
        under = one.get("under")
        target = Fraction(one["target"]) / (1 if under is None else FULL) if "target" in one else None
        lines.append(Line(one["measure"], one["weight"], target if under is not None else None))
        reached[one["measure"]] = Reached(one["over"], under, target)
    return score(Scheme(tuple(lines), said["floor"], said["cap"]), reached)
