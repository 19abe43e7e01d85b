"""Whoever is expected about now: found first, named beside the proposal, late no more once they stand in the house."""

import re
from datetime import timedelta

import pytest

from calls.models import Appointment
from leads.models import Lead
from reception.models import Visit
from tests.factories import AppointmentFactory, LeadFactory
from tests.moments import NOW

PHONE = "15400001234"


@pytest.fixture
def desk(client_of, front_desk):
    """The front desk's browser."""
    return client_of(front_desk)


@pytest.fixture
def expected(store, agent, reception) -> Appointment:
    """Somebody with an appointment about now."""
    now = NOW
    lead = LeadFactory(store=store, phone=PHONE, name="张伟", model="凯美瑞", agent=agent, received_at=now - timedelta(days=4))
    return AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=1), scheduled_for=now, reception=reception)


def chosen(response) -> dict:
    """What the form of a page sends when its button is pressed."""
    page = response.content.decode()
    match = re.search(r'name="match" value="([^"]+)" checked', page)
    tag = re.search(r'name="tag" value="(\w+)" data-key="Enter"', page)
    return {"match": match[1], "tag": tag[1], "purpose": "look", "heads": "2", "token": re.search(r'name="token" value="([^"]+)"', page)[1]}


def test_whoever_is_expected_today_stands_first_however_many_the_same_person_invited(desk, store, expected, agent):
    type(agent).objects.filter(pk=agent.pk).update(name="林晓芸")
    for hours in range(17):
        other = LeadFactory(store=store, name=f"张伟{hours}", agent=agent, received_at=NOW - timedelta(days=1))
        AppointmentFactory(lead=other, agent=agent, at=NOW - timedelta(days=3), scheduled_for=NOW + timedelta(hours=30 + hours))
    Appointment.objects.filter(pk=expected.pk).update(scheduled_for=NOW + timedelta(hours=2))

    page = desk.post("/reception/match/", {"q": "林晓芸"})

    assert page.context["matches"][0].lead == expected.lead


@pytest.mark.parametrize("typed", ["张伟", "张", "zw", "ZW", "张 伟"])
def test_whoever_is_invited_today_stands_first_however_many_are_called_so(desk, store, expected, typed):
    LeadFactory.create_batch(40, store=store, name="张伟", received_at=NOW - timedelta(days=1))
    Lead.objects.update(initials="zw")
    Appointment.objects.filter(pk=expected.pk).update(scheduled_for=NOW + timedelta(hours=2))

    page = desk.post("/reception/match/", {"q": typed})

    assert page.context["matches"][0].lead == expected.lead


def test_whose_name_is_read_otherwise_is_found_too_and_of_two_the_nearer_stands_first(desk, store, agent, reception):
    facts = {"agent": agent, "at": NOW - timedelta(days=1), "reception": reception}
    later, nearer = (
        AppointmentFactory(
            lead=LeadFactory(store=store, name="张朝阳", initials="zcy", received_at=NOW - timedelta(days=9)),
            scheduled_for=NOW + timedelta(hours=hours),
            **facts,
        )
        for hours in (3, 2)
    )
    LeadFactory.create_batch(40, store=store, name="张朝阳", initials="zcy", received_at=NOW - timedelta(days=1))

    page = desk.post("/reception/match/", {"q": "zzy"})

    assert [match.lead for match in page.context["matches"][:2]] == [nearer.lead, later.lead]


def test_today_comes_before_another_day_that_is_nearer(desk, store, expected, agent, reception, clock):
    morning = NOW.replace(hour=0)  # eight o'clock in the store
    clock.set_to(morning)
    Appointment.objects.filter(pk=expected.pk).update(scheduled_for=morning + timedelta(hours=12), at=morning - timedelta(days=1))
    facts = {"agent": agent, "at": morning - timedelta(days=3), "reception": reception, "status": "no_show"}
    AppointmentFactory(lead=LeadFactory(store=store, name="张伟"), scheduled_for=morning - timedelta(hours=11), **facts)

    page = desk.post("/reception/match/", {"q": "张伟"})

    assert page.context["matches"][0].lead == expected.lead


def test_whoever_stands_in_the_house_is_late_no_more_though_the_showroom_has_them(desk, expected):
    Appointment.objects.filter(pk=expected.pk).update(scheduled_for=NOW - timedelta(minutes=77))
    late = desk.get("/reception/").context["late"]
    found = desk.post("/reception/match/", {"tail": "1234"})

    desk.post("/reception/register/", chosen(found) | {"tag": "showroom", "override_reason": "找展厅"})

    page = desk.get("/reception/")
    assert (late, page.context["late"], [one.came_at for one in page.context["came"]]) == (1, 0, [Visit.objects.get().at])


def test_the_proposal_names_who_is_chosen_and_asks_anew_when_the_arrival_is_typed(desk, expected):
    page = desk.post("/reception/match/", {"tail": "1234"}).content.decode()

    assert re.search(r'class="r-whom[^>]+>张伟 \*\*\*\*1234<', page)
    assert re.search(r'hx-post="/reception/propose/"[^>]+hx-trigger="change from:#id_arrived', page)
