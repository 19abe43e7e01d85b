"""The half hours of a day on the form of a call: booked and room, and who of the reception is the freest."""

import re
from datetime import time

import pytest
from django.urls import reverse

from calls.appointments.confirming import CallWindow
from calls.appointments.loads import loads_of
from calls.appointments.views.half_hours import confirmed_from
from dcc.store.store_settings import values_at
from tests.factories import AppointmentFactory, LeadFactory, ShiftFactory, UserFactory
from tests.moments import NOW, moment

DAY = moment(28, 0).date()


def slots(client, day="2026-11-28"):
    """Return time, booked/room and whether it is full of each half hour the form is given."""
    page = client.get(reverse("appointments_half_hours"), {"visit_day": day}).content.decode()
    found = re.findall(r'class="d-slot( is-full)?".*?data-slot="([\d:]+)".*?<em>(.*?)</em>', page, re.DOTALL)
    return {clock: (" ".join(said.split()), full != "") for full, clock, said in found}


def booked(store, agent, hour, minute=0, **facts):
    lead = LeadFactory(store=store, agent=agent)
    return AppointmentFactory(lead=lead, agent=agent, at=moment(25, 9), scheduled_for=moment(28, hour, minute), **facts)


@pytest.mark.parametrize(("groups", "said"), [(1, ("1/2", False)), (2, ("满 2/2", True)), (3, ("满 3/2", True))])
def test_each_half_hour_says_how_many_are_booked_of_how_many_are_received(client_of, store, agent, reception, groups, said):
    for minute in range(groups):
        booked(store, agent, 10, 30 + minute)
    booked(store, agent, 11, status="cancelled")

    found = slots(client_of(agent))

    assert (len(found), found["10:30"], found["11:00"], found["08:30"]) == (19, said, ("0/2", False), ("0/2", False))


@pytest.mark.parametrize(
    ("day", "asked"),
    [
        ("2026-11-29", "周六 16:00 起排进队列，打电话确认"),
        ("2026-11-28", "明天 16:00 起排进队列，打电话确认"),
        ("2026-11-27", "明天 13:30 起排进队列，打电话确认"),
        ("2026-11-26", ""),
    ],
)
def test_each_half_hour_says_from_when_whoever_comes_then_is_asked_once_more(client_of, agent, day, asked):
    page = client_of(agent).get(reverse("appointments_half_hours"), {"visit_day": day}).content.decode()

    assert re.findall(r'data-slot="15:30".*?data-asked="(.*?)"', page, re.DOTALL) == [asked]


@pytest.mark.parametrize(("hour", "minute", "is_asked"), [(11, 59, True), (12, 0, True), (12, 1, False)])
def test_the_evening_before_is_said_until_noon_of_that_day_alone(hour, minute, is_asked):
    calling = CallWindow(time(8), time(21), moment(26, 0).tzinfo)

    said = confirmed_from(moment(27, 10), now=moment(26, hour, minute), calling=calling)

    assert ("16:00" in said, "8:00" in said) == (is_asked, not is_asked)


@pytest.mark.parametrize("day", ["", "x", "2026-11-25", "2026-12-02", "0001-01-01", "9999-12-31", "2026-02-30", "\x00"])
def test_of_a_day_the_form_does_not_offer_nothing_is_said(client_of, agent, day):
    answer = client_of(agent).get(reverse("appointments_half_hours"), {"visit_day": day})

    assert (answer.status_code, answer.content) == (204, b"")


def test_the_freest_is_on_duty_then_with_the_fewest_in_the_half_hour_then_of_the_day(store, agent, reception):
    other = UserFactory(store=store, username="zz", roles=["reception"])
    late = UserFactory(store=store, username="aa", roles=["reception"])
    ShiftFactory(user=late, day=DAY, starts=moment(28, 12).time(), ends=moment(28, 18).time())
    booked(store, agent, 10, reception=reception)
    booked(store, agent, 9, reception=other)
    booked(store, agent, 9, 10, reception=other)

    freest = {load.at.strftime("%H:%M"): load.freest for load in loads_of(store, DAY, values_at(store, NOW))}

    assert (freest["10:00"], freest["11:00"], freest["12:00"]) == (other.pk, reception.pk, late.pk)


def test_where_nobody_is_on_duty_there_is_no_freest(store):
    loads = loads_of(store, DAY, values_at(store, NOW))

    assert {(load.freest, load.room) for load in loads} == {(None, 2)}
