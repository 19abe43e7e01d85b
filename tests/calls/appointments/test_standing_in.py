"""Who stands in for a reception specialist on leave."""

import pytest

from calls.models import Appointment
from dcc.models import Notice
from dcc.roster.rules.rostering import Cell, save_roster
from tests.factories import AppointmentFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_9, TUESDAY_9, moment

TUESDAY = TUESDAY_9.date()


@pytest.fixture
def colleague(store):
    return UserFactory(store=store, username="colleague", roles=["reception"])


@pytest.fixture
def lead(store, agent, reception):
    return LeadFactory(store=store, agent=agent, reception=reception)


def test_the_appointments_of_that_day_name_them_and_they_are_told_and_the_lead_stays(store, director, reception, colleague, lead):
    that_day = AppointmentFactory(lead=lead, reception=reception, scheduled_for=moment(24, 14))
    later = AppointmentFactory(lead=LeadFactory(store=store, agent=lead.agent), reception=reception, scheduled_for=moment(25, 0))

    save_roster(store, [Cell(reception.pk, TUESDAY, leave="annual", stand_in=colleague.pk)], by=director, now=MONDAY_9)

    assert [Appointment.objects.get(pk=one.pk).reception for one in (that_day, later)] == [colleague, reception]
    assert list(Notice.objects.filter(kind="appointment.booked").values_list("user", "lead_id")) == [(colleague.pk, lead.pk)]
    assert lead.reception == reception


@pytest.mark.parametrize("cell", [{"leave": "annual"}, {"word": "休"}])
def test_without_a_stand_in_nothing_is_named_anew(store, director, reception, colleague, lead, cell):
    appointment = AppointmentFactory(lead=lead, reception=reception, scheduled_for=moment(24, 14))

    save_roster(store, [Cell(reception.pk, TUESDAY, **cell)], by=director, now=MONDAY_9)

    assert Appointment.objects.get(pk=appointment.pk).reception == reception
