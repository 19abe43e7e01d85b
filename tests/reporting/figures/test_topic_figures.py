"""The figure a topic is tied to: what its address means, what it came to, what it comes to now."""

from datetime import date

import pytest
from django.urls import reverse

from leads.models import Topic
from leads.topics.figures import figure_of
from tests.factories import CallFactory, ChannelFactory, LeadFactory
from tests.moments import NOW, moment

MONTH = "by=channel&basis=activity&from=2026-11-01&to=2026-11-10"


def test_a_count_is_of_its_row_over_its_days_and_later_over_as_many(store, leader):
    portal, other = ChannelFactory(store=store, name="快手"), ChannelFactory(store=store, name="小红书")
    for day in (1, 10, 11, 17, 26):
        LeadFactory(store=store, channel=portal, received_at=moment(day, 10))
    LeadFactory(store=store, channel=other, received_at=moment(10, 10))

    figure = figure_of(leader, f"{MONTH}&measure=leads&key=快手", NOW)

    assert (figure.name, figure.value(None), figure.value(date(2026, 11, 26))) == ("线索 快手", "2", "2")
    assert figure.described() == "线索 · 快手 · 11-01 至 11-10"
    assert figure_of(leader, f"{MONTH}&measure=leads", NOW).value(None) == "3"


def test_a_rate_is_its_fraction(store, leader, agent):
    portal = ChannelFactory(store=store, name="快手")
    lead = LeadFactory(store=store, channel=portal, agent=agent, received_at=moment(3, 10))
    CallFactory(lead=lead, agent=agent, channel=portal, at=moment(3, 11), outcome="connected")
    CallFactory(lead=lead, agent=agent, channel=portal, at=moment(4, 11), outcome="no_answer")

    figure = figure_of(leader, f"{MONTH}&measure=connection_rate&key=快手", NOW)

    assert figure.value(None) == "1/2"
    assert figure_of(leader, f"{MONTH}&measure=connection_rate&key=别的", NOW).value(None) == "0/0"


def test_an_address_written_out_again_means_the_same(store, leader):
    figure = figure_of(leader, f"{MONTH}&measure=leads&key=快手", NOW)

    assert figure_of(leader, figure.address, NOW).address == figure.address


@pytest.mark.parametrize(
    "address", ["", "nothing", f"{MONTH}&measure=nonsense", "by=agent&basis=cohort&measure=calls", f"{MONTH.replace('10', '99')}&measure=leads"]
)
def test_what_is_no_figure_is_none(store, leader, address):
    assert figure_of(leader, address, NOW) is None


def test_an_agent_ties_topics_to_their_own_row_alone(store, agent, other_agent):
    asked = "by=agent&basis=activity&from=2026-11-01&to=2026-11-10&measure=calls"

    assert figure_of(agent, f"{asked}&key=agent", NOW).value(None) == "0"
    assert figure_of(agent, f"{asked}&key=other_agent", NOW) is None
    assert figure_of(agent, asked, NOW) is None


def topics_on(browser, address):
    return dict(browser.get(f"{reverse('figure_rows')}?{address}").context["topics"])


@pytest.mark.parametrize(
    ("measure", "basis", "labels"),
    [
        ("leads", "activity", ["线索"]),
        ("connected", "activity", ["已接通", "接通率"]),
        ("rung_back", "activity", ["已及时回拨", "漏接及时回拨"]),
        ("cards_of_valid", "cohort", ["建卡率"]),
        ("visits_of_invited", "cohort", ["赴约率"]),
    ],
)
def test_a_topic_is_raised_on_a_rate_from_the_rows_above_its_line(store, client_of, leader, measure, basis, labels):
    ChannelFactory(store=store, name="快手")

    found = topics_on(client_of(leader), f"by=channel&basis={basis}&from=2026-11-01&to=2026-11-10&measure={measure}&key=快手")

    assert list(found) == labels


def test_it_is_tied_to_the_rate_and_the_sentence_may_stand_there_already(store, client_of, leader, agent):
    portal = ChannelFactory(store=store, name="快手")
    CallFactory(lead=LeadFactory(store=store, channel=portal), agent=agent, channel=portal, at=moment(3, 11), outcome="connected")
    browser = client_of(leader)
    address = topics_on(browser, f"{MONTH}&measure=connected&key=快手")["接通率"]

    page = browser.get(f"{address}&title=快手接通少")
    browser.post(address, {"kind": "talk", "title": "快手接通少", "proposal": "换个时段打"})

    assert (page.context["figure"].described(), page.context["form"].initial["title"]) == ("接通率 · 快手 · 11-01 至 11-10", "快手接通少")
    assert Topic.objects.values_list("figure_then", flat=True).get() == "1/1"


def test_a_rate_with_nothing_above_its_line_leads_to_where_a_topic_is_raised_on_it(store, client_of, leader, agent):
    portal = ChannelFactory(store=store, name="快手")
    CallFactory(lead=LeadFactory(store=store, channel=portal), agent=agent, channel=portal, at=moment(3, 11), outcome="no_answer")

    page = client_of(leader).get(f"{reverse('funnel')}?by=channel&basis=activity&from=2026-11-01&to=2026-11-10").content.decode()

    assert ("measure=connected&amp;key=" in page, "measure=cards&amp;key=" in page) == (True, False)


def test_who_raises_none_is_offered_none(store, client_of, manager):
    assert topics_on(client_of(manager), f"{MONTH}&measure=connected") == {}
