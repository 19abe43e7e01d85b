"""Who sees which figures, and that every number on a page leads to exactly its rows."""

import re
from datetime import date
from html import unescape

import pytest
from django.core.cache import cache

from dcc.models import Store, User
from leads.grading.rules.closing_leads import close_lead
from leads.models import Lead
from reporting.figures.counting import ask
from reporting.figures.question import Question
from reporting.figures.reach import reach_of
from tests.factories import (
    AllocationFactory,
    CallFactory,
    CardFactory,
    ChannelFactory,
    InquiryFactory,
    LeadFactory,
    ShowroomCardFactory,
    TransferFactory,
    UserFactory,
)
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11

PERIOD = "from=2026-11-23&to=2026-11-23"
COUNT = re.compile(r'class="d-count"><b>[^<]*?(\d+)</b>')
LINK = re.compile(r'<a[^>]*href="(/reports/rows/\?[^"]*)"[^>]*>([^<]*)</a>')


@pytest.fixture(autouse=True)
def no_snapshot():
    """Forget the boards of the test before."""
    cache.clear()


@pytest.fixture
def monday(store, agent, other_agent):
    """Three leads of Monday: one carded by the agent, one called by the other, one in the pool."""
    portal = ChannelFactory(store=store, name="汽车之家")
    rows = {}
    for name, owner in (("carded", agent), ("called", other_agent), ("pooled", None)):
        lead = LeadFactory(store=store, channel=portal, agent=owner, name=f"客户{name}")
        InquiryFactory(lead=lead, channel=portal, received_at=MONDAY_9)
        rows[name] = lead
        if owner:
            AllocationFactory(lead=lead, agent=owner, at=MONDAY_9)
            CallFactory(lead=lead, agent=owner, at=MONDAY_10, outcome="connected", is_first=True, is_first_connected=True)
            Lead.objects.filter(pk=lead.pk).update(first_call_at=MONDAY_10, reached_at=MONDAY_10)
    CardFactory(lead=rows["carded"], agent=agent, at=MONDAY_11)
    Lead.objects.filter(pk=rows["carded"].pk).update(card_at=MONDAY_11, card_by=agent)
    return rows


def page(client_of, user, address: str) -> str:
    response = client_of(user).get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_every_number_of_the_funnel_leads_to_as_many_rows(client_of, leader, monday):
    html = page(client_of, leader, f"/reports/funnel/?by=agent&basis=activity&{PERIOD}")

    links = [(unescape(address), text.strip()) for address, text in LINK.findall(html) if text.strip().isdigit()]

    shown = {address: int(COUNT.search(page(client_of, leader, address))[1]) for address, _text in links}
    assert shown == {address: int(text) for address, text in links}
    assert len(links) >= 12


def test_an_agent_sees_their_row_and_the_teams_total(client_of, agent, other_agent, monday):
    html = page(client_of, agent, f"/reports/funnel/?by=agent&basis=activity&{PERIOD}")

    rows = re.findall(r'<th scope="row"[^>]*>([^<]*)</th>\s*<td class="d-num[^"]*">(?:<a[^>]*>)?(\d+)', html)

    assert rows == [(agent.name, "1"), ("合计", "2")]
    assert other_agent.name not in html


@pytest.mark.parametrize("role", ["marketing", "hq"])
def test_who_sees_no_persons_gets_channels_and_no_rows(client_of, role, request, monday):
    user = request.getfixturevalue(role)

    html = page(client_of, user, f"/reports/funnel/?by=agent&basis=cohort&{PERIOD}")

    assert "汽车之家" in html
    assert "/reports/rows/" not in html
    assert [name for name in ("王伟", "李娜", "客户carded") if name in html] == []
    assert client_of(user).get(f"/reports/rows/?by=channel&basis=cohort&measure=leads&{PERIOD}").status_code == 404


def test_head_office_sees_the_stores_listed_for_it_only(client_of, hq, store, other_store, monday):
    reach = reach_of(hq)

    html = page(client_of, hq, f"/reports/funnel/?store={other_store.code}&by=channel&basis=cohort&{PERIOD}")

    assert reach.stores == [store]
    assert (store.name in page(client_of, hq, "/"), other_store.name in html) == (True, False)


def test_head_office_chooses_the_store_of_the_daily_board(client_of, hq, store, other_store):
    one = page(client_of, hq, "/reports/daily/")
    hq.stores.add(other_store)

    links = re.findall(r'href="\?store=(\w+)&amp;from=[^"]*"( aria-current="true")?>([^<]*)<', page(client_of, hq, "/reports/daily/?store=S2"))

    assert other_store.name not in one
    assert [link for link in links if link[2] in (store.name, other_store.name)] == [
        (store.code, "", store.name),
        (other_store.code, ' aria-current="true"', other_store.name),
    ]


def test_head_office_without_a_store_sees_nothing(client_of, db):
    nobody = UserFactory(store=None, roles=["hq"])

    assert client_of(nobody).get("/reports/funnel/").status_code == 403


def test_the_rows_of_ones_own_number_hide_whose_customers_went_to_others(client_of, agent, other_agent, monday):
    Lead.objects.filter(pk=monday["carded"].pk).update(agent=other_agent, card_by=None)

    html = page(client_of, agent, f"/reports/rows/?by=agent&basis=activity&measure=calls&key={agent.username}&{PERIOD}")

    assert "客户carded" not in html
    assert html.count("<tr data-row>") == 1
    assert client_of(agent).get(f"/reports/rows/?by=agent&basis=activity&measure=calls&key={other_agent.username}&{PERIOD}").status_code == 404
    assert client_of(agent).get(f"/reports/rows/?by=agent&basis=activity&measure=calls&{PERIOD}").status_code == 404


def test_a_colleague_of_two_roles_sees_the_sum(store):
    both = UserFactory(store=store, roles=["agent", "marketing"])

    reach = reach_of(both)

    assert (reach.dimensions[0], "agent" in reach.dimensions, reach.own) == ("channel", True, {"agent": both.username})


def test_the_daily_board_takes_at_most_twelve_queries_for_its_snapshot(store, monday, django_assert_max_num_queries):
    from reporting.boards.daily_board import snapshot  # noqa: PLC0415 - beside what it is about

    with django_assert_max_num_queries(12):
        board = snapshot(store, date(2026, 11, 23), date(2026, 11, 23), now=MONDAY_11)

    assert (board.sums["now"]["calls"], board.sums["now"]["cards"], board.sums["month"]["calls"]) == (2, 1, 2)
    assert {name: counts.get("calls", 0) for name, counts in board.rows.items()} == {"agent": 1, "other_agent": 1, "": 0}


def test_one_snapshot_serves_everybody(client_of, leader, manager, monday, store):
    address = f"/reports/daily/?{PERIOD}"
    before = page(client_of, leader, address)

    CallFactory(lead=monday["carded"], agent=User.objects.get(username="agent"), at=MONDAY_11, outcome="no_answer")

    tile = re.compile(r"<b>(\d+)</b>")
    assert tile.findall(before)[0] == tile.findall(page(client_of, manager, address))[0] == "2"


def test_the_board_answers_nothing_where_nothing_changed(client_of, leader, monday):
    client = client_of(leader)
    first = client.get(f"/reports/daily/board/?{PERIOD}")

    second = client.get(f"/reports/daily/board/?{PERIOD}", headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, second.status_code, second.content) == (200, 304, b"")


@pytest.mark.parametrize("role", ["director", "leader", "data_manager"])
def test_a_list_on_which_nothing_waits_is_not_on_the_desk(client_of, role, request, leader, data_manager, agent):
    lead = LeadFactory(store=agent.store, agent=agent)
    close_lead(lead, outcome="invalid", reason="测试", by=leader, now=lead.received_at)

    html = page(client_of, request.getfixturevalue(role), "/")

    assert "没有等你处理的" in html
    assert [words for words in ("先做这件", "等你处理<") if words in html] == []


def test_a_ripe_card_that_the_showroom_sold_meanwhile_waits_for_nobody(client_of, director, store):
    TransferFactory(card=ShowroomCardFactory(store=store, state="sold", closed_at=MONDAY_9))
    TransferFactory(card=ShowroomCardFactory(store=store))

    html = page(client_of, director, "/")

    assert ("1 张到期" in html, "已定 0 张，1 张等着" in html) == (True, True)


def test_agents_begin_on_their_own_page_and_the_leader_at_the_desk(client_of, agent, leader, monday):
    assert client_of(agent).get("/").status_code == 302
    assert "分配" in page(client_of, leader, "/")


def test_rates_of_the_total_are_computed_from_the_totals(store, monday):
    figures = ask(Question(Store.objects.get(), "agent", "cohort", date(2026, 11, 23), date(2026, 11, 23)))

    assert figures.total["leads"] == sum(row["leads"] for row in figures.rows.values()) == 3
    assert figures.rows[""] == {"leads": 1, "valid": 1}
