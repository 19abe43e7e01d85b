"""The draw of each opening out of the database."""

from datetime import timedelta

import pytest

from calls.models import SecondLook
from calls.second_look.rules.drawing_looks import keep_looks
from dcc.models import Absence, StoreSetting
from leads.models import Lead
from tests.factories import AllocationFactory, CallFactory, DoNotCallFactory, LeadFactory, SecondLookFactory
from tests.factories.calls import MONDAY_OPENS
from tests.moments import MONDAY_8, MONDAY_9, TUESDAY_9, moment

CLOSED = moment(16, 10)


@pytest.fixture
def lost(agent, other_agent):
    """Return a function: a lead of other_agent's, closed as lost at a moment."""

    def make(closed_at=CLOSED, **facts):
        facts = {"store": agent.store, "agent": other_agent, "closed_agent": other_agent, "received_at": moment(1, 9), **facts}
        return LeadFactory(closed_at=closed_at, closed_as="lost", **facts)

    return make


def looked_at():
    return list(SecondLook.objects.values_list("lead", flat=True))


def test_a_lost_customer_is_drawn_at_the_opening_for_who_never_called(agent, other_agent, lost):
    lead = lost()
    CallFactory(lead=lead, agent=other_agent)

    count = keep_looks(now=MONDAY_9)

    look = SecondLook.objects.get()
    assert (count, look.lead, look.agent, look.at) == (1, lead, agent, MONDAY_OPENS)


def test_an_opening_is_drawn_once(lost):
    lost()
    keep_looks(now=MONDAY_9)
    lost()

    counts = [keep_looks(now=MONDAY_9), keep_looks(now=MONDAY_9 + timedelta(hours=3)), keep_looks(now=TUESDAY_9)]

    assert counts == [0, 0, 1]


def test_nothing_is_drawn_before_the_store_opens(lost):
    lost()
    keep_looks(now=MONDAY_8)
    before = [look.at for look in SecondLook.objects.all()]

    keep_looks(now=MONDAY_OPENS)

    assert before == [moment(22, 8, 30)]


@pytest.mark.parametrize(
    ("closed_at", "is_drawn"),
    [(moment(21, 0), False), (moment(20, 23, 59), True), (moment(1, 0) - timedelta(days=8), True), (moment(1, 0) - timedelta(days=8, seconds=1), False)],
)
def test_three_to_thirty_days_after_the_loss(lost, closed_at, is_drawn):
    lost(closed_at)

    keep_looks(now=MONDAY_9)

    assert SecondLook.objects.exists() == is_drawn


def test_three_a_day_none_where_the_store_wants_none(store, lost):
    for _number in range(4):
        lost()
    keep_looks(now=MONDAY_9)
    StoreSetting.objects.create(store=store, name="second_looks_a_day", value=0, valid_from=MONDAY_9)

    later = keep_looks(now=TUESDAY_9)

    assert (SecondLook.objects.count(), later) == (3, 0)


def test_who_cannot_be_asked_is_not_drawn(store, agent, lost):
    lost(phone=None, phone_tail="")
    DoNotCallFactory(store=store, phone=lost().phone, at=MONDAY_8)
    LeadFactory(store=store, phone=lost().phone)
    LeadFactory(store=store, closed_at=CLOSED, closed_as="unreachable")
    SecondLookFactory(agent=agent, lead=lost(), ended_at=MONDAY_8, outcome="bought")
    SecondLookFactory(agent=agent, lead=lost(moment(2, 9), phone="15400007777"))
    lost(phone="15400007777")

    count = keep_looks(now=MONDAY_9)

    assert count == 0


def test_the_list_and_an_open_lead_of_another_store_do_not_matter(other_store, lost):
    lead = lost()
    DoNotCallFactory(store=other_store, phone=lead.phone, at=MONDAY_8)
    LeadFactory(store=other_store, phone=lead.phone)

    keep_looks(now=MONDAY_9)

    assert looked_at() == [lead.pk]


def test_who_called_another_cycle_of_the_number_or_had_it_is_no_stranger(agent, other_agent, lost):
    CallFactory(agent=agent, lead=lost(moment(1, 9), phone="15400007777"))
    lost(phone="15400007777")
    had = lost()
    AllocationFactory(lead=had, agent=agent)

    count = keep_looks(now=MONDAY_9)

    assert (count, Lead.objects.filter(agent=other_agent).count()) == (0, 3)


def test_who_sees_every_lead_or_is_away_is_not_drawn_for(agent, lost, leader):
    lost()
    agent.role_rows.create(name="leader")
    leader.role_rows.create(name="agent")
    leader.forget_roles()
    Absence.objects.create(user=agent, day=MONDAY_9.date(), by=agent)

    count = keep_looks(now=MONDAY_9)

    assert count == 0
