"""The addresses of walls: made and shown once, until a day, ended, throttled; whoever has none gets a calm page."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from dcc.errors import Refused
from dcc.store.rules.house_rules import change_settings
from reporting.models import WallToken
from reporting.walls.rules.wall_tokens import MAY_HANG, end_wall, make_wall, wall_of
from reporting.walls.wall_throttle import PER_MINUTE, WRONG_PER_MINUTE, turn_of
from tests.moments import NOW, TODAY, moment
from tests.trail import deeds


def made(store, *, face="office", ends_on=TODAY, by=None):
    return make_wall(store, face=face, place="前厅", ends_on=ends_on, by=by, now=NOW)


@pytest.mark.parametrize("days", [0, 366])
def test_the_last_day_is_today_at_the_earliest_and_within_a_year(store, leader, days):
    token, secret = made(store, ends_on=TODAY + timedelta(days=days), by=leader)

    assert (wall_of(secret, now=NOW), secret in token.digest, token.hint) == (token, False, secret[-4:])
    assert deeds(token) == ["wall.make"]


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_gone_by_or_too_far_ahead_is_refused(store, leader, days):
    with pytest.raises(Refused):
        made(store, ends_on=TODAY + timedelta(days=days), by=leader)

    assert not WallToken.objects.exists()


def test_an_address_opens_until_the_end_of_its_last_day_in_the_store(store):
    _token, secret = made(store, ends_on=date(2026, 11, 27))

    assert [wall_of(secret, now=at) is not None for at in (moment(27, 23, 59), moment(28, 0))] == [True, False]


def test_an_ended_address_opens_nothing_and_is_ended_once(store, leader):
    token, secret = made(store)

    ended = [end_wall(token, by=leader, now=NOW), end_wall(token, by=leader, now=NOW)]

    assert (ended, wall_of(secret, now=NOW), wall_of("wrong", now=NOW)) == ([True, False], None, None)
    assert deeds(token) == ["wall.make", "wall.end"]


def test_an_address_is_answered_so_often_in_a_minute_and_again_in_the_next(store):
    token, _secret = made(store)
    other, _its = made(store)

    turns = [turn_of(token.pk, now=moment(26, 9)) for _time in range(PER_MINUTE + 1)]

    assert (set(turns[:PER_MINUTE]), turns[PER_MINUTE]) == ({0}, 60)
    assert (turn_of(other.pk, now=moment(26, 9)), turn_of(token.pk, now=moment(26, 9, 1))) == (0, 0)


def test_a_switched_off_showroom_wall_opens_nothing_and_is_not_made(store, director):
    _token, secret = made(store, face="showroom")
    _office, offices = made(store)

    change_settings(store, values={MAY_HANG: False}, by=director, now=NOW)

    assert (wall_of(secret, now=NOW), wall_of(offices, now=NOW) is not None) == (None, True)
    with pytest.raises(Refused):
        made(store, face="showroom")


@pytest.mark.parametrize("who", ["leader", "director"])
def test_the_address_is_shown_once_and_opens_without_a_log_in(request, client_of, store, who):
    browser = client_of(request.getfixturevalue(who))

    shown = browser.post("/settings/walls/", {"face": "office", "place": "前厅", "ends_on": "2026-11-30"})
    address = shown.context["address"]
    listed = browser.get("/settings/walls/").content.decode()
    opened = Client().get(address)

    assert (address in shown.content.decode(), address[-20:] in listed, "前厅" in listed) == (True, False, True)
    assert (opened.status_code, "长春一店" in opened.content.decode(), opened["Cache-Control"]) == (
        200,
        True,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )


def test_a_last_day_gone_by_is_refused_on_the_form(client_of, leader):
    answer = client_of(leader).post("/settings/walls/", {"face": "office", "place": "前厅", "ends_on": "2026-11-25"})

    assert (answer.status_code, "最后一天从今天起，一年以内。" in answer.content.decode(), WallToken.objects.count()) == (422, True, 0)


def test_only_leader_and_director_make_walls_and_only_of_their_own_store(client_of, store, other_store, agent, leader):
    theirs, secret = made(other_store)

    answers = [client_of(agent).get("/settings/walls/"), client_of(leader).post(f"/settings/walls/{theirs.pk}/end/")]

    assert ([answer.status_code for answer in answers], wall_of(secret, now=NOW)) == ([403, 404], theirs)


def test_a_wrong_address_gets_a_calm_page_and_a_page_that_stands_open_is_drawn_anew(db):
    wrong = Client().get("/reports/wall/wrong/")
    polled = Client().get("/reports/wall/wrong/", headers={"HX-Request": "true"})

    assert (wrong.status_code, "这里没有看板" in wrong.content.decode(), "HX-Refresh" in wrong) == (404, True, False)
    assert (polled.status_code, polled["HX-Refresh"]) == (404, "true")


def test_who_asks_for_many_wrong_addresses_is_answered_nothing_for_a_while(store):
    _token, secret = made(store)
    browser = Client()

    wrong = [browser.get(f"/reports/wall/{number}/").status_code for number in range(WRONG_PER_MINUTE)]
    then = browser.get(f"/reports/wall/{secret}/")
    elsewhere = Client(REMOTE_ADDR="198.51.100.7").get(f"/reports/wall/{secret}/")
    cache.clear()

    assert (set(wrong), then.status_code, then["Retry-After"], elsewhere.status_code) == ({404}, 429, "60", 200)
    assert browser.get(f"/reports/wall/{secret}/").status_code == 200
