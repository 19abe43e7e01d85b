"""What stands beside a report's figures: another time, or the plan; on the page, in the workbook and from the command the same."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from reporting.figures.measures import MEASURES
from reporting.figures.question import Question
from reporting.models import Target
from reporting.plan.planned_figures import planned_of
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.reporting.shown import CELL, ROW, read, words

NOVEMBER = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
ASKED = "from=2026-11-01&to=2026-11-30"


@pytest.fixture
def planned(store, agent, other_agent, reception):
    """Two leads of one agent, one with a card; targets of the store and of three persons, one of a duty the person does not have."""
    for card in (MONDAY_10, None):
        LeadFactory(store=store, agent=agent, received_at=MONDAY_9, card_at=card)
    for whose, measure, value in (
        (None, "cards", 40), (None, "visits", 20), (None, "orders", 5), (None, "leads", 0), (agent, "cards", 12), (agent, "invited", 9),
        (other_agent, "cards", 8), (reception, "visits", 7), (reception, "cards", 99),
    ):  # fmt: skip
        Target.objects.create(store=store, month=date(2026, 11, 1), user=whose, measure=measure, value=value)
    return store


def page(client, name: str, asked: str):
    """The table of a report: {name of the row: {head: words of the cell}}."""
    html = client.get(f"/reports/{name}/?{ASKED}&{asked}").content.decode()
    heads = read(html).heads
    return {words(label): dict(zip(heads, map(words, CELL.findall(cells)), strict=True)) for label, cells in ROW.findall(html)}


def said(name: str, store, **asked) -> dict:
    """What the command answers."""
    output = StringIO()
    call_command("report", name, store=store.code, stdout=output, **NOVEMBER | asked)
    return json.loads(output.getvalue())


@pytest.mark.parametrize("name", ["funnel", "people"])
def test_the_plan_stands_beside_whoever_has_a_target_and_beside_the_total_the_stores(client_of, leader, planned, agent, other_agent, name):
    rows = page(client_of(leader), name, "by=agent&basis=activity&compare=plan")

    cards = {key: next(cell for head, cell in row.items() if head.startswith("建卡")) for key, row in rows.items()}
    assert {key: cell for key, cell in cards.items() if "计划" in cell} == {"王伟": "0 计划 12", "李娜": "0 计划 8", "合计": "0 计划 40"}
    rates = {(key, head.split()[0]): cell for key, row in rows.items() for head, cell in row.items()}
    assert rates["王伟", "邀约率"] == "— 75.0% 9/12"
    assert rates["合计", "订单率"] == "— 25.0% 5/20"


def test_rows_that_are_nobodys_have_no_plan_and_the_page_says_so(client_of, leader, planned):
    client = client_of(leader)

    rows = page(client, "funnel", "by=channel&basis=activity&compare=plan")
    html = client.get(f"/reports/funnel/?{ASKED}&by=channel&basis=activity&compare=plan").content.decode()

    assert [key for key, row in rows.items() if "计划" in str(row)] == ["合计"]
    assert "对比计划，这样分只有合计有" in html


def test_a_target_of_none_is_a_plan_and_no_target_is_none(planned, leader):
    plans = planned_of(Question(planned, "channel", "activity", **NOVEMBER), now=MONDAY_10)

    assert (plans.rows, plans.total) == ({}, {"cards": 40, "visits": 20, "orders": 5, "leads": 0})


def test_each_day_has_its_part_of_the_month_and_a_closed_day_no_row(planned):
    half = {"first": date(2026, 11, 1), "last": date(2026, 11, 15)}

    days = planned_of(Question(planned, "day", "activity", **half), now=MONDAY_10)
    weeks = planned_of(Question(planned, "week", "activity", **half), now=MONDAY_10)
    months = planned_of(Question(planned, "month", "activity", date(2026, 11, 1), date(2026, 12, 31)), now=MONDAY_10)

    assert (len(days.rows), days.rows["2026-11-02"], days.total["cards"]) == (15, {"cards": 1, "visits": 1, "orders": 0, "leads": 0}, 20)
    assert {key: plans["cards"] for key, plans in weeks.rows.items()} == {"2026-10-26": 1, "2026-11-02": 9, "2026-11-09": 9}
    assert list(months.rows) == ["2026-11"]


def test_the_plan_is_of_what_happens_a_cohort_has_none(client_of, leader, planned):
    client = client_of(leader)

    html = client.get(f"/reports/funnel/?{ASKED}&basis=cohort&compare=plan").content.decode()

    assert "计划 " not in str(read(html).rows)
    assert "by=channel&amp;basis=activity&amp;from=2026-11-01&amp;to=2026-11-30&amp;compare=plan" in html
    assert "compare=plan" not in client.get(f"/reports/response/?{ASKED}").content.decode()  # nothing of it is planned
    with pytest.raises(CommandError, match="has no plan"):
        said("funnel", planned, by="agent", basis="cohort", compare="plan")


def test_an_agent_sees_the_own_plan_and_the_stores(client_of, agent, planned):
    assert set(page(client_of(agent), "funnel", "by=agent&basis=activity&compare=plan")) == {"王伟", "合计"}


@pytest.mark.parametrize(("way", "asked"), [("plan", "by=agent&basis=activity"), ("before", "by=channel&basis=activity"), ("year", "by=channel&basis=cohort")])
def test_the_workbook_the_page_and_the_command_say_the_same_of_what_stands_beside(client_of, leader, planned, way, asked):
    client = client_of(leader)
    by, basis = (part.split("=")[1] for part in asked.split("&"))

    cell = page(client, "funnel", f"{asked}&compare={way}")["合计"]
    book = load_workbook(BytesIO(b"".join(client.post(f"/reports/funnel/workbook/?{ASKED}&{asked}&compare={way}").streaming_content)))
    answer = said("funnel", planned, by=by, basis=basis, compare=way)

    heads, *rows = book.worksheets[0].iter_rows(values_only=True)
    word = {"plan": "计划", "before": "上一期", "year": "去年同期"}[way]
    total = dict(zip(heads, rows[-1], strict=True))
    assert answer["question"]["compare"] == way
    name = "cards" if way == "plan" else "leads"
    head = str(MEASURES[name].label)
    assert total[f"{head}，{word}"] == answer["compared"]["total"].get(name, 0)
    assert cell[head].startswith(str(total[head]))
    assert (f"计划 {total[f'{head}，{word}']}" if way == "plan" else "▲") in cell[head]
    assert "对比" in [row[0] for row in book.worksheets[1].iter_rows(values_only=True)]
    lines = StringIO()
    call_command("report", "funnel", store=planned.code, stdout=lines, format="csv", compare=way, by=by, basis=basis, **NOVEMBER)
    assert f"{way}:{name}" in lines.getvalue().splitlines()[0]


@pytest.mark.once
@pytest.mark.parametrize("asked", ["basis=activity&by=agent&compare=plan", "by=channel&compare=year"])
def test_a_report_asks_no_more_than_fifteen_questions_beside_the_plan_too(client_of, leader, planned, asked, django_assert_max_num_queries):
    client = client_of(leader)
    for name in ("funnel", "people"):
        client.get(f"/reports/{name}/?{ASKED}&{asked}")

    with django_assert_max_num_queries(15) as funnel:
        client.get(f"/reports/funnel/?{ASKED}&{asked}")
    with django_assert_max_num_queries(15):
        client.get(f"/reports/people/?{ASKED}&{asked}")

    assert len(funnel) >= 3
