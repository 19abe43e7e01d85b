"""The store that is at work, and its people."""

from collections.abc import Iterable
from datetime import timedelta

from calls.models import Appointment
from dcc.models import Word
from dcc.store.rules.stores import create_store
from leads.capture.rules.tokens import issue_token
from leads.models import Allocation, Channel, Inquiry, Lead
from reporting.figures.milestones import rebuild
from tests.factories import AllocationFactory, AppointmentFactory, InquiryFactory, LeadFactory, UserFactory
from tests.factories.dcc import open_all_day
from tests.faults.browser import Browser
from tests.faults.installation import Installation
from tests.faults.people import Program, Worker, calls, groups, inquiries
from tests.moments import MONDAY_8, NOW

AGENTS, EACH = 3, 250


class Scene:
    """A store of three agents, a desk and a program that pushes."""

    def __init__(self, house: Installation) -> None:
        self.house, self.numbers, self.missed = house, 0, 0
        with house.asked():
            self.store = create_store(code="S1", name="长春一店", brand="丰田", by=None, now=MONDAY_8)
            open_all_day(self.store)
            self.leader = UserFactory(username="leader", name="赵明哲", store=self.store, roles=["leader"])
            UserFactory(username="desk", name="周敏", store=self.store, roles=["front_desk"])
            self.channel = Channel.objects.get(store=self.store, name="官网")
            self.secret = issue_token(self.channel, by=self.leader, now=MONDAY_8)[1]
            self.outcome = Word.objects.get(store=self.store, kind="call_outcome", meaning="no_answer").pk
            self.agents = [UserFactory(username=f"agent{number}", name=f"客服{number}", store=self.store, roles=["agent"]) for number in range(AGENTS)]
            self.leads = [self._leads_of(agent) for agent in self.agents]
            rebuild(self.store)

    def _leads_of(self, agent) -> list[int]:
        since = NOW - timedelta(hours=2)
        leads = [
            LeadFactory.build(store=self.store, channel=self.channel, phone=self._number(), agent=agent, received_at=since, allocated_at=since, respond_by=NOW)
            for _lead in range(EACH)
        ]
        made = Lead.objects.bulk_create(leads)
        Inquiry.objects.bulk_create(InquiryFactory.build(lead=lead) for lead in made)
        Allocation.objects.bulk_create(AllocationFactory.build(lead=lead, agent=agent, by=self.leader, at=since) for lead in made)
        return [lead.pk for lead in made]

    def _number(self) -> str:
        self.numbers += 1
        return f"1540{self.numbers:07d}"

    def miss(self, count: int) -> list[int]:
        """Return appointments of yesterday that nobody kept: the worker has to say so, of each once."""
        with self.house.asked():
            at = self.house.now() - timedelta(days=2)
            made: Iterable[Appointment] = (
                AppointmentFactory(
                    lead=LeadFactory(store=self.store, channel=self.channel, phone=self._number(), agent=self.agents[0], received_at=at),
                    agent=self.agents[0],
                    at=at,
                    scheduled_for=at + timedelta(hours=1),
                )
                for _appointment in range(count)
            )
            keys = [one.pk for one in made]
            rebuild(self.store)
            return keys

    def people(self, *, drops: float = 0.0, seed: int = 0) -> list[Worker]:
        """Return three agents, a desk and a program, at work."""
        port, first = self.house.port, self._next_thousand()
        team = [
            Worker(Browser(port, username=f"agent{number}"), calls(self._share(number), self.outcome), seed=seed + number, drops=drops)
            for number in range(AGENTS)
        ]
        team.append(Worker(Browser(port, username="desk"), groups(first), seed=seed + AGENTS, drops=drops))
        team.append(Program(Browser(port), inquiries(first, self.secret), seed=seed + AGENTS + 1, drops=drops))
        for one in team:
            one.start()
        return team

    def _next_thousand(self) -> int:
        self.missed += 1
        return self.missed * 10_000

    def _share(self, number: int):
        """Yield the leads of an agent that nobody called yet."""
        while self.leads[number]:
            yield self.leads[number].pop()
