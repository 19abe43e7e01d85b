"""Until when a slip is taken back: fifteen minutes, and before its time; also where the store's day, or its clock's, turns meanwhile."""

from datetime import timedelta

import pytest

from calls.appointments.rules.annulling_appointments import annul_booking, annul_cancelling
from calls.appointments.rules.appointments import cancel
from calls.desk.rules.annulling_calls import annul_call, may_take_back
from calls.desk.rules.calling import Said, log_call
from dcc.errors import Refused
from leads.customer.rules.do_not_calling import annul_do_not_call, set_do_not_call
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import moment

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
LIMIT = 15 * MINUTE
MADE = {  # in the store's zone; eight o'clock there is midnight of UTC
    "done at 23:59": moment(23, 23, 59),
    "over at 23:59": moment(23, 23, 44),
    "over at 00:00": moment(23, 23, 45),
    "done at 00:00": moment(24, 0),
    "over at 06:00": moment(24, 5, 45),
    "done at 06:00": moment(24, 6),
    "over at 08:00": moment(24, 7, 45),
}
LATER = {"below": (LIMIT - SECOND, True), "at": (LIMIT, True), "above": (LIMIT + SECOND, False)}
DUE = {"23:59": moment(23, 23, 59), "00:00": moment(24, 0), "06:00": moment(24, 6), "08:00": moment(24, 8)}
pytestmark = pytest.mark.usefixtures("any_hour")


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent)


def is_done(deed, *what, by, now) -> bool:
    """Whether a deed was not refused."""
    try:
        deed(*what, by=by, now=now)
    except Refused:
        return False
    return True


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("later", LATER)
def test_a_call_for_a_quarter_of_an_hour(agent, lead, made, later):
    after, taken = LATER[later]
    call = log_call(lead, said=Said(outcome="connected", direction="in"), by=agent, now=MADE[made])  # who rings keeps no hours

    offered = may_take_back(call, by=agent, now=MADE[made] + after)

    assert (offered, is_done(annul_call, call, by=agent, now=MADE[made] + after)) == (taken, taken)


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("later", LATER)
def test_a_booking_and_its_calling_off_for_a_quarter_of_an_hour(agent, lead, made, later):
    after, taken = LATER[later]
    booked = AppointmentFactory(lead=lead, agent=agent, at=MADE[made], scheduled_for=MADE[made] + timedelta(days=1))
    other = AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, at=MADE[made], scheduled_for=MADE[made] + timedelta(days=1))
    cancel(other, reason="没空", by=agent, now=MADE[made])

    done = [is_done(deed, row, by=agent, now=MADE[made] + after) for deed, row in ((annul_booking, booked), (annul_cancelling, other))]

    assert done == [taken, taken]


@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("later", LATER)
def test_a_refusal_to_be_called_for_a_quarter_of_an_hour(agent, lead, made, later):
    after, taken = LATER[later]
    set_do_not_call(lead, source="客户要求", by=agent, now=MADE[made])

    assert is_done(annul_do_not_call, lead, by=agent, now=MADE[made] + after) is taken


@pytest.mark.parametrize("due", DUE)
@pytest.mark.parametrize(("before", "taken"), [(SECOND, True), (0 * SECOND, False), (-SECOND, False)])
def test_a_booking_and_its_calling_off_before_its_time_alone(agent, lead, due, before, taken):
    made = DUE[due] - 5 * MINUTE
    booked = AppointmentFactory(lead=lead, agent=agent, at=made, scheduled_for=DUE[due])
    other = AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, at=made, scheduled_for=DUE[due])
    cancel(other, reason="没空", by=agent, now=made)

    done = [is_done(deed, row, by=agent, now=DUE[due] - before) for deed, row in ((annul_booking, booked), (annul_cancelling, other))]

    assert done == [taken, taken]
