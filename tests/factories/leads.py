"""Leads, how they came, whose they are."""

import factory
from factory.django import DjangoModelFactory

from leads.models import Allocation, Channel, ChannelAlias, DoNotCall, FollowUp, Grading, ImportBatch, Inquiry, Lead, Proposal, Request, Topic
from tests.factories.dcc import StoreFactory, UserFactory
from tests.moments import MONDAY_9


class ChannelFactory(DjangoModelFactory):
    """A portal; one the store was born with keeps its facts where its name is given."""

    class Meta:
        model = Channel
        django_get_or_create = ("store", "name")

    store = factory.SubFactory(StoreFactory)
    name = factory.Sequence(lambda n: f"渠道{n}")
    source = "web"


class ChannelAliasFactory(DjangoModelFactory):
    """Another name of a channel."""

    class Meta:
        model = ChannelAlias

    channel = factory.SubFactory(ChannelFactory)
    store = factory.SelfAttribute("channel.store")
    name = factory.Sequence(lambda n: f"别名{n}")


class LeadFactory(DjangoModelFactory):
    """An open lead in the pool, received on Monday at nine, its number nobody else's and unable to ring. It has no inquiry of its own."""

    class Meta:
        model = Lead

    store = factory.SubFactory(StoreFactory)
    channel = factory.SubFactory(ChannelFactory, store=factory.SelfAttribute("..store"))
    phone = factory.Sequence(lambda n: f"154{n:08d}")
    phone_tail = factory.LazyAttribute(lambda lead: (lead.phone or "").partition(",")[0][-4:])
    received_at = MONDAY_9
    opened_at = factory.SelfAttribute("received_at")
    last_inquiry_at = factory.SelfAttribute("received_at")
    allocated_at = factory.LazyAttribute(lambda lead: lead.received_at if lead.agent else None)
    agent = None


class InquiryFactory(DjangoModelFactory):
    """One arrival of a lead's person, through the lead's channel."""

    class Meta:
        model = Inquiry

    lead = factory.SubFactory(LeadFactory)
    store = factory.SelfAttribute("lead.store")
    channel = factory.SelfAttribute("lead.channel")
    received_at = factory.SelfAttribute("lead.received_at")
    entered_at = factory.SelfAttribute("received_at")
    phone = factory.LazyAttribute(lambda inquiry: inquiry.lead.phone or "")


class AllocationFactory(DjangoModelFactory):
    """A lead given to an agent."""

    class Meta:
        model = Allocation

    lead = factory.SubFactory(LeadFactory)
    store = factory.SelfAttribute("lead.store")
    agent = factory.SubFactory(UserFactory, store=factory.SelfAttribute("..store"), roles=["agent"])
    by = factory.SubFactory(UserFactory, store=factory.SelfAttribute("..store"), roles=["leader"])
    at = MONDAY_9


class ImportBatchFactory(DjangoModelFactory):
    """A file that waits for its reader."""

    class Meta:
        model = ImportBatch

    store = factory.SubFactory(StoreFactory)
    by = factory.SubFactory(UserFactory, store=factory.SelfAttribute("..store"), roles=["data_manager"])
    channel = factory.SubFactory(ChannelFactory, store=factory.SelfAttribute("..store"))
    filename = "leads.csv"
    uploaded_at = MONDAY_9


class DoNotCallFactory(DjangoModelFactory):
    """A number nobody may call."""

    class Meta:
        model = DoNotCall

    store = factory.SubFactory(StoreFactory)
    phone = factory.Sequence(lambda n: f"194{n:08d}")
    at = MONDAY_9


class GradingFactory(DjangoModelFactory):
    """A lead judged ordinary."""

    class Meta:
        model = Grading

    lead = factory.SubFactory(LeadFactory)
    store = factory.SelfAttribute("lead.store")
    grade = "A"
    at = MONDAY_9


class FollowUpFactory(DjangoModelFactory):
    """A call promised to a lead, due on Monday at nine."""

    class Meta:
        model = FollowUp

    lead = factory.SubFactory(LeadFactory)
    store = factory.SelfAttribute("lead.store")
    agent = factory.SelfAttribute("lead.agent")
    kind = "callback"
    created_at = factory.SelfAttribute("lead.received_at")
    due_at = MONDAY_9


class ProposalFactory(DjangoModelFactory):
    """An application to call a lead lost, undecided."""

    class Meta:
        model = Proposal

    lead = factory.SubFactory(LeadFactory)
    store = factory.SelfAttribute("lead.store")
    kind = "lost"
    at = MONDAY_9


class RequestFactory(DjangoModelFactory):
    """A corrected number somebody proposes, undecided."""

    class Meta:
        model = Request

    lead = factory.SubFactory(LeadFactory)
    store = factory.SelfAttribute("lead.store")
    kind = "number"
    at = MONDAY_9
    reason = "客户说换号了"


class TopicFactory(DjangoModelFactory):
    """A problem somebody saw, to be agreed."""

    class Meta:
        model = Topic

    store = factory.SubFactory(StoreFactory)
    kind = "talk"
    title = "报价太早"
    proposal = "先问预算"
    at = MONDAY_9
