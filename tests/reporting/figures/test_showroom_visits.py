"""The showroom's own visits: a figure of the director's desk."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.cache import cache

from dcc.reckoning.clock import day_of, start_of
from tests.factories import LeadFactory, VisitFactory
from tests.moments import NOW

TILE = re.compile(r'<a href="([^"]*measure=showroom_visits[^"]*)"><span class="d-said">[^<]*</span><b>(\d+)</b>', re.DOTALL)


@pytest.fixture
def visits(store, agent):
    """Three visits of today that are the showroom's and count, one to hand a car over, one of DCC; one of the day before."""
    cache.clear()
    today = start_of(day_of(NOW, store.zone), store.zone)
    for _number in range(3):
        VisitFactory(store=store, at=today)
    VisitFactory(store=store, at=today, purpose="deliver")
    VisitFactory(store=store, at=today, tag="dcc", basis="appointment", lead=LeadFactory(store=store, agent=agent), agent=agent)
    VisitFactory(store=store, at=today - timedelta(hours=1))


def test_the_director_sees_todays_showroom_visits_and_the_rows_behind_them(client_of, director, visits):
    html = client_of(director).get("/").content.decode()

    tiles = [(unescape(address), int(count)) for address, count in TILE.findall(html)]

    assert [count for _address, count in tiles] == [3]
    assert re.findall(r'class="d-count"><b>([^<]*)', client_of(director).get(tiles[0][0]).content.decode()) == ["展厅来店 3"]


@pytest.mark.parametrize("role", ["manager", "leader", "data_manager"])
def test_nobody_else_has_them_on_the_desk(client_of, role, request, visits):
    html = client_of(request.getfixturevalue(role)).get("/").content.decode()

    assert TILE.findall(html) == []
    assert "展厅来店" not in html
