"""What agents are owed for leaves that are made up for (补): as many leads as would have been dealt to them (docs/rules/domain.md#made-up)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from dcc.models import Shift, Store
from dcc.reckoning.clock import day_of, start_of
from dcc.reckoning.rounding import rounded
from leads.dealing.agents import Agent, first_day
from leads.models import Allocation


def owed_to(store: Store, agents: Sequence[Agent], today: date) -> dict[int, int]:
    """Return how many leads each agent is owed still for leaves of the 30 days before; three questions, none where there is no such leave."""
    weights = {agent.person.pk: Fraction(agent.share.weight) for agent in agents}
    of = [agent.person.pk for agent in agents if agent.made_up]
    if not of:
        return {}
    leaves = list(Shift.objects.filter(user__in=of, day__gte=first_day(today), day__lt=today, made_up=True).order_by("day").values_list("user", "day"))
    dealt, repaid = _dealt(store, today), _repaid(store, today, of)
    owed: Counter[int] = Counter()
    first: dict[int, date] = {}
    for person, day in leaves:
        first.setdefault(person, day)
        parts = sum((weights.get(agent, Fraction(1)) for agent in dealt[day]), Fraction(0))
        owed[person] += rounded(dealt[day].total() * weights[person] / parts) if parts else 0
    return {person: max(owed[person] - sum(day >= since for day in repaid[person]), 0) for person, since in first.items()}


def _dealt(store: Store, today: date) -> dict[date, Counter]:
    """How many were dealt evenly to whom, day by day."""
    found: dict[date, Counter] = defaultdict(Counter)
    rows = Allocation.objects.filter(store=store, at__gte=start_of(first_day(today), store.zone), at__lt=start_of(today, store.zone), reason="even")
    for agent, at in rows.order_by().values_list("agent", "at"):
        found[day_of(at, store.zone)][agent] += 1
    return found


def _repaid(store: Store, today: date, people: Sequence[int]) -> dict[int, list[date]]:
    """The days on which each got one in return; what was undone was none."""
    found: dict[int, list[date]] = defaultdict(list)
    rows = Allocation.objects.filter(store=store, agent__in=people, at__gte=start_of(first_day(today), store.zone), reason="made_up")
    undone = set(Allocation.objects.filter(lead__in=rows.values("lead"), reason="undo", agent=None).values_list("lead", "previous"))
    for lead, agent, at in rows.order_by().values_list("lead", "agent", "at"):
        if (lead, agent) not in undone:
            found[agent].append(day_of(at, store.zone))
    return found
