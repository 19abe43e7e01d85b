"""The daily board: what happened beside what stands now, in its own days, its own zone, and never older than one's own deed."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from calls.desk.rules.calling import Said, log_call
from calls.models import Call
from dcc.models import Absence, Store, TrailEntry
from dcc.trail import audit
from reporting.boards.daily_board import snapshot
from reporting.boards.daily_table import COLUMNS, heads, table_of
from reporting.boards.tiles import month_word, still_missing, tiles_of
from reporting.boards.views.daily import before_word, days_in_words
from reporting.models import Closing, Target
from reporting.plan.planned_pace import Pace
from tests.factories import AppointmentFactory, CallFactory, LeadFactory, OrderFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_17, NOW, TODAY, TUESDAY_9, TUESDAY_10, ZONE, moment
from tests.reporting.plan.test_planned_pace import HOURS

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def rows_of(board, **how) -> dict[str, list[str]]:
    """Return what each row of the board says, by its label."""
    return {row.label: [cell.text for cell in row.cells] for row in table_of(board, lambda name, key: f"{name} {key}", **how)}


def of(board, column: str, **how) -> dict[str, str]:
    """Return one column."""
    return {label: cells[COLUMNS.index(column)] for label, cells in rows_of(board, **how).items()}


def test_groups_that_came_that_day_stand_beside_those_due_that_came_on_whatever_day(store, agent):
    due = LeadFactory(store=store, agent=agent)
    AppointmentFactory(lead=due, agent=agent, at=MONDAY_9, scheduled_for=MONDAY_17, status="arrived")
    AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=MONDAY_9, scheduled_for=MONDAY_10, status="no_show")
    VisitFactory(store=store, lead=due, at=TUESDAY_9, tag="dcc", basis="appointment", agent=agent)
    VisitFactory(store=store, lead=LeadFactory(store=store), at=MONDAY_10, tag="dcc", basis="named", agent=None)

    monday, tuesday = (snapshot(store, day, day, now=TUESDAY_10) for day in (MONDAY, TUESDAY))

    assert [of(monday, column)["王伟"] for column in ("due", "arrived", "visits")] == ["2", "1", "0"]
    assert [of(monday, column)["合计"] for column in ("due", "arrived", "visits")] == ["2", "1", "1"]
    assert [of(tuesday, column)["合计"] for column in ("due", "arrived", "visits")] == ["0", "0", "1"]
    assert [head.example for head in heads(monday) if head.name == "arrived"] == ["1 ÷ 2 = 50.0%，叫赴约率"]


def test_the_specialists_stand_folded_in_one_row_that_unfolds(store, agent, reception):
    second = UserFactory(store=store, name="刘洋", roles=["reception"])
    for person, count in ((reception, 2), (second, 1), (agent, 1)):
        for _time in range(count):
            CallFactory(lead=LeadFactory(store=store), agent=person, at=MONDAY_9, outcome="connected")
    board = snapshot(store, MONDAY, MONDAY, now=TUESDAY_10)

    folded, unfolded = of(board, "calls"), of(board, "calls", is_open=True)

    assert folded == {"王伟": "1", "接待 2 人": "3", "未分配": "0", "合计": "4"}
    assert unfolded == folded | {"陈嘉怡": "2", "刘洋": "1"}
    assert list(unfolded)[:2] == ["王伟", "接待 2 人"]
    assert of(board, "calls", only="agent") == {"王伟": "1", "合计": "4"}
    links = {row.label: row.cells[0].url for row in table_of(board, lambda name, key: f"{name} {key}")}
    assert links["接待 2 人"] == f"calls {tuple(sorted((reception.username, second.username)))}"


def test_the_rows_of_a_team_are_those_of_its_people(client_of, leader, store, reception):
    second = UserFactory(store=store, roles=["reception"])
    for person in (reception, reception, second, leader):
        CallFactory(lead=LeadFactory(store=store), agent=person, at=MONDAY_9)
    asked = "/reports/rows/?by=agent&basis=activity&measure=calls&from=2026-11-23&to=2026-11-23"

    counts = [client_of(leader).get(f"{asked}{keys}").context["pager"].total.number for keys in (f"&key={reception.username}&key={second.username}", "")]

    assert counts == [3, 4]
    days = f"{asked.replace('agent', 'day')}&key=2026-11-23&key=2026-11-24"
    assert client_of(leader).get(days).status_code == 404


def test_on_duty_are_the_agents_and_specialists_who_are_not_away(store, agent, other_agent, reception, leader):
    Absence.objects.create(user=other_agent, day=TUESDAY, by=leader)
    CallFactory(lead=LeadFactory(store=store), agent=leader, at=TUESDAY_9)

    board = snapshot(store, TUESDAY, TUESDAY, now=TUESDAY_10)

    assert (board.on_duty, [person.name for person in board.people if person.away]) == (2, ["李娜"])


@pytest.mark.parametrize(
    ("day", "now", "behind"),
    [
        (date(2026, 11, 4), moment(5, 17, 58), 0),  # four of thirty days: 4.8 of 36 are due, 5 are delivered
        (date(2026, 11, 5), moment(5, 18), 1),  # by the end of the fifth 6 are due
        (date(2026, 10, 3), moment(26, 14), 0),  # a holiday at the beginning of the month: nothing is due yet
    ],
)
def test_a_past_day_is_held_against_the_end_of_that_day(store, agent, day, now, behind):
    for month in (10, 11):
        Target.objects.create(store=store, month=date(2026, month, 1), measure="deals", value=36)
    for _time in range(5):
        OrderFactory(lead=LeadFactory(store=store, agent=agent), at=moment(1, 9), delivered_at=moment(2, 9))

    board = snapshot(store, day, day, now=now)

    tile = next(tile for tile in tiles_of(board, Pace(HOURS, day, day, now), lambda _name: "") if tile.name == "deals")
    assert (tile.behind, tile.target) == (behind, 36)


def test_the_plan_of_a_period_is_that_of_its_months(store):
    for month, value in ((10, 240), (11, 300)):
        Target.objects.create(store=store, month=date(2026, month, 1), measure="cards", value=value)
    first, last = date(2026, 10, 1), date(2026, 11, 3)

    board = snapshot(store, first, last, now=TUESDAY_10)

    pace = Pace(HOURS, first, last, TUESDAY_10)
    cards = tiles_of(board, pace, lambda _name: "")[2]
    assert (cards.name, cards.beside, cards.target, still_missing(board, pace)) == ("cards", "/ 270", 300, [("建卡", 270)])


def test_the_tile_of_visits_says_its_plan_and_not_who_is_due(store, agent):
    Target.objects.create(store=store, month=date(2026, 11, 1), measure="visits", value=180)
    AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_10)

    board = snapshot(store, TUESDAY, TUESDAY, now=TUESDAY_10)

    beside = {tile.name: tile.beside for tile in tiles_of(board, Pace(HOURS, TUESDAY, TUESDAY, TUESDAY_10), lambda _name: "")}
    assert (beside["visits"], beside["cards"]) == ("/ 6", "")


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (date(2026, 11, 24), "本月"),
        (date(2026, 11, 30), "本月"),
        (date(2026, 11, 23), "到这天"),
        (date(2026, 10, 31), "10月"),
        (date(2026, 10, 30), "10月到30日"),
        (date(2026, 12, 5), "12月到5日"),
        (date(2025, 11, 30), "2025-11"),
        (date(2025, 11, 24), "2025-11 到 24 日"),
    ],
)
def test_this_month_is_only_the_one_we_are_in(last, words):
    assert month_word(last, last, TUESDAY) == words


@pytest.mark.parametrize(("first", "words"), [(date(2026, 11, 1), "本月"), (date(2026, 10, 31), "11月到24日")])
def test_the_last_of_several_months_is_named(first, words):
    assert month_word(first, TUESDAY, TUESDAY) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), "01-01 至 12-31"),
        (date(2025, 12, 31), TUESDAY, "2025-12-31 至 2026-11-24"),
        (date(2025, 3, 1), date(2025, 3, 1), "2025-03-01 周六"),
    ],
)
def test_a_period_of_another_year_says_the_year(store, first, last, words):
    assert days_in_words(snapshot(store, first, last, now=TUESDAY_10)) == words


def test_a_board_says_of_which_days_it_is(store):
    boards = [snapshot(store, first, last, now=TUESDAY_10) for first, last in ((TUESDAY, TUESDAY), (MONDAY, MONDAY), (MONDAY, TUESDAY))]

    assert [(days_in_words(board), before_word(board)) for board in boards] == [("11-24 周二", "昨天"), ("11-23 周一", "11-22"), ("11-23 至 11-24", "上一期")]


def test_a_closed_day_says_so_and_one_that_is_not_too(client_of, leader, store, data_manager):
    yesterday = TODAY - timedelta(days=1)
    address = f"/reports/daily/?from={yesterday}&to={yesterday}"
    before = client_of(leader).get(address).content.decode()

    Closing.objects.create(store=store, period=yesterday.isoformat(), number=231, by=data_manager, at=datetime(2026, 11, 25, 18, 24, tzinfo=ZONE))
    audit.record("person.away", data_manager, by=leader, now=NOW)

    after = client_of(leader).get(address).content.decode()
    assert ("未日结" in before, "已日结 第 0231 号 · 孙丽" in after, "未日结" in after) == (True, True, False)


def test_the_hour_it_was_counted_is_that_of_the_store(client_of, hq, store, other_store):
    Store.objects.filter(pk=other_store.pk).update(timezone="America/Los_Angeles")
    hq.stores.add(other_store)

    shown = client_of(hq).get("/reports/daily/?store=S2").context

    assert shown["at"] == f"{shown['board'].at.astimezone(ZoneInfo('America/Los_Angeles')):%H:%M}"


def test_no_figure_is_older_than_ones_own_deed(client_of, leader, agent, store):
    lead = LeadFactory(store=store, agent=agent, phone="15400000001")
    client = client_of(leader)
    before = client.get("/reports/daily/").context["board"].sums["now"].get("calls", 0)

    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=NOW)

    assert (before, client.get("/reports/daily/").context["board"].sums["now"].get("calls", 0), Call.objects.count()) == (0, 1, 1)


def test_the_version_of_a_store_changes_with_each_deed_of_its_own_even_one_that_began_earlier(store, other_store, leader, foreign_leader):
    versions = [audit.version_of(store)]
    for whose, by, now in ((store, leader, TUESDAY_9), (other_store, foreign_leader, TUESDAY_10), (store, leader, MONDAY_9)):
        audit.record("person.away", by, by=by, now=now, store=whose)
        versions.append(audit.version_of(store))

    assert [versions.index(version) for version in versions] == [0, 1, 1, 3]
    assert TrailEntry.objects.filter(store=store, action="person.away").count() == 2


def test_a_page_left_open_over_midnight_is_told_so_and_asks_no_more(client_of, leader, store):
    today = TODAY
    yesterday = today - timedelta(days=1)
    asked = f"{reverse('daily_board')}?from={yesterday}&to={yesterday}"

    left, same = (client_of(leader).get(f"{asked}&day={day}") for day in (yesterday, today))

    assert (left.status_code, left["HX-Retarget"], same.status_code) == (286, "#board-news", 200)
    assert (f"已是 {today:%m-%d}" in left.content.decode(), "d-board-table" in left.content.decode()) == (True, False)
    assert re.findall(r'href="([^"]*)">看今天', left.content.decode()) == ["/reports/daily/"]


def test_what_is_refreshed_says_as_of_when_and_who_is_there(client_of, leader, agent, store):
    today = TODAY

    html = client_of(leader).get(f"{reverse('daily_board')}?from={today}&to={today}&day={today}").content.decode()

    assert re.findall(r'id="board-said"[^>]*hx-swap-oob="true"', html) != []
    assert (re.search(r"截至 \d\d:\d\d", html) is not None, "当班 1 人" in html) == (True, True)


def test_every_head_and_tile_opens_a_formula_that_is_on_the_page_once(client_of, leader, agent, store):
    pages = {"/reports/daily/": leader, "/": leader, "/reports/funnel/?by=agent&basis=activity": leader, "/calls/": agent}
    LeadFactory(store=store, agent=agent, received_at=NOW)

    found = {}
    for address, person in pages.items():
        html = client_of(person).get(address).content.decode()
        found[address] = set(re.findall(r'data-tip="([^"]*)"', html)), re.findall(r'id="(formula-[^"]*)"', html)

    assert {address: sorted(tips - set(formulas)) for address, (tips, formulas) in found.items()} == {key: [] for key in pages}
    assert {address: len(formulas) - len(set(formulas)) for address, (_tips, formulas) in found.items()} == dict.fromkeys(pages, 0)
    assert {f"formula-{name}" for name in COLUMNS} <= found["/reports/daily/"][0]
    assert len(found["/calls/"][0]) == 7
