"""Everything the page of the rules shows: the lines, one of them open, each agent's share, what it would have given, the balance."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext as _

from dcc.people.permissions import may
from dcc.reckoning.clock import day_of, day_said, start_of
from dcc.store.store_settings import values_at
from leads.customer.parts.choices import words_of
from leads.dealing.agents import Agent, Share, agents_of
from leads.dealing.balance import Stand, balance, rates_of
from leads.dealing.forms.rules import LineForm, Offered, RulesForm
from leads.dealing.in_force import last_change, rules_at
from leads.dealing.line_words import Names, SaidLine, said_lines
from leads.dealing.rehearsal import Rehearsal, rehearse
from leads.models import SOURCES, Channel
from leads.pool.allocation_plan import REPAID_A_DAY
from leads.pool.allocation_words import in_words, source_in_words
from leads.pool.given_lately import given_lately
from leads.pool.owed import owed_to

ALWAYS = ("web", "ad_call", "transfer")  # sources that have a column, whether anything came of them that day or not
NOTHING = Fraction(0)
LISTED = 50  # leads of a line
WIDEST = 2.0  # visits more or less than due: the bar's ends


@dataclass
class AgentRow:
    """An agent: share, what they would have got on the day by source and did get, where they stand."""

    agent: Agent
    share: Share
    weight: BoundField
    cap: BoundField
    was_away: bool
    counts: list[int]
    would: int
    did: int
    stand: Stand
    owed: int = 0
    until: date | None = None

    @property
    def more(self) -> int:
        """How many more they would have got than they did."""
        return self.would - self.did

    @property
    def bar(self) -> dict[str, str]:
        """Where the bar of the balance begins, and how long it is, of a hundred."""
        lean = max(min(float(self.stand.lean), WIDEST), -WIDEST) * 50 / WIDEST
        return {"x": f"{50 + min(lean, 0):.1f}", "width": f"{abs(lean):.1f}"}


class RulesPage:
    """The page of one request: what stands, or what was typed."""

    def __init__(self, request, *, now: datetime) -> None:
        self.user, self.store, self.now = request.user, request.user.store, now
        sent = request.POST if request.method == "POST" else None
        self.day = self._day(sent if sent is not None else request.GET)
        self.values = values_at(self.store, now)
        self.agents = agents_of(self.store, self.values, at=now, now=now)
        self.channels = dict(Channel.objects.visible_to(self.user).values_list("pk", "name"))
        self.saved = rules_at(self.store, now)
        made_at, _name = last_change(self.store, self.saved, now)
        self.form = RulesForm(sent, self.saved, made_at=made_at, offered=self._offered(), agents=self.agents, opened=request.GET.get("open", ""))
        self.refusal = ""

    def _day(self, said) -> date:
        """The day to be played: the day before today, or an earlier one that was asked for."""
        yesterday = day_of(self.now, self.store.zone) - timedelta(days=1)
        deed, _colon, wanted = said.get("do", "").partition(":")
        return min(day_said(wanted if deed == "day" else said.get("day", "")) or yesterday, yesterday)

    def _offered(self) -> Offered:
        asked = {model for line in self.saved.lines for model in line.model}
        [models] = words_of(self.store, "car_model")
        people = [(agent.person.pk, agent.person.name) for agent in self.agents]
        named = {pk for line in self.saved.lines for pk in line.users} - {pk for pk, _name in people}
        return Offered(list(self.channels.items()), [*models, *sorted(asked - set(models))], [*people, *((pk, _("left")) for pk in sorted(named))])

    @cached_property
    def shares(self) -> dict[int, Share]:
        """What was typed for each agent, where it can be read; else what stands."""
        self.form.shares.is_valid()
        return {agent.person.pk: self.form.shares.share_of(agent) for agent in self.agents}

    def context(self) -> dict[str, Any]:
        """Return what the template shows."""
        today = day_of(self.now, self.store.zone)
        given, rates = given_lately(self.store, self.now), rates_of(self.store, today)
        then = agents_of(self.store, self.values, at=start_of(self.day, self.store.zone), now=self.now)
        self.owed = owed_to(self.store, self.agents, today)
        played = rehearse(self.store, self.day, self.form.lines(), then, self.shares, given)
        sources = self._sources(played)
        stands = balance(self.agents, self.shares, given, rates)
        rows = [self._row(agent, played, sources, stands[agent.person.pk], {one.person.pk for one in then if one.is_away}) for agent in self.agents]
        lines = self._lines(played)
        wrongs = [*([self.refusal] if self.refusal else []), *self.form.wrongs()]
        return {
            "form": self.form,
            "lines": lines,
            "opened": self._opened(lines),
            "is_out": self.form.is_out,
            "day": self.day,
            "is_yesterday": self.day == today - timedelta(days=1),
            "day_before": self.day - timedelta(days=1),
            "day_after": self.day + timedelta(days=1) if self.day < today - timedelta(days=1) else None,
            "played": played,
            "stuck": [(in_words(why), moments) for why, moments in played.stuck().items()],
            "heads": [source_in_words(source) for source in sources],
            "rows": rows,
            "total": self._total(rows, len(sources)),
            "rates": [(source_in_words(rate.source), rate) for rate in rates],
            "changed": sum(line.is_changed for line in lines) + sum(self.shares[agent.person.pk] != agent.share for agent in self.agents),
            "may_change": may(self.user, "allocation_rule.change"),
            "wrongs": wrongs,
            "saved": self.saved,
            "sees_house_rules": may(self.user, "setting.change"),
            **self._took(played),
        }

    def _sources(self, played: Rehearsal) -> list[str]:
        came = {one.lead.channel.source for one in played.arrivals}
        return [source for source, _label in SOURCES if source in ALWAYS or source in came]

    def _lines(self, played: Rehearsal) -> list[SaidLine]:
        names = Names(self.channels, {agent.person.pk: agent.person.name for agent in self.agents})
        said = said_lines(self.form.lines(), names, played.took)
        for line in said:
            line.is_changed = line.line not in self.saved.lines
        return said

    def _opened(self, lines: list[SaidLine]) -> dict[str, Any]:
        form: LineForm = self.form.opened
        place = self.form.open
        return {
            "form": form,
            "place": place,
            "said": lines[place],
            "is_last": place == len(lines) - 1,
            "is_first": place == 0,
            "below": place + 2 >= len(lines),
        }

    def _took(self, played: Rehearsal) -> dict[str, Any]:
        """What the open line took that day: some of the leads with whom they would go to, and how many to each."""
        names = {agent.person.pk: agent.person.name for agent in self.agents}
        mine = [(one.lead, names.get(one.gift.agent or 0, "")) for one in played.arrivals if one.gift.line == self.form.open + 1]
        return {"took": mine[:LISTED], "took_by": [(name, count) for name, count in Counter(name for _lead, name in mine).most_common() if name]}

    def _row(self, agent: Agent, played: Rehearsal, sources: list[str], stand: Stand, away: set[int]) -> AgentRow:
        pk, would = agent.person.pk, played.would(agent.person.pk)
        fields = self.form.shares
        counts = [*(would[source] for source in sources), would["returning"]]
        share, owed = self.shares[pk], self.owed.get(pk, 0)
        until = day_of(self.now, self.store.zone) + timedelta(days=(owed - 1) // REPAID_A_DAY)
        row = AgentRow(agent, share, fields[f"weight-{pk}"], fields[f"cap-{pk}"], pk in away, counts, would.total(), played.did(pk), stand)
        row.owed, row.until = owed, until if owed else None
        return row

    @staticmethod
    def _total(rows: list[AgentRow], sources: int) -> dict[str, Any]:
        counts = [sum(row.counts[place] for row in rows) for place in range(sources + 1)]
        would, did = sum(row.would for row in rows), sum(row.did for row in rows)
        return {"counts": counts, "would": would, "did": did, "more": would - did, "days": sum(row.stand.days for row in rows), "stands": _summed(rows)}


def _summed(rows: list[AgentRow]) -> Stand | None:
    """Where all of them stand together."""
    if not rows:
        return None
    return Stand(sum(row.stand.days for row in rows), sum((row.stand.due for row in rows), NOTHING), sum((row.stand.got for row in rows), NOTHING))
