"""Visits, orders, and the showroom's cards."""

import factory
from factory.django import DjangoModelFactory

from reception.models import Leakage, Order, ShowroomCard, Transfer, Visit
from tests.factories.dcc import StoreFactory
from tests.factories.leads import LeadFactory
from tests.moments import MONDAY_9


class VisitFactory(DjangoModelFactory):
    """A group of the showroom that came on Monday at nine to look at cars; `tag="dcc"` needs a lead."""

    class Meta:
        model = Visit

    store = factory.SubFactory(StoreFactory)
    at = MONDAY_9
    tag = "showroom"
    basis = "none"
    first_tag = factory.SelfAttribute("tag")
    first_basis = factory.SelfAttribute("basis")
    agent = None
    first_agent = factory.SelfAttribute("agent")
    channel = factory.LazyAttribute(lambda visit: getattr(getattr(visit, "lead", None), "channel", None))
    reception = None
    first_reception = factory.SelfAttribute("reception")
    appointment = None
    first_appointment = factory.SelfAttribute("appointment")


class LeakageFactory(DjangoModelFactory):
    """A showroom visit of somebody whose lead was open."""

    class Meta:
        model = Leakage

    lead = factory.SubFactory(LeadFactory)
    store = factory.SelfAttribute("lead.store")
    visit = factory.SubFactory(VisitFactory, store=factory.SelfAttribute("..store"), lead=factory.SelfAttribute("..lead"))
    at = factory.SelfAttribute("visit.at")


class OrderFactory(DjangoModelFactory):
    """A running order of a lead, signed on Monday at nine."""

    class Meta:
        model = Order

    lead = factory.SubFactory(LeadFactory)
    store = factory.SelfAttribute("lead.store")
    channel = factory.SelfAttribute("lead.channel")
    at = MONDAY_9
    agent = factory.SelfAttribute("lead.agent")
    reception = factory.SelfAttribute("lead.reception")


class ShowroomCardFactory(DjangoModelFactory):
    """A customer in a consultant's drawer since Monday."""

    class Meta:
        model = ShowroomCard

    store = factory.SubFactory(StoreFactory)
    phone = factory.Sequence(lambda n: f"154{90_000_000 + n}")
    phone_tail = factory.LazyAttribute(lambda card: card.phone[-4:])
    card_date = MONDAY_9.date()
    entered_at = MONDAY_9


class TransferFactory(DjangoModelFactory):
    """A card on the director's list, undecided."""

    class Meta:
        model = Transfer

    card = factory.SubFactory(ShowroomCardFactory)
    store = factory.SelfAttribute("card.store")
    listed_at = MONDAY_9
