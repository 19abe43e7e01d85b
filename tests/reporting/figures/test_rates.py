"""The rates that stand on the page of the funnel, each with its fraction."""

from datetime import date, timedelta

import pytest

from leads.models import Lead
from reporting.boards.inflow import inflow_of
from reporting.figures.counting import Figures, ask
from reporting.figures.dimensions import DIMENSIONS
from reporting.figures.formulas import formula_of
from reporting.figures.measures import MEASURES
from reporting.figures.question import Question
from reporting.figures.rates import COUNTED, RATES
from reporting.funnel import stages
from reporting.funnel.charts import funnel, waterfall
from reporting.funnel.report_table import columns_of, counted_in, heads_of, rows_of
from tests.factories import AppointmentFactory, ChannelFactory, LeadFactory, OrderFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_10

PERIOD = (date(2026, 11, 23), date(2026, 11, 23))


def column(store, by: str, name: str) -> dict[str, tuple[str, str, str]]:
    """Return {row: (text, fraction, head)} of one column of activity."""
    question = Question(store, by, "activity", *PERIOD)
    names = columns_of(question)
    figures = ask(question, counted_in(question))
    head = heads_of(figures)[names.index(name)]
    cells = {row.label: row.cells[names.index(name)] for row in rows_of(figures, lambda _name, _key: "")}
    return {label: (cell.text, cell.share, f"{head.label} ÷ {head.under}") for label, cell in cells.items()}


def test_of_the_appointments_that_fell_due_those_who_came_are_a_rate_of_each_agent_and_of_the_day(store, agent, other_agent):
    lead = LeadFactory(store=store, agent=agent)
    for status in ("arrived", "no_show", "cancelled"):
        AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=MONDAY_10, status=status)
    AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_10, status="arrived")
    AppointmentFactory(lead=LeadFactory(store=store, agent=other_agent), agent=other_agent, at=MONDAY_9, scheduled_for=MONDAY_11, status="arrived")

    by_agent, by_day = column(store, "agent", "arrived"), column(store, "day", "arrived")

    head = "赴约率 ÷ 应到"
    assert by_agent == {agent.name: ("50.0%", "1/2", head), other_agent.name: ("100.0%", "1/1", head), "合计": ("66.7%", "2/3", head)}
    assert by_day["合计"] == ("66.7%", "2/3", head)


def test_deals_by_visit_are_a_rate_of_each_reception_specialist_in_activity(store, agent, reception):
    nobody_sold = UserFactory(store=store, roles=["reception"], name="赵敏")
    leads = [LeadFactory(store=store, agent=agent) for _number in range(3)]
    for lead, receiver in zip(leads, (reception, reception, nobody_sold), strict=True):
        VisitFactory(store=store, lead=lead, tag="dcc", basis="appointment", agent=agent, reception=receiver, at=MONDAY_9)
    OrderFactory(lead=leads[0], agent=agent, reception=reception, at=MONDAY_10, delivered_at=MONDAY_11)

    deals = column(store, "reception", "deals")

    head = "成交率 ÷ 来店"
    assert deals == {reception.name: ("50.0%", "1/2", head), nobody_sold.name: ("0.0%", "0/1", head), "合计": ("33.3%", "1/3", head)}


def test_the_page_shows_the_rate_and_leads_to_who_came(client_of, leader, store, agent):
    AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=MONDAY_9, scheduled_for=MONDAY_10, status="arrived")

    html = client_of(leader).get("/reports/funnel/?by=agent&basis=activity&from=2026-11-23&to=2026-11-23").content.decode()

    assert "赴约率</button> ÷ 应到 <small>同期比</small>" in " ".join(html.split())
    assert html.count("measure=arrived") == 2


INVALID = {"closed_as": "invalid", "closed_at": MONDAY_11}
STEPS = ("first_call_at", "reached_at", "card_at", "invited_at", "visited_at", "ordered_at", "delivered_at")


def make(store, count: int, *steps: str, **facts) -> None:
    """Make leads of Monday that have passed these steps, and no others."""
    for _number in range(count):
        Lead.objects.filter(pk=LeadFactory(store=store).pk).update(received_at=MONDAY_9, **dict.fromkeys(steps, MONDAY_10), **facts)


@pytest.fixture
def crooked(store) -> Figures:
    """Leads that went no straight way: invalid ones reached and carded, visits without an appointment, invitations without a card."""
    make(store, 16)
    make(store, 3, "first_call_at", "reached_at", **INVALID)
    make(store, 1, "first_call_at", "reached_at", "card_at", **INVALID)
    make(store, 5, *STEPS[:3])
    make(store, 4, *STEPS[:4])
    make(store, 2, *STEPS[:5])
    make(store, 6, "visited_at")
    make(store, 3, "first_call_at", "invited_at")
    make(store, 1, "visited_at", "ordered_at", "delivered_at")
    make(store, 1, "delivered_at")
    question = Question(store, "channel", "cohort", *PERIOD)
    return ask(question, (*counted_in(question), *stages.counted_in("channel", "cohort")))


def test_in_a_cohort_only_leads_that_stand_below_the_line_are_counted_above_it(crooked):
    total = rows_of(crooked, lambda name, _key: name)[-1]

    shown = dict(zip(columns_of(crooked.question), ((cell.text, cell.share, cell.url) for cell in total.cells), strict=True))

    assert {name: shown[name] for name in ("reached", "cards", "invited", "visits", "orders", "deals")} == {
        "reached": ("28.9%", "11/38", "reached_of_valid"),  # fifteen were reached, four of them are invalid
        "cards": ("28.9%", "11/38", "cards_of_valid"),
        "invited": ("50.0%", "6/12", "invited_of_cards"),  # nine were invited, three of them without a card
        "visits": ("22.2%", "2/9", "visits_of_invited"),  # nine came, seven of them without an appointment
        "orders": ("11.1%", "1/9", "orders_of_visits"),
        "deals": ("5.3%", "2/38", "deals_of_valid"),
    }
    assert (shown["leads"][0], shown["valid"][0], shown["waiting"][0]) == ("42", "38", "24")


def test_the_picture_and_the_waterfall_say_the_shares_of_the_table(crooked):
    drawn = funnel(None, "", crooked.total, stages.steps_of("channel", "cohort"), str, basis="cohort")
    falls = waterfall(crooked.total, str)

    assert [(stage.count, stage.rate) for stage in drawn.stages] == [
        (38, ""),
        (11, "29%"),
        (11, "100%"),  # 11/11: of the valid ones
        (9, "50%"),  # 6/12
        (9, "22%"),  # 2/9
        (1, "11%"),
        (2, "100%"),  # 1/1: the other was delivered without an order
    ]
    assert max(stage.width for stage in drawn.stages[1:]) < drawn.stages[0].width
    assert "建了卡的线索里约过的 ÷ 建了卡的线索: 50.0% 6/12" in drawn.stages[3].formula
    assert [(fall.count, fall.share) for fall in falls[1:-1]] == [
        (16, "42.1%"), (0, "0.0%"), (0, "0.0%"), (5, "13.2%"), (7, "18.4%"), (8, "21.1%"), (0, "0.0%"),
    ]  # fmt: skip
    assert (falls[0].count, falls[-1].count, sum(fall.count for fall in falls[1:])) == (38, 2, 38)


def test_a_quotient_of_two_counts_of_the_same_days_may_pass_and_says_so(store, agent):
    for number in range(5):
        AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_10 + timedelta(hours=number))
    VisitFactory(store=store, lead=LeadFactory(store=store), tag="dcc", basis="appointment", agent=agent, at=MONDAY_9)
    OrderFactory(lead=LeadFactory(store=store), agent=agent, at=MONDAY_10)
    OrderFactory(lead=LeadFactory(store=store), agent=agent, at=MONDAY_10)
    figures = ask(question := Question(store, "agent", "activity", *PERIOD), counted_in(question))

    head, cell = (listed[columns_of(question).index("orders")] for listed in (heads_of(figures), rows_of(figures, lambda _name, _key: "")[-1].cells))

    assert (cell.text, cell.share, head.note) == ("200.0%", "2/1", "同期比")
    first, second, *_rest = formula_of(head.name).lines
    assert (first, second[:3]) == ("订单 ÷ 来店，同期比：同一段日子里各数各的，不是同一批客户，可以超过 100%。", "订单：")


@pytest.mark.parametrize("by", list(DIMENSIONS))
@pytest.mark.parametrize("basis", ["cohort", "activity"])
def test_every_head_says_what_is_counted_and_no_two_of_a_page_bear_one_name(store, by, basis):
    question = Question(store, by, basis, *PERIOD)

    heads = heads_of(Figures(question))

    formulas = [formula_of(head.name) for head in heads]
    assert [head.label for head, formula in zip(heads, formulas, strict=True) if not all(formula.lines)] == []
    assert sorted({head.label for head in heads}) == sorted(head.label for head in heads)
    assert len({formula.lines for formula in formulas}) == len(heads)


def test_every_measure_and_rate_says_in_words_what_it_counts():
    assert [name for name, measure in MEASURES.items() if not measure.explain] == []
    assert [rate.name for rate in RATES.values() if bool(rate.share) != all(COUNTED[name].cohort is not None for name in (rate.over, rate.under))] == []


def test_what_stands_above_the_line_is_counted_apart_for_shares_alone():
    assert {"cards_of_valid", "visits_of_invited", "reached_of_contacted"} <= set(COUNTED)
    assert {"arrived_of_due", "connected_of_calls"} & set(COUNTED) == set()


def test_half_a_lead_more_than_usual_is_rounded_up_and_in_time_is_of_todays_whose_limit_has_passed(client_of, leader, store):
    portal = ChannelFactory(store=store, name="汽车之家")
    for weeks, count in ((0, 16), (1, 2), (2, 3), (3, 3), (4, 2)):  # the median of four weeks is two and a half
        for _number in range(count):
            LeadFactory(store=store, channel=portal, received_at=MONDAY_9 - timedelta(weeks=weeks), respond_by=MONDAY_10 - timedelta(weeks=weeks))
    today = Lead.objects.filter(received_at=MONDAY_9).values_list("pk", flat=True)
    Lead.objects.filter(pk__in=list(today[:9])).update(first_call_at=MONDAY_9, responded_at=MONDAY_9)

    lines = inflow_of(store, now=MONDAY_11)

    assert [(line.name, line.today, line.usual, line.in_time, line.share) for line in lines] == [
        ("汽车之家", 16, 3, "56.3%", "9/16"),
        ("", 16, 3, "56.3%", "9/16"),
    ]
