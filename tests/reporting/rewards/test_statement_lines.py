"""Each line of a statement says why it is whose it is; the count of a rule leads to its events; the month is a workbook."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from dcc.models import TrailEntry
from reporting.models import Closing, DealTick, Objection, RewardRate, RewardRule
from reporting.rewards.pay_sheet import DEDUCTION, TIER, TRANSFER
from tests.factories import (
    AllocationFactory,
    AppointmentFactory,
    CallFactory,
    CardFactory,
    ChannelFactory,
    InquiryFactory,
    LeadFactory,
    OrderFactory,
    VisitFactory,
)
from tests.moments import NOW

OCTOBER = date(2026, 10, 1)
STATEMENT = "/reports/statement/?month=2026-10"


def on(day: int, hour: int = 10, minute: int = 0):
    return datetime(2026, 10, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def paid(store, agent, other_agent, reception, leader):
    """A visit by appointment and one without, a deal ticked, a card, a late first call."""
    for measure, role in (("cards", "agent"), ("visits", "agent"), ("visits", "reception"), ("deals", "agent")):
        RewardRate.objects.create(store=store, measure=measure, role=role, amount=10, first_day=OCTOBER)
    for kind, measure, condition in (
        (TRANSFER, "deals", {}),
        (DEDUCTION, "late", {}),
        (TIER, "visits", {"over": "visits", "under": "cards", "from": "15", "to": None}),
    ):
        RewardRule.objects.create(store=store, role="agent", kind=kind, measure=measure, amount=5, condition=condition, first_day=OCTOBER)
    lead = LeadFactory(store=store, agent=agent, received_at=on(2), respond_by=on(2, 10, 31))
    booked = AppointmentFactory(lead=lead, agent=agent, scheduled_for=on(3, 16), at=on(2))
    VisitFactory(store=store, lead=lead, at=on(3, 16), tag="dcc", purpose="look", basis="appointment", appointment=booked, agent=agent, reception=reception)
    VisitFactory(store=store, lead=lead, at=on(9, 16), tag="dcc", purpose="look", basis="earlier", agent=agent, late_reason="忘了")
    InquiryFactory(lead=lead, channel=ChannelFactory(store=store, source="transfer"), received_at=on(2))
    order = OrderFactory(lead=lead, agent=agent, at=on(12), delivered_at=on(20))
    DealTick.objects.create(store=store, order=order, by=leader, at=on(25), granted=True)
    CardFactory(lead=lead, agent=agent, at=on(2))
    AllocationFactory(lead=lead, agent=agent, at=on(2))
    CallFactory(lead=lead, agent=agent, at=on(2, 11, 2), is_first=True, is_late=True)
    Closing.objects.create(store=store, kind="month", period="2026-10", number=1, at=NOW, figures={})
    return lead


def words(page) -> set[str]:
    return {line.why for part in page.context["parts"] for group in part["groups"] for line in group.lines}


def test_each_line_says_by_which_fact_it_is_whose_it_is(client_of, paid, agent, reception, leader):
    page = client_of(agent).get(STATEMENT)
    assert words(page) == {
        "邀约 10-03 16:00，我邀",
        "此前 DCC 来店，到店时是我的线索 · 补记",
        "10-12 签单时是我的线索",
        f"{leader.name} 10-25 勾",
        "我建的卡",
        "时限 10:31，晚 31 分钟",
    }
    assert "200.0% 2/1 ≥ 15%" in next(group.note for group in page.context["parts"][0]["groups"] if group.lines and "16:00" in group.lines[-1].why)
    assert f"邀约 10-03 16:00，{agent.name}邀" in words(client_of(leader).get(f"{STATEMENT}&user={agent.username}"))
    assert words(client_of(reception).get(STATEMENT)) == {"我接待"}
    visit = next(line for part in page.context["parts"] for group in part["groups"] for line in group.lines if "16:00" in line.why)
    key = int(visit.name.rpartition("-")[2])
    said = {"role": "agent", "user": agent, "measure": "visits", "lead": paid, "visit_id": key, "counts": True, "text": "算我", "answer": "对"}
    Objection.objects.create(store=paid.store, month=OCTOBER, at=NOW, decision="changed", answered_at=NOW, answered_by=leader, **said)
    assert "异议改过，算我" in words(client_of(agent).get(STATEMENT))


def test_more_than_a_few_lines_are_folded_and_the_group_of_the_line_that_is_open_is_not(client_of, store, agent):
    RewardRate.objects.create(store=store, measure="visits", role="agent", amount=10, first_day=OCTOBER)
    visits = [VisitFactory(store=store, lead=LeadFactory(store=store, agent=agent), at=on(day), tag="dcc", purpose="look", agent=agent) for day in range(1, 7)]
    group = client_of(agent).get(STATEMENT).context["parts"][0]["groups"][0]
    assert (len(group.first), len(group.more), group.first[0].at.day) == (3, 3, 6)
    group = client_of(agent).get(f"{STATEMENT}&line=agent-visits-{visits[0].pk}").context["parts"][0]["groups"][0]
    assert (len(group.first), len(group.more)) == (6, 0)


def test_the_count_of_a_rule_leads_to_its_events_and_the_month_is_a_workbook_on_the_trail(client_of, paid, agent, leader, director):
    page = client_of(director)
    rule = RewardRate.objects.get(measure="visits", role="agent")
    rows = page.get(f"/reports/rewards/rules/lines/?role=agent&month=2026-10&rule=rate-{rule.pk}")
    assert ([line.person for line, _lead in rows.context["lines"]], rows.context["came"]) == ([agent, agent], 20)
    assert f"rules/lines/?role=agent&amp;month=2026-10&amp;rule=rate-{rule.pk}" in page.get("/reports/rewards/rules/?role=agent&month=2026-10").content.decode()
    assert page.get("/reports/rewards/rules/lines/?role=agent&month=2026-10").status_code == 302

    sums = client_of(leader).get("/reports/rewards/?month=2026-10").context["sums"]
    sent = client_of(leader).post("/reports/rewards/workbook/", {"month": "2026-10"})
    book = openpyxl.load_workbook(BytesIO(b"".join(sent.streaming_content)))
    assert Decimal(str(book.worksheets[0].cell(row=book.worksheets[0].max_row, column=book.worksheets[0].max_column).value)) == sums["total"] == 60
    assert ("月", "2026-10") in [(row[0].value, row[1].value) for row in book.worksheets[1].iter_rows()]
    assert TrailEntry.objects.get(action="figures.export").detail["report"] == "rewards"
