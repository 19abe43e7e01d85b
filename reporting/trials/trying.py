"""A trial of other rules: which visits and cards of a period would have moved, whose they would be, and what that pays (docs/rules/domain.md#rule-trials).

Reads only.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Min, Q

from dcc.models import Store, User
from dcc.reckoning.clock import range_of
from reception.door.attribution import Answer
from reception.door.replay import Group, Replay
from reception.models import Order, ShowroomCard, Visit
from reporting.trials.cards_tried import ListedCard, Span, tried
from reporting.trials.judged_visits import looked, read
from reporting.trials.paid import Move, pay_moved
from reporting.trials.settings_tried import CARDS, InForce, in_force

LONGEST = 366  # days
ENDED = ("sold", "lost")  # a card the showroom closed itself; that it was transferred follows from the list


@dataclass(frozen=True)
class Asked:
    """What is tried: on which days, both included, and by which values; a setting not named stays as it was at each arrival."""

    first: date
    last: date
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Moved:
    """A visit that another rule would have moved. `kind`: out of DCC, in, or another's credit."""

    visit: int
    kind: str
    before: str
    after: str
    basis_before: str
    basis: str
    agent_before: int | None
    agent: int | None
    appointment: int | None
    leaks: bool
    opens: bool


@dataclass
class Count:
    """One person's visits: now, fewer, more, and what changes in pay."""

    now: int = 0
    less: int = 0
    more: int = 0
    pay: Decimal = field(default_factory=Decimal)

    @property
    def tried(self) -> int:
        """How many they would have."""
        return self.now - self.less + self.more


@dataclass
class Result:
    """What came of a trial. People are counted by key, None: nobody's."""

    visits: int
    stood: Counter[str]
    moved: list[Moved]
    agents: dict[int | None, Count]
    receptions: dict[int | None, Count]
    people: dict[int, Count]
    orders: list[int]
    orders_now: int
    showroom: int
    cards: dict[int, tuple[datetime | None, datetime | None]]

    @property
    def pay(self) -> Decimal:
        """The change of all rewards."""
        return sum((count.pay for count in (*self.agents.values(), *self.receptions.values())), Decimal())


def try_rules(store: Store, asked: Asked, *, step: Callable[[int], None] | None = None) -> Result:
    """Replay a period by other values and return what would have moved; nothing is changed."""
    start, end = range_of(asked.first, asked.last, store.zone)
    valid = in_force(store)
    replay = Replay(read(store, start, end))
    inside = [group for group in replay.groups if start <= group.at < end and group.stands != "other"]
    stood = Counter(group.stands for group in inside if group.stands)
    explained = {group.id for group in inside if not group.stands and replay.agrees(group, valid.window(group.at))}
    stood["unexplained"] = len(inside) - sum(stood.values()) - len(explained)
    answers = replay.try_all(lambda group: valid.window(group.at, asked.values) if group.id in explained else None, step=step)
    moved = [one for group in inside if group.id in answers and (one := _moved(group, answers[group.id])) is not None]
    lost = {group.lead for group in inside if group.opened and group.id in {one.visit for one in moved if one.kind == "out"} and group.lead}
    cards = _cards(store, (start, end), valid, asked.values[CARDS]) if CARDS in asked.values else {}
    return _counted(store, (start, end), moved, lost=lost, stood=+stood, cards=cards)


def _moved(group: Group, answer: Answer) -> Moved | None:
    kind = "credit" if answer.tag == group.tag else "in" if answer.tag == "dcc" else "out"
    if kind == "credit" and answer.agent == group.agent:
        return None
    kept = answer.fulfils.id if answer.fulfils else group.appointment
    return Moved(group.id, kind, group.tag, answer.tag, group.basis, answer.basis, group.agent, answer.agent, kept, answer.leaks, answer.opens and kind == "in")


def _counted(store: Store, span: tuple[datetime, datetime], moved: list[Moved], *, lost: set[int], stood: Counter[str], cards: dict[int, tuple]) -> Result:
    """Count whose the visits are and would be. Reception counts only visits that change the side."""
    agents: dict[int | None, Count] = defaultdict(Count)
    receptions: dict[int | None, Count] = defaultdict(Count)
    people: dict[int, Count] = defaultdict(Count)
    by_id = {one.visit: one for one in moved}
    moves: list[Move] = []
    showroom = total = 0
    rows = looked(store, *span).order_by().values_list("pk", "at", "tag", "agent", "reception", "is_first", "lead")
    for pk, at, tag, agent, reception, is_first, lead in rows:
        total, showroom = total + 1, showroom + (tag == "showroom")
        one = by_id.get(pk)
        after = (one.agent, reception) if one and one.after == "dcc" else (agent, reception) if tag == "dcc" and not one else None
        before = (agent, reception) if tag == "dcc" else None
        _count(agents, receptions, people, before, after)
        if one:
            moves += [Move(measure, pk, at, lead or 0, before, after) for measure in ("visits", *(("first_visits",) if is_first else ()))]
    orders = _orders_lost(store, lost, moves)
    for (post, person), amount in pay_moved(store, moves).items():
        if amount:
            (agents if post == "agent" else receptions)[person].pay += amount
    orders_now = Order.objects.filter(store=store, at__gte=span[0], at__lt=span[1]).count()
    return Result(total, stood, moved, dict(agents), dict(receptions), dict(people), orders, orders_now, showroom, cards)


def _count(agents, receptions, people, before, after) -> None:
    """Count one visit for its agent, its reception specialist, and for each person once, whatever they were of it."""
    for counts, side in ((agents, 0), (receptions, 1)):
        _step(counts, {before[side]} if before else set(), {after[side]} if after else set())
    _step(people, set(before or ()) - {None}, set(after or ()) - {None})


def _step(counts, before: set, after: set) -> None:
    for person in before:
        counts[person].now += 1
        counts[person].less += person not in after
    for person in after - before:
        counts[person].more += 1


def _orders_lost(store: Store, leads: set[int], moves: list[Move]) -> list[int]:
    """The orders of leads that a visit opened which would not have been DCC's, signed and delivered ones: they move to nobody."""
    found = []
    for order in Order.objects.filter(Q(lead__pk__any_of=list(leads)) | Q(merged_from__in=leads), store=store).order_by("at", "pk") if leads else ():
        found.append(order.pk)
        credit = (order.agent_id, order.reception_id)
        moves += [Move(measure, order.pk, at, order.lead_id, credit, None) for measure, at in (("orders", order.at), ("deals", order.delivered_at)) if at]
    return found


def _cards(store: Store, span: tuple[datetime, datetime], valid: InForce, days: int) -> dict[int, tuple[datetime | None, datetime | None]]:
    """The cards that would have come onto the list earlier or later."""
    found = {}
    period, limits = Span(*span, store.zone), valid.limits()
    rows = ShowroomCard.objects.filter(store=store, card_date__lt=span[1].astimezone(store.zone).date()).annotate(listed_at=Min("transfers__listed_at"))
    for pk, card_date, entered_at, closed_at, state, listed_at in rows.order_by("card_date", "pk").values_list(
        "pk", "card_date", "entered_at", "closed_at", "state", "listed_at"
    ):
        card = ListedCard(pk, card_date, entered_at, closed_at if state in ENDED else None, listed_at)
        before, after = listed_at if listed_at and listed_at < span[1] else None, tried(card, limits, days, period)
        if before != after:
            found[pk] = (before, after)
    return found


def usernames(people: dict[int, Count]) -> dict[str, Count]:
    """Return the counts by username, in its order."""
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "username"))
    return {names[pk]: people[pk] for pk in sorted(people, key=lambda pk: names[pk])}


def visits_by_id(moved: list[Moved]) -> dict[int, Visit]:
    """Return the visits that moved."""
    rows = Visit.objects.select_related("store", "lead", "appointment", "first_appointment").filter(pk__any_of=[one.visit for one in moved])
    return {visit.pk: visit for visit in rows}
