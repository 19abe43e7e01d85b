"""What came of second looks: every table adds up, and no rate is said of a few."""

from datetime import date

import pytest
from django.urls import reverse

from reporting.second_look.look_counts import count_looks, looks_of, matching
from tests.factories import ChannelFactory, LeadFactory, SecondLookFactory
from tests.moments import MONDAY_10, moment

FIRST, LAST, DRAWN = date(2026, 11, 23), date(2026, 11, 23), moment(23, 8, 30)
TRY = [{"at": MONDAY_10.isoformat(), "outcome": "connected", "seconds": 5}]


@pytest.fixture
def looked(agent, other_agent):
    """Return a function: some looks at leads of one channel, agent and reason, that ended so."""
    channels = {name: ChannelFactory(store=agent.store, name=name) for name in ("甲", "乙")}

    def make(count, outcome, *, channel="甲", reason="价格不合", first=other_agent, tries=TRY, at=DRAWN):
        facts = {"store": agent.store, "channel": channels[channel], "reason": reason, "closed_agent": first, "closed_at": moment(16, 9), "closed_as": "lost"}
        ended = {"outcome": outcome, "ended_at": MONDAY_10} if outcome else {}
        return [SecondLookFactory(agent=agent, lead=LeadFactory(**facts), tries=tries, at=at, **ended) for _number in range(count)]

    return make


def test_the_looks_of_a_period_are_counted_by_what_came_of_them(store, looked):
    looked(2, "again")
    looked(3, "bought")
    looked(1, "unreached")
    looked(1, "unreached", tries=[])
    looked(1, "back", tries=[])
    looked(1, "")
    looked(4, "again", at=moment(22, 8, 30))

    counts = count_looks(store, FIRST, LAST)

    assert {what: counts.count(what) for what in ("drawn", "looked", "reached", "again", "bought", "running", "back", "untried")} == {
        **{"drawn": 9, "looked": 6, "reached": 5, "again": 2},
        **{"bought": 3, "running": 1, "back": 1, "untried": 1},
    }


def test_a_rate_is_said_from_ten_reached_on(store, looked, agent):
    looked(1, "again")
    looked(9, "bought")
    looked(9, "not_buying", channel="乙", first=agent)

    tables = count_looks(store, FIRST, LAST).tables

    assert [(line.name, line.reached, line.has_rate, line.share) for line in tables["channel"]] == [("甲", 10, True, "10.0%"), ("乙", 9, False, "0.0%")]
    assert [(line.name, line.has_rate) for line in tables["agent"]] == [("李娜", True), ("王伟", False)]


def test_every_table_adds_up_to_the_total(store, looked, agent):
    looked(2, "again", reason="取消计划")
    looked(3, "bought", channel="乙", first=None)
    looked(1, "unreached", first=agent)

    counts = count_looks(store, FIRST, LAST)

    sums = {tuple(sum(getattr(line, name) for line in lines) for name in ("looked", "reached", "again")) for lines in counts.tables.values()}
    assert sums == {(counts.total.looked, counts.total.reached, counts.total.again)} == {(6, 5, 2)}


def test_every_figure_leads_to_its_looks(store, looked, other_agent):
    found = looked(2, "again")
    looked(3, "bought", channel="乙")

    looks = matching(looks_of(store, FIRST, LAST), by="agent", key=str(other_agent.pk), what="again")

    assert looks == found


def test_the_page_shows_the_tables_and_the_rows(client_of, leader, looked):
    looked(10, "again")
    browser = client_of(leader)

    report = browser.get(reverse("second_look_report"))
    rows = browser.get(reverse("second_look_rows"), {"what": "again", "by": "reason", "key": "价格不合"})

    assert "价格不合" in report.content.decode()
    assert (report.status_code, rows.status_code, rows.content.decode().count("<tr>")) == (200, 200, 11)


def test_a_figure_there_is_not_has_no_rows(client_of, leader):
    answers = [client_of(leader).get(reverse("second_look_rows"), query) for query in ({}, {"what": "again", "by": "person"})]

    assert [answer.status_code for answer in answers] == [404, 404]
