"""Cards and visits of Wednesday, and the leader who checks them on Thursday."""

import pytest

from leads.models import Lead
from reception.checks.rules.drawing import draw_checks
from reception.models import CheckDraw
from tests.factories import CardFactory, LeadFactory, VisitFactory
from tests.moments import moment

THURSDAY_8 = moment(26, 8)


def carded(store, agent, number: int, *, day: int = 25, hour: int = 9) -> Lead:
    """A lead whose card an agent opened."""
    lead = LeadFactory(store=store, phone=f"154000{number:05d}", name=f"客户{number}", agent=agent)
    at = moment(day, hour, number % 60)
    CardFactory(lead=lead, agent=agent, at=at)
    return lead


@pytest.fixture
def card(store, agent) -> CheckDraw:
    """A card of the agent, drawn on Thursday."""
    carded(store, agent, 1234)
    draw_checks(store, at=THURSDAY_8)
    return CheckDraw.objects.get()


@pytest.fixture
def visit(store, front_desk) -> CheckDraw:
    """A visit the desk typed, drawn on Thursday."""
    VisitFactory(store=store, phone="15400005678", phone_tail="5678", name="潘志远", tag="showroom", basis="none", at=moment(25, 10), by=front_desk)
    draw_checks(store, at=THURSDAY_8)
    return CheckDraw.objects.get()
