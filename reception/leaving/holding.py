"""What somebody holds: the open leads that are theirs or that they receive, with what goes along. A fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from calls.models import Appointment
from dcc.models import User
from dcc.reckoning.clock import day_of
from leads.models import FollowUp, Lead, Proposal
from reception.models import Order


@dataclass
class Held:
    """One lead of somebody who leaves: the next thing owed to it, the appointment that lies ahead, the order that runs, the kind of application for its end."""

    lead: Lead
    owed: FollowUp | None = None
    appointment: Appointment | None = None
    order: Order | None = None
    proposal: str | None = None

    def days_late(self, now: datetime, zone) -> int:
        """For how many days something has been owed to it."""
        return max((day_of(now, zone) - day_of(self.owed.due_at, zone)).days, 0) if self.owed else 0

    def is_for_today(self, now: datetime, zone) -> bool:
        """Whether somebody has to call today: a missed call, a first call, or whatever is due by tonight."""
        never_called = self.lead.first_call_at is None and not self.lead.closed_at
        return bool(self.lead.missed_at) or never_called or (self.owed is not None and day_of(self.owed.due_at, zone) <= day_of(now, zone))

    @property
    def next_at(self) -> datetime | None:
        """When somebody has to do something for it next."""
        moments = (self.owed.due_at if self.owed else None, self.appointment.scheduled_for if self.appointment else None)
        return min((moment for moment in moments if moment), default=None)


@dataclass
class Holding:
    """All that somebody holds: leads they call, leads they receive, leads that are another's and only their appointment is theirs to receive."""

    called: list[Held]
    received: list[Held]

    @property
    def every(self) -> list[Held]:
        """Each lead once."""
        return list({held.lead.pk: held for held in (*self.called, *self.received)}.values())

    def counts(self, now: datetime, zone) -> Counter:
        """How many leads of each grade ("ungraded"), and how much goes along: follow-ups by their day, appointments, orders, missed calls, applications."""
        counted = Counter(held.lead.grade or "ungraded" for held in self.every)
        today = day_of(now, zone)
        for held in self.every:
            there = {"owed": held.owed, "appointment": held.appointment, "order": held.order, "proposal": held.proposal, "missed": held.lead.missed_at}
            counted.update(what for what, one in there.items() if one is not None)
            if held.owed:
                due = day_of(held.owed.due_at, zone)
                counted["late" if due < today else "today" if due == today else "later"] += 1
        return counted


def holding_of(person: User) -> Holding:
    """Return what somebody holds, what is to be done soonest first: four questions."""
    theirs = Appointment.objects.running().filter(reception=person).values("lead")
    proposed = Proposal.objects.open().filter(lead=OuterRef("pk")).order_by("at", "pk").values("kind")[:1]
    rows = Lead.objects.open().filter(Q(agent=person) | Q(reception=person) | Q(pk__in=theirs)).annotate(proposed=Subquery(proposed))
    leads: list[Any] = list(rows.select_related("channel"))
    every = [lead.pk for lead in leads]
    owed = _first(FollowUp.objects.filter(lead__in=every, done_at=None).order_by("due_at", "pk"))
    coming = _first(Appointment.objects.running().filter(lead__in=every).order_by("scheduled_for", "pk"))
    orders = _first(Order.objects.running().filter(lead__in=every).order_by("at", "pk"))

    def held(leads: Iterable[Any]) -> list[Held]:
        rows = [Held(lead, owed.get(lead.pk), coming.get(lead.pk), orders.get(lead.pk), lead.proposed) for lead in leads]
        return sorted(rows, key=lambda row: (row.next_at is None, row.next_at, row.lead.pk) if row.next_at else (True, row.lead.opened_at, row.lead.pk))

    called = [lead for lead in leads if lead.agent_id == person.pk]
    received = [lead for lead in leads if person.pk in {lead.reception_id, lead.pk in coming and coming[lead.pk].reception_id}]
    return Holding(held(called), held(received))


def _first(rows: QuerySet) -> dict[int, Any]:
    """The first row of each lead."""
    found: dict[int, Any] = {}
    for row in rows:
        found.setdefault(row.lead_id, row)
    return found
