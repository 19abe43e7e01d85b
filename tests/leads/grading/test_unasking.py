"""退回补记 taken back by whoever asked."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.desk.rules.calling import Said, log_call
from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.asking_agents import ask_agent
from leads.grading.rules.unasking import unask_agent
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10
from tests.trail import trail

MINUTE = timedelta(minutes=1)
SOON = MONDAY_10 + MINUTE


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, reached_at=MONDAY_9, ungraded_since=MONDAY_9, name="胡俊")


@pytest.mark.parametrize(("read", "kinds"), [(False, []), (True, ["lead.unask"])])
def test_whoever_has_read_it_is_told_and_nobody_else_learns_of_it(agent, data_manager, lead, read, kinds):
    ask_agent(lead, by=data_manager, now=MONDAY_10)
    if read:
        Notice.objects.update(read_at=SOON)

    unask_agent(lead, by=data_manager, now=SOON)

    assert list(Notice.objects.filter(user=agent).unread().values_list("kind", flat=True)) == kinds
    assert trail("lead.unask") == [{}]


def test_by_nobody_but_whoever_asked_and_once_for_each_time(data_manager, leader, lead):
    ask_agent(lead, by=data_manager, now=MONDAY_10)
    with pytest.raises(Refused):
        unask_agent(lead, by=leader, now=SOON)
    unask_agent(lead, by=data_manager, now=SOON)
    with pytest.raises(Refused):
        unask_agent(lead, by=data_manager, now=SOON)
    ask_agent(lead, by=data_manager, now=SOON + MINUTE)

    unask_agent(lead, by=data_manager, now=SOON + 2 * MINUTE)

    assert len(trail("lead.unask")) == 2


def test_not_once_the_agent_has_called(agent, data_manager, lead):
    ask_agent(lead, by=data_manager, now=MONDAY_10)
    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=SOON)

    with pytest.raises(Refused, match="王伟 11-23 10:01"):
        unask_agent(lead, by=data_manager, now=SOON + MINUTE)


def test_the_toast_takes_it_back_and_the_customer_opens(client_of, data_manager, lead):
    client, address = client_of(data_manager), reverse("grading_ask_undo", args=[lead.pk])

    toast = list(client.post(reverse("grading_ask", args=[lead.pk]), headers={"HX-Request": "true"}).context["messages"])[-1]
    answer = client.post(address)

    assert (toast.extra_tags, answer["Location"]) == (f"undo:{address}", f"{reverse('grading')}?lead={lead.pk}")
    assert Notice.objects.unread().count() == 0


def test_who_was_asked_is_not_asked_again_before_they_have_written_more(agent, data_manager, lead):
    ask_agent(lead, by=data_manager, now=MONDAY_10)
    with pytest.raises(Refused, match="11-23 10:00 已经退回 王伟 补记，还没补"):
        ask_agent(lead, by=data_manager, now=SOON)
    log_call(lead, said=Said(outcome="no_answer"), by=agent, now=SOON + MINUTE)

    assert ask_agent(lead, by=data_manager, now=SOON + 2 * MINUTE) is True
    assert (len(trail("lead.ask")), Notice.objects.filter(kind="lead.ask").count()) == (2, 2)
