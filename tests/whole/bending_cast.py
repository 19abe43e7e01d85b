"""The store in which somebody tries to bend what is paid, its people, and what they send (`tests.whole.bending`)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)
PEOPLE = ("agent", "colleague", "leader", "reception", "front_desk", "data_manager")
ATTEMPTS: list[Callable] = []


def attempt(function: Callable) -> Callable:
    """Put a way to bend pay on the list."""
    ATTEMPTS.append(function)
    return function


@dataclass
class Cast:
    """One store with its people, at one moment; every attempt has customers of its own."""

    store: object
    now: datetime
    people: dict = field(default_factory=dict)
    browsers: dict = field(default_factory=dict)
    numbers: int = 0

    def post(self, who: str, name: str, *args, **data):
        """Send a form as somebody; return the answer."""
        from django.test import Client  # noqa: PLC0415 - only once Django is set up
        from django.urls import reverse  # noqa: PLC0415

        if who not in self.browsers:
            self.browsers[who] = Client()
            self.browsers[who].force_login(self.people[who], "dcc.log_in.backends.PersonBackend")
        return self.browsers[who].post(reverse(name, args=args), data)

    def lead(self, **facts):
        """Return a fresh customer of the agent, allocated two hours ago and due an hour ago."""
        from tests.factories import AllocationFactory, LeadFactory  # noqa: PLC0415

        self.numbers += 1
        at = facts.pop("since", self.now - 2 * HOUR)
        agent = facts.pop("agent", self.people["agent"])
        facts = {"respond_by": at + HOUR, "allocated_at": at} | facts
        lead = LeadFactory(store=self.store, phone=f"1540001{self.numbers:04d}", received_at=at, opened_at=at, agent=agent, **facts)
        AllocationFactory(lead=lead, agent=agent, at=at)
        return lead

    def invited(self, lead, *, agent=None, at=None):
        """Return an appointment of this lead, booked yesterday by its agent."""
        from tests.factories import AppointmentFactory  # noqa: PLC0415

        booked = {"agent": agent or lead.agent, "at": self.now - DAY, "scheduled_for": at or self.now + 5 * HOUR}
        return AppointmentFactory(lead=lead, reception=self.people["reception"], **booked)

    def call(self, outcome: str = "connected", **more) -> dict:
        """Return the form of a call."""
        from dcc.models import Word  # noqa: PLC0415

        word = Word.objects.get(store=self.store, kind="call_outcome", meaning=outcome)
        return {"token": str(uuid4()), "outcome": word.pk, "note": ""} | more

    def local(self, moment: datetime) -> str:
        """Return a moment as a browser's picker sends it."""
        return f"{moment.astimezone(self.store.zone):%Y-%m-%dT%H:%M}"

    def came(self, lead, **more):
        """Let the front desk register this customer by the whole number."""
        return self.post("front_desk", "visit_register", match="new", phone=lead.phone, purpose="look", heads="1", token=str(uuid4()), **more)


def milliseconds(moment: datetime) -> int:
    """Return a moment as a browser says it."""
    return int(moment.timestamp() * 1000)
