"""A period that is none is refused in words, and no other is shown in its stead; without one it is the month of the store asked about."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from dcc.models import Store
from reporting.boards.store_table import store_row
from reporting.figures.counting import ask
from reporting.figures.parts.asked import question_form
from reporting.figures.reach import reach_of
from tests.factories import LeadFactory

PAGES = ("/reports/funnel/?by=agent&basis=cohort", "/reports/rows/?by=agent&basis=cohort&measure=leads", "/reports/daily/?by=agent")
REFUSED = {  # the field, its sentence, and what stands in both
    "from=2026-11-26&to=2026-11-01": ("to", "结束早于开始。", ["2026-11-26", "2026-11-01"]),
    "from=2026-11-26": ("to", "缺结束那天。", ["2026-11-26", ""]),
    "from=2026-11-26&to=": ("to", "缺结束那天。", ["2026-11-26", ""]),
    "to=2026-11-26": ("from", "缺开始那天。", ["", "2026-11-26"]),
    "from=2026-11-31&to=2026-11-26": ("from", "输入一个有效的日期。", ["2026-11-31", "2026-11-26"]),
    "from=2026-11-26&to=gestern": ("to", "输入一个有效的日期。", ["2026-11-26", "gestern"]),
}
SAID = re.compile(r'<span class="d-error" id="(\w+)-error">.*?</svg>([^<]*)</span>', re.S)
TYPED = re.compile(r'<input class="d-input" type="date" name="(?:from|to)" value="([^"]*)"')
TURN = datetime(2026, 11, 30, 20, tzinfo=UTC)  # 1 December in Shanghai, 30 November in Los Angeles


@pytest.fixture
def far_store(other_store) -> Store:
    """A store whose days are those of another zone."""
    Store.objects.filter(pk=other_store.pk).update(timezone="America/Los_Angeles")
    other_store.refresh_from_db()
    return other_store


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("period", list(REFUSED))
def test_a_period_that_is_none_is_refused_under_its_field_and_nothing_is_shown(client_of, leader, store, page, period):
    LeadFactory(store=store)
    field, sentence, typed = REFUSED[period]

    answer = client_of(leader).get(f"{page}&{period}")

    html = answer.content.decode()
    assert (answer.status_code, SAID.findall(html), TYPED.findall(html)) == (422, [(field, sentence)], typed)
    assert [word for word in ("<table", "d-funnel-bar", "d-tiles", 'class="d-count"', 'aria-current="true">本月') if word in html] == []


def test_one_day_is_a_period_and_where_none_is_given_it_is_this_month(client_of, leader, store):
    client = client_of(leader)

    answers = [client.get(f"{PAGES[0]}{period}").status_code for period in ("&from=2026-11-26&to=2026-11-26", "&from=&to=", "")]

    assert answers == [200, 200, 200]


def test_the_month_without_a_period_is_that_of_the_store_asked_about(rf, hq, store, far_store):
    hq.stores.add(far_store)

    asked = [question_form(rf.get("/", {"store": code}), reach_of(hq), TURN).question() for code in ("S1", "S2", "S9")]

    assert [(question.store.code, question.first, question.last) for question in asked] == [
        ("S1", date(2026, 12, 1), date(2026, 12, 1)),
        ("S2", date(2026, 11, 1), date(2026, 11, 30)),
        ("S1", date(2026, 12, 1), date(2026, 12, 1)),
    ]


def test_the_line_of_a_store_opens_exactly_what_it_counts(rf, hq, store, far_store):
    hq.stores.add(far_store)
    for of in (store, far_store):
        for days in (0, 1, 2):
            LeadFactory(store=of, received_at=TURN - timedelta(days=days))

    rows = [store_row(each, TURN) for each in (store, far_store)]

    opened = [question_form(rf.get(row.url), reach_of(hq), TURN).question() for row in rows]
    assert [row.cells[0].text for row in rows] == ["1", "3"]
    assert [ask(question).total["leads"] for question in opened] == [1, 3]


def test_what_figures_are_split_by_is_not_called_who_imported(client_of, leader, store):
    html = client_of(leader).get("/reports/funnel/?by=moon").content.decode()

    assert ("拆分：" in html, "导入人" in html) == (True, False)
