"""The queue out of the database."""

from datetime import timedelta

import pytest

from calls.desk.queue import agenda_of
from tests.factories import DoNotCallFactory, FollowUpFactory, LeadFactory, VisitFactory
from tests.factories.dcc import open_all_day
from tests.moments import MONDAY_9, MONDAY_10, moment


def stands(agenda):
    return [(place.lead_id, place.group) for place in agenda.places]


def test_an_agents_queue_holds_their_own_leads_and_promises(agent, other_agent):
    new = LeadFactory(store=agent.store, agent=agent, respond_by=moment(23, 9, 30))
    promised = LeadFactory(store=agent.store, agent=agent, first_call_at=MONDAY_9)
    FollowUpFactory(lead=promised, due_at=MONDAY_10)
    FollowUpFactory(lead=LeadFactory(store=agent.store, agent=other_agent, first_call_at=MONDAY_9), due_at=MONDAY_10)

    agenda = agenda_of(agent, now=MONDAY_10)

    assert stands(agenda) == [(promised.pk, "promise"), (new.pk, "new")]


@pytest.mark.parametrize("hour", [7, 21])
def test_outside_the_call_window_the_queue_is_empty_and_says_so(agent, hour):
    LeadFactory(store=agent.store, agent=agent)

    agenda = agenda_of(agent, now=moment(23, hour))

    assert (agenda.places, agenda.closed) == ([], "outside_window")


def test_who_may_not_or_cannot_be_called_stands_nowhere(agent):
    asked_not_to = LeadFactory(store=agent.store, agent=agent)
    DoNotCallFactory(store=agent.store, phone=asked_not_to.phone, at=MONDAY_9)
    LeadFactory(store=agent.store, agent=agent, phone=None)

    agenda = agenda_of(agent, now=MONDAY_10)

    assert agenda.places == []


def test_a_closed_lead_and_an_answered_duty_stand_nowhere(agent):
    closed = LeadFactory(store=agent.store, agent=agent, first_call_at=MONDAY_9, closed_at=MONDAY_9, closed_as="lost")
    FollowUpFactory(lead=closed, due_at=MONDAY_9)
    done = LeadFactory(store=agent.store, agent=agent, first_call_at=MONDAY_9)
    FollowUpFactory(lead=done, due_at=MONDAY_9, done_at=MONDAY_9)

    agenda = agenda_of(agent, now=MONDAY_10)

    assert agenda.places == []


def test_the_next_place_follows_the_one_that_was_worked(agent):
    leads = [LeadFactory(store=agent.store, agent=agent, respond_by=moment(23, 11, minute)) for minute in (10, 20, 30)]

    agenda = agenda_of(agent, now=MONDAY_10)

    assert [agenda.after(lead.pk).lead_id for lead in leads] == [leads[1].pk, leads[2].pk, leads[0].pk]


def test_who_was_skipped_waits_until_nobody_else_does(agent):
    first, second, third = (LeadFactory(store=agent.store, agent=agent, respond_by=moment(23, 11, minute)).pk for minute in (10, 20, 30))

    agenda = agenda_of(agent, now=MONDAY_10)

    assert (agenda.head(but=second, skipped=[first]).lead_id, agenda.head(but=second, skipped=[first, third]).lead_id) == (third, first)
    assert (agenda.after(third, skipped=[first]).lead_id, agenda.after(third, skipped=[first, second]).lead_id) == (second, first)
    assert agenda.head(but=second).lead_id == first


def test_the_reception_specialists_queue_holds_what_they_owe(reception, agent):
    lead = LeadFactory(store=agent.store, agent=agent, reception=reception, first_call_at=MONDAY_9)
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit", due_at=MONDAY_10)

    agenda = agenda_of(reception, now=MONDAY_10)

    assert stands(agenda) == [(lead.pk, "today")]


@pytest.mark.parametrize("rows", [1, 60])
def test_five_queries_whatever_the_length(agent, rows, django_assert_num_queries):
    for _row in range(rows):
        FollowUpFactory(lead=LeadFactory(store=agent.store, agent=agent, first_call_at=MONDAY_9), due_at=MONDAY_9)

    with django_assert_num_queries(5):
        agenda = agenda_of(agent, now=MONDAY_10)

    assert len(agenda.places) == rows


@pytest.mark.parametrize(
    ("zone", "at", "stands_there"),
    [
        ("Asia/Shanghai", moment(23, 23, 58), ["today"]),
        ("Asia/Shanghai", moment(24, 0), ["overdue", "today"]),
        ("Asia/Shanghai", moment(24, 6), ["overdue", "today"]),
        ("Asia/Urumqi", moment(24, 1, 58), ["today"]),
        ("Asia/Urumqi", moment(24, 2), ["overdue", "today"]),
    ],
)
def test_the_day_of_the_queue_is_the_stores_and_turns_at_its_midnight(agent, zone, at, stands_there):
    open_all_day(agent.store)
    agent.store.timezone = zone
    agent.store.save()
    midnight = moment(24, 2) if zone == "Asia/Urumqi" else moment(24, 0)
    facts = {"store": agent.store, "agent": agent, "first_call_at": MONDAY_9}
    for due_at in (midnight - timedelta(minutes=2), midnight):
        FollowUpFactory(lead=LeadFactory(**facts), kind="nurture", due_at=due_at)

    agenda = agenda_of(agent, now=at)

    assert sorted(place.group for place in agenda.places) == stands_there


def test_who_is_in_the_house_is_rung_by_nobody_and_stands_again_once_they_have_left(agent):
    here, gone, of_yesterday = (LeadFactory(store=agent.store, agent=agent, first_call_at=MONDAY_9) for _ in range(3))
    for lead in (here, gone, of_yesterday):
        FollowUpFactory(lead=lead, due_at=moment(24, 10))
    VisitFactory(store=agent.store, lead=here, at=moment(24, 9), left_at=moment(24, 9, 30))
    VisitFactory(store=agent.store, lead=here, at=moment(24, 9, 50))
    VisitFactory(store=agent.store, lead=gone, at=moment(24, 9), left_at=moment(24, 9, 59))
    VisitFactory(store=agent.store, lead=of_yesterday, at=moment(23, 23, 59))

    agenda = agenda_of(agent, now=moment(24, 10))

    assert stands(agenda) == [(gone.pk, "promise"), (of_yesterday.pk, "promise")]
    assert agenda.in_house == {here.pk: moment(24, 9, 50)}


@pytest.mark.parametrize(("rang", "shown"), [(moment(24, 9, 49), []), (moment(24, 9, 50), []), (moment(24, 9, 51), ["missed"])])
def test_who_rang_after_they_had_come_stands_though_nobody_noted_that_they_left(agent, rang, shown):
    lead = LeadFactory(store=agent.store, agent=agent, first_call_at=MONDAY_9, missed_at=rang)
    VisitFactory(store=agent.store, lead=lead, at=moment(24, 9, 50))

    agenda = agenda_of(agent, now=moment(24, 10))

    assert [group for _lead, group in stands(agenda)] == shown


def test_a_visit_that_has_not_begun_or_was_taken_back_keeps_nobody_out_of_the_queue(agent, leader):
    leads = [LeadFactory(store=agent.store, agent=agent, respond_by=moment(24, 11, minute)) for minute in (10, 20)]
    VisitFactory(store=agent.store, lead=leads[0], at=moment(24, 10, 1))
    VisitFactory(store=agent.store, lead=leads[1], at=moment(24, 9), annulled_at=moment(24, 9, 1), annulled_by=leader)

    agenda = agenda_of(agent, now=moment(24, 10))

    assert [lead for lead, _group in stands(agenda)] == [lead.pk for lead in leads]
