"""Calls, cards and appointments."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from calls.models import Appointment, Call, Card, SecondLook
from tests.factories.dcc import UserFactory
from tests.factories.leads import LeadFactory
from tests.moments import MONDAY_9, moment

MONDAY_OPENS, LONG_AGO = moment(23, 8, 30), moment(16, 10)


class OfLeadFactory(DjangoModelFactory):
    """Something done on Monday at nine by an agent for a lead of theirs."""

    class Meta:
        abstract = True

    agent = factory.SubFactory(UserFactory, roles=["agent"])
    lead = factory.SubFactory(LeadFactory, store=factory.SelfAttribute("..agent.store"), agent=factory.SelfAttribute("..agent"))
    store = factory.SelfAttribute("lead.store")
    channel = factory.SelfAttribute("lead.channel")
    at = MONDAY_9


class CallFactory(OfLeadFactory):
    """An agent's call that reached somebody."""

    class Meta:
        model = Call

    direction = "out"
    outcome = "connected"


class CardFactory(OfLeadFactory):
    """The card of a lead."""

    class Meta:
        model = Card


class AppointmentFactory(OfLeadFactory):
    """A booking for the day after, at the same hour."""

    class Meta:
        model = Appointment

    scheduled_for = factory.LazyAttribute(lambda appointment: appointment.at + timedelta(days=1))


class SecondLookFactory(DjangoModelFactory):
    """A lead closed as lost, drawn on Monday at the opening for an agent who never called it."""

    class Meta:
        model = SecondLook

    agent = factory.SubFactory(UserFactory, roles=["agent"])
    lead = factory.SubFactory(LeadFactory, store=factory.SelfAttribute("..agent.store"), closed_at=LONG_AGO, closed_as="lost", received_at=LONG_AGO)
    store = factory.SelfAttribute("lead.store")
    at = MONDAY_OPENS
