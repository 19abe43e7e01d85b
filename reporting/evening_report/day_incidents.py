"""What went wrong on a day, with whose it is: the sorts of the daily board that a report tells of, in one query."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from dcc.models import Store
from reporting.boards.desk_table import page_url
from reporting.boards.incidents import KINDS
from reporting.figures.question import Question
from reporting.walls.showroom_wall import called

TOLD = ("missed", "no_show", "leakage", "claim", "late", "lost")  # what was written later is no matter of an evening
NAMED = 3  # customers of a sort, by surname


@dataclass(frozen=True)
class DayIncident:
    """One sort: how many; the first customers, each with the moment and whose; how many are whose, by name ("": nobody's).

    `url`: the page on which it is settled (`action` says how), or its rows; "" where there is none.
    """

    name: str
    label: Any
    icon: str
    action: Any
    url: str
    count: int
    customers: list[tuple[datetime, str, str]]
    agents: list[tuple[str, int]]

    @property
    def in_full(self) -> str:
        """The customers by surname and title, with the moment and whose they are."""
        said = [f"{name} {timezone.localtime(at):%H:%M} {agent}".rstrip() for at, name, agent in self.customers]
        return _("; ").join(said) + ("…" if self.count > len(said) else "")

    @property
    def by_agent(self) -> str:
        """How many are whose, without a customer."""
        return _(", ").join(f"{agent or _('Unassigned')} {count}" for agent, count in self.agents)


def day_incidents(store: Store, day: Question, url: Callable[[str], str], *, now: datetime) -> list[DayIncident]:
    """Return the sorts that have something, in the order of the board. What is to be settled still is no matter of another day."""
    start, end = day.moments
    kinds = [kind for kind in KINDS if kind.name in TOLD and (not kind.until_settled or start <= now < end)]
    parts = []
    for kind in kinds:
        lead = f"{kind.lead}__" if kind.lead else ""
        facts = (F(kind.moment), F(f"{lead}id"), F(f"{lead}name"), F(f"{lead}gender"), F(f"{lead}agent__name"))
        parts.append(kind.rows(store, day, now).order_by().values_list(Value(kind.name, output_field=CharField()), *facts))
    found = defaultdict(list)
    for name, *facts in parts[0].union(*parts[1:], all=True):
        found[name].append(facts)
    made = []
    for kind in kinds:
        rows = sorted((at, pk, called(name, gender), agent or "") for at, pk, name, gender, agent in found[kind.name])
        if rows:
            agents = sorted(Counter(agent for *_facts, agent in rows).items(), key=lambda each: (-each[1], each[0]))
            customers = [(at, name, agent) for at, _pk, name, agent in rows[:NAMED]]
            address = page_url(kind.page) or (url(kind.measure) if kind.measure else "")
            made.append(DayIncident(kind.name, kind.label, kind.icon, kind.action, address, len(rows), customers, agents))
    return made
