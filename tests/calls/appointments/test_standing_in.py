"""Who stands in for a reception specialist on leave."""

import pytest

from calls.models import Appointment
from dcc.models import Notice
from dcc.roster.rules.rostering import Cell, save_roster
from tests.factories import AppointmentFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, TUESDAY_10, moment

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


@pytest.fixture
def on_leave(store, director, reception, colleague):
    """The specialist is on leave on Tuesday, the colleague stands in."""

    def begin():
        save_roster(store, [Cell(reception.pk, TUESDAY, leave="annual", stand_in=colleague.pk)], by=director, now=MONDAY_9)

    return begin


@pytest.mark.parametrize("cell", [{}, {"word": "早班"}, {"leave": "annual"}])
def test_a_leave_withdrawn_gives_its_appointments_back_and_the_specialist_is_told(store, director, reception, colleague, lead, on_leave, cell):
    taken = AppointmentFactory(lead=lead, reception=reception, scheduled_for=moment(24, 14))
    own = AppointmentFactory(lead=LeadFactory(store=store, agent=lead.agent), reception=colleague, scheduled_for=moment(24, 15))
    on_leave()

    saved = save_roster(store, [Cell(reception.pk, TUESDAY, **cell)], by=director, now=MONDAY_10)

    assert [Appointment.objects.get(pk=one.pk).reception for one in (taken, own)] == [reception, colleague]
    assert Appointment.objects.get(pk=taken.pk).stands_in_for is None
    assert list(Notice.objects.filter(kind="appointment.booked").order_by("at").values_list("user", flat=True)) == [colleague.pk, reception.pk]
    assert saved.remarks == ()


def test_another_stand_in_takes_them_over(store, director, reception, colleague, lead, on_leave):
    taken = AppointmentFactory(lead=lead, reception=reception, scheduled_for=moment(24, 14))
    third = UserFactory(store=store, username="third", roles=["reception"])
    on_leave()

    save_roster(store, [Cell(reception.pk, TUESDAY, leave="annual", stand_in=third.pk)], by=director, now=MONDAY_10)

    kept = Appointment.objects.get(pk=taken.pk)
    assert (kept.reception, kept.stands_in_for) == (third, reception)


def test_what_somebody_else_was_named_for_since_or_is_past_stays_and_the_first_is_said(store, director, reception, colleague, lead, on_leave):
    third = UserFactory(store=store, username="third", roles=["reception"])
    named, past = [
        AppointmentFactory(lead=each, reception=reception, scheduled_for=at)
        for each, at in ((lead, moment(24, 14)), (LeadFactory(store=store, agent=lead.agent), TUESDAY_9))
    ]
    on_leave()
    Appointment.objects.filter(pk=named.pk).update(reception=third)

    saved = save_roster(store, [Cell(reception.pk, TUESDAY, word="早班")], by=director, now=TUESDAY_10)

    assert [Appointment.objects.get(pk=one.pk).reception for one in (named, past)] == [third, colleague]
    assert saved.remarks == (f"{reception.name} 11-24：1 个邀约留在后来指定的人那里。",)
