"""One person with two leads: the older one of Monday at nine, the younger of Tuesday at nine."""

import pytest

from leads.models import Lead
from tests.factories import AllocationFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, TUESDAY_9

OLDER, YOUNGER = "15400002071", "19400008830"


def with_inquiry(agent, leader, **facts) -> Lead:
    """An agent's lead as an arrival leaves it: with its inquiry, given to them by the leader."""
    lead = LeadFactory(store=leader.store, agent=agent, **facts)
    InquiryFactory(lead=lead)
    if agent:
        AllocationFactory(lead=lead, agent=agent, by=leader, at=lead.received_at)
    return lead


@pytest.fixture
def older(leader, agent) -> Lead:
    """The older lead, the agent's."""
    return with_inquiry(agent, leader, phone=OLDER, name="王建国", model="RAV4荣放", received_at=MONDAY_9)


@pytest.fixture
def younger(leader, other_agent) -> Lead:
    """The younger lead, the other agent's."""
    return with_inquiry(other_agent, leader, phone=YOUNGER, name="王先生", model="RAV4荣放 双擎", received_at=TUESDAY_9)
