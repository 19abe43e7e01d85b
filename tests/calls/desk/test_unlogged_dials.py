"""A number dialled without a call logged since is listed: for who leads, and for who dialled."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.dialling import dial
from calls.desk.unlogged_dials import unlogged
from dcc.models import TrailEntry
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, NOW

MINUTE = timedelta(minutes=1)
HALF_AN_HOUR = 30 * MINUTE
pytestmark = pytest.mark.usefixtures("any_hour")


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国")


def listed(now):
    return list(unlogged(TrailEntry.objects.all(), now).order_by("at").values_list("object_id", "by", "at"))


@pytest.mark.parametrize(("later", "is_listed"), [(29 * MINUTE, False), (HALF_AN_HOUR, True), (31 * MINUTE, True)])
def test_a_dial_is_listed_half_an_hour_later(agent, lead, later, is_listed):
    dial(lead, by=agent, now=MONDAY_9)

    assert listed(MONDAY_9 + later) == ([(lead.pk, agent.pk, MONDAY_9)] if is_listed else [])


@pytest.mark.parametrize(("after", "is_listed"), [(-MINUTE, True), (timedelta(0), False), (HALF_AN_HOUR * 4, False)])
def test_a_call_logged_since_answers_it_however_late(agent, lead, after, is_listed):
    dial(lead, by=agent, now=MONDAY_9)

    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_9 + after)

    assert bool(listed(MONDAY_9 + HALF_AN_HOUR * 5)) == is_listed


def test_one_logged_call_answers_both_dials_of_a_lead_and_none_of_another(agent, lead):
    other = LeadFactory(store=agent.store, agent=agent)
    for dialled in (lead, lead, other):
        dial(dialled, by=agent, now=MONDAY_9)

    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=MONDAY_9 + MINUTE)

    assert listed(MONDAY_9 + HALF_AN_HOUR) == [(other.pk, agent.pk, MONDAY_9)]


def test_a_colleagues_call_answers_nothing(agent, leader, lead):
    dial(lead, by=agent, now=MONDAY_9)

    log_call(lead, said=Said(outcome="no_answer"), by=leader, now=MONDAY_9 + MINUTE)

    assert listed(MONDAY_9 + HALF_AN_HOUR) == [(lead.pk, agent.pk, MONDAY_9)]


def test_a_number_that_was_only_shown_is_no_dial(agent, lead, client_of):
    client_of(agent).post(reverse("lead_reveal", args=[lead.pk]))

    assert listed(NOW + HALF_AN_HOUR * 2) == []


@pytest.fixture
def dialled_an_hour_ago(agent, other_agent, lead):
    """Each of two agents dialled a customer of their own an hour ago."""
    others = LeadFactory(store=agent.store, agent=other_agent, name="李秀英")
    for dialled, person in ((lead, agent), (others, other_agent)):
        dial(dialled, by=person, now=NOW - 2 * HALF_AN_HOUR)
    dial(lead, by=agent, now=NOW)


@pytest.mark.parametrize(("who", "whose"), [("leader", {"王伟", "李娜"}), ("director", {"王伟", "李娜"}), ("agent", {"王伟"})])
def test_the_trail_lists_them_as_a_filter(request, client_of, dialled_an_hour_ago, who, whose):
    lines = client_of(request.getfixturevalue(who)).get(reverse("trail"), {"action": "unlogged"}).context["table"].data

    assert ({line.entry.by.name for line in lines}, len(lines)) == (whose, len(whose))


def test_the_leaders_desk_names_how_many_and_leads_to_them(client_of, leader, dialled_an_hour_ago):
    client = client_of(leader)

    context = client.get(reverse("home")).context
    item = next(item for item in [context["first"], *(item for _number, item in context["items"])] if item.icon == "phone-off")

    assert (item.how_much, item.late) == ("2 次", False)
    assert len(client.get(item.url).context["table"].data) == 2
