"""What rules would have given on a day that was: its arrivals, in their order, to who was on duty then. Writes nothing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from dcc.database.bulk import chunked
from dcc.models import Shift, Store
from dcc.reckoning.clock import day_range
from leads.dealing.agents import Agent, Share
from leads.models import Allocation, Lead
from leads.pool.allocation_facts import knowers, seat_of
from leads.pool.allocation_plan import Gift, Line, Seat, Waiting, plan
from leads.pool.given_lately import Given

NEVER_WAITED = ("incoming", "at_desk")  # whose agent they were at once


@dataclass
class Arrival:
    """A lead that came on the day: when, what a plan makes of it, to whom it was really given first that day."""

    lead: Lead
    gift: Gift
    did: int | None


@dataclass
class Rehearsal:
    """A day played by some lines."""

    day: date
    arrivals: list[Arrival] = field(default_factory=list)

    @property
    def took(self) -> Counter:
        """How many each line took, by its place."""
        return Counter(one.gift.line for one in self.arrivals if one.gift.line)

    @property
    def given(self) -> int:
        """How many would go to somebody."""
        return sum(1 for one in self.arrivals if one.gift.agent)

    @property
    def left(self) -> int:
        """How many a line leaves to the leader."""
        return sum(1 for one in self.arrivals if one.gift.reason == "leader")

    def stuck(self) -> dict[str, list[datetime]]:
        """When those arrived whom no line takes, by why."""
        found: dict[str, list[datetime]] = defaultdict(list)
        for one in self.arrivals:
            if one.gift.agent is None and one.gift.reason != "leader":
                found[one.gift.reason].append(one.lead.received_at)
        return found

    def would(self, agent: int) -> Counter:
        """What an agent would get, by source; returning customers apart."""
        mine = [one for one in self.arrivals if one.gift.agent == agent]
        return Counter("returning" if one.gift.reason == "returning" else one.lead.channel.source for one in mine)

    def did(self, agent: int) -> int:
        """How many of them an agent really got."""
        return sum(1 for one in self.arrivals if one.did == agent)


def rehearse(store: Store, day: date, lines: Sequence[Line], agents: Sequence[Agent], shares: Mapping[int, Share], given: Mapping[int, Given]) -> Rehearsal:
    """Play a day by these lines and shares. `agents` as they stood that day; `given`: of the last 30 days, by which equals are told apart."""
    leads = _arrivals(store, day)
    first, known = _first_gifts(leads, store, day), knowers(leads, store, before=day_range(day, store.zone)[0])
    seats, shifts = [_seat(agent, shares, given, store, day) for agent in agents], _shifts(agents, day)
    made = Rehearsal(day)
    for lead in leads:
        had, reason = first.get(lead.pk, (None, ""))
        if reason not in NEVER_WAITED:
            waiting = Waiting(lead.pk, lead.channel.source, known.get(lead.phone, ()), None, lead.channel_id, lead.model, _clock(lead, store))
            for agent, seat in zip(agents, seats, strict=True):
                seat.on_duty = _works(agent, shifts.get(agent.person.pk), waiting.arrived)
            made.arrivals.append(Arrival(lead, plan([waiting], lines, seats)[0], had))
    return made


def _seat(agent: Agent, shares: Mapping[int, Share], given: Mapping[int, Given], store: Store, day: date) -> Seat:
    share = shares.get(agent.person.pk, agent.share)
    month = given[agent.person.pk].month if agent.person.pk in given else Counter()
    seat = seat_of(agent, Given(month=month), store=store, day=day)
    seat.cap, seat.weight = share.cap, Decimal(share.weight)
    return seat


def _shifts(agents: Sequence[Agent], day: date) -> dict[int, Shift]:
    rows = Shift.objects.filter(day=day, user__in=[agent.person.pk for agent in agents], starts__isnull=False)
    return {shift.user_id: shift for shift in rows}


def _works(agent: Agent, shift: Shift | None, moment: time) -> bool:
    """Whether somebody was on duty at a time of the day."""
    return not agent.is_away and (shift is None or shift.starts is None or shift.ends is None or shift.starts <= moment < shift.ends)


def _clock(lead: Lead, store: Store):
    return lead.received_at.astimezone(store.zone).time()


def _arrivals(store: Store, day: date) -> list[Lead]:
    begins, ends = day_range(day, store.zone)
    rows = Lead.objects.filter(store=store, received_at__gte=begins, received_at__lt=ends).unmerged()
    return list(rows.select_related("channel").order_by("received_at", "pk"))


def _first_gifts(leads: Sequence[Lead], store: Store, day: date) -> dict[int, tuple[int | None, str]]:
    """Return to whom each lead was first given on its day, and why."""
    _begins, ends = day_range(day, store.zone)
    first: dict[int, tuple[int | None, str]] = {}
    for some in chunked([lead.pk for lead in leads]):
        rows = Allocation.objects.filter(lead__in=some, at__lt=ends).exclude(agent=None).exclude(reason="undo").order_by("at", "id")
        for lead, agent, reason in rows.values_list("lead", "agent", "reason"):
            first.setdefault(lead, (agent, reason))
    return first
