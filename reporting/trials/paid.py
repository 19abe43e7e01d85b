"""What moved visits and lost orders change in the pay of their months: by all rules of the store, months reckoned anew (docs/rules/domain.md#rule-trials)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from dcc.models import Store
from dcc.reckoning.clock import day_of
from dcc.reckoning.months import month_of
from reporting.models import RewardRate, RewardRule
from reporting.rewards.answers_heard import Answers, answers_of
from reporting.rewards.event_places import place_of
from reporting.rewards.month_pay import sums_of
from reporting.rewards.months_done import Done, Months, Who, months_done, path_of
from reporting.rewards.pay_sheet import Event
from reporting.rewards.rule_book import POSTS, entries_of

Credit = tuple[int | None, int | None] | None  # agent and specialist; None: not DCC's


@dataclass(frozen=True)
class Move:
    """One event that would count for other people, or for nobody. `key` is its row: a visit, an order."""

    measure: str
    key: int
    at: datetime
    lead: int
    before: Credit
    after: Credit


def pay_moved(store: Store, moves: Sequence[Move]) -> dict[Who, Decimal]:
    """Return by post and person what their months would come to otherwise. Seven questions, none where nothing moves."""
    if not moves:
        return {}
    months = sorted({month_of(day_of(move.at, store.zone)) for move in moves})
    rows: list[Any] = [model.objects.filter(store=store).from_on(months[0]) for model in (RewardRate, RewardRule)]
    entries = entries_of([*rows[0], *rows[1]])
    if not entries:
        return {}
    done, answers = months_done(store, months, entries), answers_of(store)
    moved: dict[Who, Decimal] = defaultdict(Decimal)
    for sign in (-1, 1):
        for month in done.values():
            for who, total in sums_of(month, entries).items():
                moved[who] += sign * total
        if sign < 0:
            for move in moves:
                _apply(done[month_of(day_of(move.at, store.zone))], move, answers, store)
    return dict(moved)


def _apply(month: Months, move: Move, answers: Answers, store: Store) -> None:
    """Let an event count where it would; one an answer to an objection decided stays where that put it."""
    place = place_of(move.measure, move.key, move.lead)
    for side, post in enumerate(POSTS):
        old, new = (credit[side] if credit else None for credit in (move.before, move.after))
        if old == new or not path_of(move.measure, post) or (post, place) in answers.by_event:
            continue
        event = Done(Event(move.measure, day_of(move.at, store.zone), move.key), move.at.astimezone(store.zone), move.lead, "")
        if old:
            held = month.done[post, old]
            event = next((one for one in held if one.place == place), event)
            month.done[post, old] = [one for one in held if one.place != place]
        if new:
            month.done[post, new].append(event)
        for person, more in ((old, -1), (new, 1)):
            if person:
                counts = month.counts[post, person]
                counts[move.measure] = counts.get(move.measure, 0) + more
