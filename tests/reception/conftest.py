"""A customer of DCC and what the desk says of a group."""

import pytest

from leads.models import Lead
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import MONDAY_9, WEDNESDAY_9

PHONE = "15400001234"


@pytest.fixture
def lead(store, agent) -> Lead:
    """An open lead of the agent since Monday."""
    return LeadFactory(store=store, phone=PHONE, name="张伟", agent=agent)


@pytest.fixture
def invited(lead, agent, reception):
    """Its appointment on Wednesday at nine, for the reception specialist."""
    return AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=WEDNESDAY_9, reception=reception)


@pytest.fixture
def group():
    """Return a function: what the desk says of somebody with this number."""
    return lambda phone=PHONE, **said: Registration(person=Person(phone), **said)
