"""What the two faces show: the day against its plan, agents in turns of six, guests by surname; no number and no full name."""

from fractions import Fraction

import pytest
from django.core.cache import cache
from django.test import Client

from reporting.models import Target
from reporting.walls.due_today import due_day
from reporting.walls.office_wall import office_wall, waiting_of
from reporting.walls.rules.wall_tokens import make_wall
from reporting.walls.showroom_wall import called, showroom_wall
from tests.factories import AppointmentFactory, CardFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import NOW, TODAY, moment


def due(store, agent, hour, minute=0, status="booked", **lead):
    """An appointment of today."""
    at = moment(26, hour, minute)
    ended = at if status in ("arrived", "no_show") else None
    row = LeadFactory(store=store, agent=agent, **lead)
    return AppointmentFactory(lead=row, agent=agent, at=moment(25, 9), scheduled_for=at, status=status, ended_at=ended)


def test_who_may_still_come_did_not_come_an_hour_after_their_time(store, agent):
    rows = [due(store, agent, 14, minute) for minute in (0, 1)]
    gone = due(store, agent, 16)
    due(store, agent, 17, status="cancelled")

    found = due_day(store, TODAY, now=NOW)

    assert [found.state_of(row) for row in [*rows, gone]] == ["missed", "waits", "waits"]
    assert [(hour.hour, hour.came, hour.waits, hour.missed) for hour in found.hours()] == [(14, 0, 1, 1), (16, 0, 1, 0)]


def test_the_office_is_told_who_came_of_those_due_and_where_the_mark_stands(store, agent):
    due(store, agent, 9, status="arrived")
    due(store, agent, 10, status="no_show")
    due(store, agent, 16)
    due(store, agent, 17)

    tile = office_wall(store, now=NOW)["tiles"][2]

    assert (tile.value, tile.plan, tile.tick, tile.is_late, tile.said) == (1, 4, Fraction(1, 2), True, "1 组没到，还有 2 组")


def test_a_figure_without_a_plan_stands_alone_and_one_with_a_plan_says_its_pace(store, agent):
    CardFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=moment(26, 10))
    before = office_wall(store, now=NOW)["tiles"]
    cache.clear()
    Target.objects.create(store=store, month=TODAY.replace(day=1), measure="deals", value=10)

    after = office_wall(store, now=moment(26, 15, 1))["tiles"][3]

    assert ([(tile.value, tile.plan) for tile in before], before[0].said) == ([(1, 0), (0, 0), (0, 0), (0, 0)], "")
    assert (after.value, after.plan, after.is_late, after.said) == (0, 10, True, "慢 9")  # 25 days and 6½ of 9½ hours of 30 days


def test_agents_stand_by_their_cards_and_from_seven_on_take_turns_of_thirty_seconds(store, agent):
    for number in range(6):
        UserFactory(username=f"more{number}", name=f"专员{number}", store=store, roles=["agent"])
    CardFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=moment(26, 10))

    first, second = (office_wall(store, now=moment(26, 15, minute)) for minute in (0, 0))
    turned = office_wall(store, now=moment(26, 15).replace(second=30))

    assert first["pages"] == 2
    assert sorted([len(first["rows"]), len(turned["rows"])]) == [1, 6]
    assert {first["page"], turned["page"]} == {1, 2}
    assert (first["rows"] == second["rows"], (first if first["page"] == 1 else turned)["rows"][0].name) == (True, agent.name)


def test_who_waits_for_a_first_call_is_told_by_working_minutes(store, agent):
    for minutes in (-1, 3, 20):
        LeadFactory(store=store, agent=agent, respond_by=moment(26, 15 + minutes // 60, minutes % 60))

    wall = office_wall(store, now=NOW)["waiting"]

    assert (wall.count, wall.minutes, wall.late) == (2, 3, 1)
    assert waiting_of.__doc__


@pytest.mark.parametrize(
    ("name", "gender", "word"),
    [
        ("王建国", "male", "王先生"),
        ("欧阳静", "female", "欧阳女士"),
        ("李雷", "", "李客人"),
        ("赵女士", "", "赵女士"),
        ("未留名", "male", "客人"),
        ("", "", "客人"),
    ],
)
def test_a_guest_is_called_by_surname_and_title(name, gender, word):
    assert called(name, gender) == word


def test_the_showroom_reads_the_next_five_and_how_many_more_and_who_is_here(store, agent, reception):
    for minute in (10, 20, 30, 40, 50, 59):
        due(store, agent, 15, minute, name="钱建国", gender="male", reception=reception)
    due(store, agent, 13, name="孙没来")
    arrived = due(store, agent, 11, status="arrived", name="周慧", gender="female")
    VisitFactory(store=store, lead=arrived.lead, appointment=arrived, at=moment(26, 11, 5), tag="dcc", basis="appointment", reception=reception)

    found = showroom_wall(store, now=NOW)

    assert ([guest.called for guest in found["next"]], found["more"]) == (["钱先生"] * 5, 1)
    assert [(guest.called, guest.receiver, guest.is_here) for guest in found["came"]] == [("周女士", reception.name, True)]
    assert [(hour, count) for hour, count in found["hours"] if count] == [(11, 1), (15, 6)]
    assert found["on_duty"] == [reception.name]


@pytest.mark.parametrize("face", ["office", "showroom"])
def test_no_face_bears_a_number_or_a_full_name(store, agent, face, django_assert_max_num_queries):
    row = due(store, agent, 16, name="钱建国", gender="male", phone="13812345678")
    came = due(store, agent, 11, status="arrived", name="周慧敏", gender="female", phone="13812345679")
    VisitFactory(store=store, lead=came.lead, appointment=came, at=moment(26, 11, 5), tag="dcc", basis="appointment")
    _token, secret = make_wall(store, face=face, place="前厅", ends_on=TODAY, by=None, now=NOW)
    Client().get(f"/reports/wall/{secret}/")

    with django_assert_max_num_queries(15):
        page = Client().get(f"/reports/wall/{secret}/", headers={"HX-Request": "true"})
    text = page.content.decode()

    assert page.status_code == 200
    assert [part in text for part in (row.lead.name, came.lead.name, row.lead.phone, row.lead.phone_tail, "href")] == [False] * 5
    assert ("钱先生" in text) == (face == "showroom")


def test_a_closed_day_says_so(store):
    wall = office_wall(store, now=moment(29, 12))
    closed = office_wall(store, now=moment(1, 12).replace(month=10))

    assert (wall["is_open"], closed["is_open"]) == (True, False)
