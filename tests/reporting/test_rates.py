"""The rates that stand on the page of the funnel, each with its fraction."""

from datetime import date

from reporting.figures import ask
from reporting.question import Question
from reporting.report_table import columns_of, heads_of, rows_of
from tests.factories import AppointmentFactory, LeadFactory, OrderFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_10

PERIOD = (date(2026, 11, 23), date(2026, 11, 23))


def column(store, by: str, name: str) -> dict[str, tuple[str, str, str]]:
    """Return {row: (text, fraction, head)} of one column of activity."""
    question = Question(store, by, "activity", *PERIOD)
    names = columns_of(question)
    figures = ask(question, names)
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

    assert "赴约率 ÷ 应到" in html
    assert html.count("measure=arrived") == 2
