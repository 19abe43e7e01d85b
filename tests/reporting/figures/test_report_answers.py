"""One question, one answer: the command says what the page counts, of each rate both sides of its line; the workbook holds the same numbers."""

import json
from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from dcc.models import TrailEntry
from tests.factories import CardFactory, ChannelFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.trail import trail

DAYS = {"first": date(2026, 11, 1), "last": date(2026, 11, 30)}
PERIOD = "from=2026-11-01&to=2026-11-30"


@pytest.fixture
def arrived(store, agent):
    """Two leads of a portal, one of them with a card and one invalid; one lead of a channel that looks like a formula."""
    portal, formula = ChannelFactory(store=store, name="汽车之家"), ChannelFactory(store=store, name="=1+1")
    carded = LeadFactory(store=store, channel=portal, agent=agent, card_at=MONDAY_10, received_at=MONDAY_9)
    CardFactory(lead=carded, agent=agent, at=MONDAY_10)
    LeadFactory(store=store, channel=portal, closed_as="invalid", closed_at=MONDAY_10, reason="空错号", received_at=MONDAY_9)
    LeadFactory(store=store, channel=formula, received_at=MONDAY_9)
    return store


def said(store, **asked) -> str:
    """What the command prints."""
    output = StringIO()
    call_command("report", "funnel", store=store.code, stdout=output, **{**DAYS, **asked})
    return output.getvalue()


def sheets(content: bytes) -> list[list[list]]:
    """The rows of each sheet of a workbook."""
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in load_workbook(BytesIO(content))]


def test_the_command_says_counts_and_of_each_rate_what_stands_above_and_below_its_line(arrived):
    answer = json.loads(said(arrived))

    assert answer["question"] == {"report": "funnel", "store": "S1", "by": "channel", "basis": "cohort", "from": "2026-11-01", "to": "2026-11-30"}
    assert answer["rows"] == {"=1+1": {"leads": 1, "valid": 1}, "汽车之家": {"leads": 2, "invalid": 1, "valid": 1, "cards": 1}}
    assert answer["rates"]["汽车之家"] == {"reached_share": [0, 1], "card_rate": [1, 1], "invitation_rate": [0, 1], "deal_rate": [0, 1]}
    assert answer["total"] == {"leads": 3, "invalid": 1, "valid": 2, "cards": 1}
    assert answer["total_rates"]["card_rate"] == [1, 2]


def test_the_sheet_of_the_command_has_two_columns_for_each_rate(arrived):
    heads, *rows, total = [line.split(",") for line in said(arrived, format="csv").splitlines()]

    place = heads.index("card_rate:over")
    assert heads[:4] == ["channel", "leads", "invalid", "valid"]
    assert heads[place + 1] == "card_rate:under"
    assert [[row[0], *row[place : place + 2]] for row in [*rows, total]] == [["=1+1", "0", "1"], ["汽车之家", "1", "1"], ["total", "1", "2"]]


def test_a_store_that_is_none_and_a_period_that_ends_before_it_begins_are_refused_in_words(arrived):
    with pytest.raises(CommandError, match="there is no store S9"):
        call_command("report", "funnel", store="S9", **DAYS)
    with pytest.raises(CommandError, match=r"ends .* before it begins"):
        said(arrived, first=date(2026, 11, 30), last=date(2026, 11, 29))

    assert json.loads(said(arrived, first=date(2026, 11, 30), last=date(2026, 11, 30)))["rows"] == {}


def test_a_workbook_needs_a_file_to_be_written_to(arrived, tmp_path):
    with pytest.raises(CommandError, match="--output"):
        said(arrived, format="xlsx")

    said(arrived, format="xlsx", output=tmp_path / "funnel.xlsx")

    assert sheets((tmp_path / "funnel.xlsx").read_bytes())[0][-1][:3] == ["合计", 3, 2]


def test_the_workbook_of_the_page_holds_its_table_as_numbers_and_texts_as_texts(client_of, leader, arrived):
    response = client_of(leader).post(f"/reports/funnel/workbook/?{PERIOD}&by=channel&basis=cohort")

    table, _about = sheets(b"".join(response.streaming_content))
    place = table[0].index("建卡率")
    assert table[0][place : place + 3] == ["建卡率", "建卡率 分子", "建卡率 分母"]
    assert [[row[0], row[1], *row[place : place + 3]] for row in table[1:]] == [["汽车之家", 2, 1, 1, 1], ["=1+1", 1, 0, 0, 1], ["合计", 3, 0.5, 1, 2]]
    assert "1101-1130" in response.headers["Content-Disposition"]


def test_its_second_sheet_says_what_was_asked_by_whom_and_what_each_figure_counts(client_of, leader, arrived):
    response = client_of(leader).post(f"/reports/funnel/workbook/?{PERIOD}&by=channel&basis=cohort")

    about = dict(row for row in sheets(b"".join(response.streaming_content))[1] if row[0])
    assert (about["报表"], about["门店"], about["期间"], about["导出人"]) == ("漏斗", "长春一店", "2026-11-01 – 2026-11-30", "赵明哲")
    assert about["建卡率"].startswith("有效线索里建了卡的 ÷ 有效线索")


def test_whoever_takes_figures_along_is_on_the_trail_with_the_question(client_of, leader, arrived):
    client_of(leader).post(f"/reports/funnel/workbook/?{PERIOD}&by=agent&basis=activity")

    asked = {"report": "funnel", "split": "agent", "counted": "activity", "first": "2026-11-01", "last": "2026-11-30"}
    assert trail("figures.export") == [asked]
    assert TrailEntry.objects.get(action="figures.export").by == leader


@pytest.mark.parametrize("person", ["agent", "reception", "front_desk"])
def test_who_may_not_take_figures_along_gets_none_and_no_button(client_of, request, person, arrived):
    client = client_of(request.getfixturevalue(person))

    assert client.post(f"/reports/funnel/workbook/?{PERIOD}").status_code == 403
    assert "reports/funnel/workbook" not in client.get(f"/reports/funnel/?{PERIOD}").content.decode()


def test_a_period_that_is_none_is_refused_in_words_and_not_on_the_trail(client_of, leader, arrived):
    response = client_of(leader).post("/reports/funnel/workbook/?from=2026-11-30&to=2026-11-01")

    assert response.status_code == 422
    assert trail("figures.export") == []
