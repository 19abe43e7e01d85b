"""A report: each cell counts the rows behind it, rows add up, page and workbook and command say the same, and nobody sees a row that is not theirs."""

import json
import re
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from reporting.compared.medians import Median, middle
from reporting.figures.question import Question
from reporting.figures.reports import REPORTS, compared_with
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.reporting.shown import read, words

PERIOD = "from=2026-11-23&to=2026-11-23"
PAGES = [name for name, report in REPORTS.items() if report.bys]


@pytest.fixture
def team(store, agent, other_agent):
    """Three leads of one agent, one with a card; one of another, two of nobody; one of the day before."""
    for owner, card in ((agent, MONDAY_10), (agent, None), (agent, None), (other_agent, MONDAY_10), (None, None), (None, None)):
        LeadFactory(store=store, agent=owner, received_at=MONDAY_9, card_at=card)
    LeadFactory(store=store, agent=agent, received_at=MONDAY_9.replace(day=22))
    return store


def page_of(client, name: str, asked: str = PERIOD):
    """The table of a page: {name of the row: texts of its cells}."""
    html = client.get(f"/reports/{name}/?{asked}").content.decode()
    rows = re.findall(r'<tr[^>]*>\s*<th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', html, re.S)
    return {words(head): [words(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.S)] for head, cells in rows}


def said(name: str, store, **asked) -> dict:
    """What the command answers."""
    output = StringIO()
    call_command("report", name, store=store.code, stdout=output, **{"first": date(2026, 11, 23), "last": date(2026, 11, 23)} | asked)
    return json.loads(output.getvalue())


def test_each_person_stands_beside_the_median_of_all_and_nobody_is_no_person(client_of, leader, team):
    rows = page_of(client_of(leader), "people")

    assert {name: cells[0] for name, cells in rows.items()} == {"中位": "2", "王伟": "3", "李娜": "1", "未分配": "2", "合计": "6"}
    assert rows["中位"][2].startswith("66.7%")  # between a third and all


def test_an_agent_sees_the_own_row_the_median_and_the_total(client_of, agent, team):
    rows = page_of(client_of(agent), "people")

    assert {name: cells[0] for name, cells in rows.items()} == {"中位": "2", "王伟": "3", "合计": "6"}


def test_who_sees_no_persons_has_no_report_of_them_and_no_split_by_them(client_of, marketing, hq, team):
    assert client_of(marketing).get("/reports/people/").status_code in (403, 404)
    assert client_of(hq).get("/reports/people/").status_code in (403, 404)
    assert client_of(marketing).post(f"/reports/workbook/?report=people&{PERIOD}").status_code == 404
    assert "by=agent" not in client_of(marketing).get("/reports/lost/").content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_the_workbook_and_the_command_say_the_same(client_of, leader, team, name):
    client = client_of(leader)

    html = client.get(f"/reports/{name}/?{PERIOD}").content.decode()
    book = load_workbook(BytesIO(b"".join(client.post(f"/reports/workbook/?report={name}&{PERIOD}").streaming_content)))
    answer = said(name, team)

    page = read(html)
    [*_rows, total] = list(book.worksheets[0].iter_rows(values_only=True))
    first = next(iter(REPORTS[name].columns_of(Question(team, answer["question"]["by"], answer["question"]["basis"], date(2026, 11, 23), date(2026, 11, 23)))))
    assert page.rows[None][0].text == str(total[1]) == str(answer["total"].get(first[0], 0))


def test_what_it_is_compared_with_stands_beside_each_figure_on_page_and_command(client_of, leader, team):
    rows = page_of(client_of(leader), "people", f"{PERIOD}&compare=before")

    assert rows["王伟"][0] == "3 ▲ 2"
    assert rows["李娜"][0] == "1 ▲ 1"
    answer = said("people", team, compare="before")
    assert (answer["question"]["compare"], answer["compared"]["question"]["from"]) == ("before", "2026-11-22")
    assert answer["compared"]["rows"] == {"agent": {"valid": 1}}


@pytest.mark.parametrize(
    ("first", "last", "how", "then"),
    [
        (date(2026, 11, 1), date(2026, 11, 26), "before", (date(2026, 10, 6), date(2026, 10, 31))),
        (date(2026, 11, 23), date(2026, 11, 23), "before", (date(2026, 11, 22), date(2026, 11, 22))),
        (date(2028, 2, 29), date(2028, 3, 1), "year", (date(2027, 2, 28), date(2027, 3, 1))),
    ],
)
def test_the_period_before_is_as_long_and_a_year_before_the_same_days(store, first, last, how, then):
    earlier = compared_with(Question(store, "agent", "cohort", first, last), how)

    assert (earlier.first, earlier.last) == then


def test_a_split_or_basis_a_report_does_not_have_is_refused_by_the_command_and_the_first_one_on_the_page(client_of, leader, team):
    with pytest.raises(CommandError, match="is not asked by"):
        said("lost", team, by="hour")

    assert client_of(leader).get(f"/reports/lost/?{PERIOD}&by=hour").status_code == 200


def test_a_median_is_exact_and_below_twenty_nobody_is_compared():
    median = Median(middle([Fraction(1, 3), Fraction(1, 2)]), 2, is_rate=True)

    assert (median.value, median.text) == (Fraction(5, 12), "41.7%")
    assert [median.differs(19, 19), median.differs(20, 20), median.differs(0, 20)] == [0, 1, -1]
    assert [middle([]), middle([Fraction(3)]), middle([Fraction(4), Fraction(1), Fraction(2)])] == [None, 3, 2]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("basis", ["cohort", "activity"])
def test_a_report_asks_no_more_than_fifteen_questions_beside_another_time_too(client_of, leader, team, name, basis, django_assert_max_num_queries):
    client = client_of(leader)
    client.get("/reports/")

    with django_assert_max_num_queries(15) as asked:
        client.get(f"/reports/{name}/?{PERIOD}&basis={basis}&compare=before")

    if basis in REPORTS[name].bases:
        assert len(asked) >= 3
