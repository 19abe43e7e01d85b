"""Calls, cards and appointments."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from calls.models import Appointment, Call, Card, Confirmation, Promise, SecondLook
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
        skip_postgeneration_save = True
        skip_postgeneration_save = True

    scheduled_for = factory.LazyAttribute(lambda appointment: appointment.at + timedelta(days=1))

    @factory.post_generation
    def confirmed_at(self, create, extracted, **_more):
        """Confirmed at this moment."""
        if extracted:
            Confirmation.objects.create(appointment=self, at=extracted)


class PromiseFactory(DjangoModelFactory):
    """A promise of whoever booked, made with the booking."""

    class Meta:
        model = Promise

    appointment = factory.SubFactory(AppointmentFactory)
    by = factory.SelfAttribute("appointment.agent")
    at = factory.SelfAttribute("appointment.at")
    kind = "gift"
    text = "送脚垫"


class SecondLookFactory(DjangoModelFactory):
    """A lead closed as lost, drawn on Monday at the opening for an agent who never called it."""

    class Meta:
        model = SecondLook

    agent = factory.SubFactory(UserFactory, roles=["agent"])
    lead = factory.SubFactory(LeadFactory, store=factory.SelfAttribute("..agent.store"), closed_at=LONG_AGO, closed_as="lost", received_at=LONG_AGO)
    store = factory.SelfAttribute("lead.store")
    at = MONDAY_OPENS
