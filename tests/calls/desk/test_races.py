"""Agents and data managers at once: what may happen once happens once (docs/rules/trust.md#claims, #twice-is-once)."""

from collections import Counter
from uuid import uuid4

import pytest

from calls.incoming.rules.incoming import identify
from calls.models import Appointment, Call, Card
from dcc.models import Notice, TrailEntry
from leads.models import Allocation, Channel, FollowUp, Grading, Inquiry, Lead, Proposal
from tests.calls import contestants
from tests.factories import AppointmentFactory, LeadFactory, UserFactory
from tests.leads.customer.test_revealing import was_shown
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, TUESDAY_14
from tests.whole.racing import race

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def agents(store):
    """Four agents of the store."""
    return [UserFactory(store=store, username=f"agent{number}", roles=["agent"]) for number in range(4)]


@pytest.fixture
def lead(store, agents):
    return LeadFactory(store=store, agent=agents[0], name="王建国", model="卡罗拉", reached_at=MONDAY_9)


def test_one_form_sent_four_times_at_once_is_one_call_with_one_retry(agents, lead):
    token = str(uuid4())

    calls = race(contestants.log, [(agents[0].username, lead.pk, token, MONDAY_10)] * 4)

    lead.refresh_from_db()
    assert set(calls) == {Call.objects.get().pk}
    assert (lead.call_count, lead.tries, FollowUp.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize("kind", ["invite", "callback", "lost"])
def test_a_double_click_is_one_call_with_one_next_step(agents, lead, kind):
    task = (agents[0].username, lead.pk, str(uuid4()), kind, TUESDAY_9, MONDAY_10)

    calls = race(contestants.agree, [task] * 4)

    steps = (Appointment.objects.count(), FollowUp.objects.filter(kind="callback").count(), Proposal.objects.count())
    assert set(calls) == {Call.objects.get().pk}
    assert steps == {"invite": (1, 0, 0), "callback": (0, 1, 0), "lost": (0, 0, 1)}[kind]
    assert Card.objects.count() == 1


@pytest.mark.parametrize("known", [False, True], ids=["a stranger", "a colleague's customer"])
def test_an_answered_call_sent_four_times_at_once_is_one_and_tells_its_owner_once(agents, lead, store, known):
    number, hotline = lead.phone if known else "15400009999", Channel.objects.get(store=store, name="400热线")
    window = identify(number, by=agents[1], now=MONDAY_10)

    calls = race(contestants.take, [(agents[1].username, window.pk, str(uuid4()), hotline.pk, MONDAY_10)] * 4)

    assert set(calls) == {Call.objects.get().pk}
    assert (Card.objects.count(), Notice.objects.filter(kind="call.taken").count()) == (1, int(known))


def test_of_ten_conversations_of_one_person_at_once_one_is_a_call(agents, store):
    leads = [LeadFactory(store=store, agent=agents[0]) for _form in range(10)]

    won = race(contestants.talk, [(agents[0].username, lead.pk, MONDAY_10) for lead in leads])

    assert Counter(won) == {True: 1, False: 9}
    assert Call.objects.get().lead == leads[won.index(True)]


def test_two_people_on_two_leads_at_once_wait_for_nobody_for_ever(agents, store):
    leads = [LeadFactory(store=store, agent=agents[0]) for _lead in range(2)]

    race(contestants.log, [(person.username, lead.pk, str(uuid4()), MONDAY_10) for person in agents[:2] for lead in leads])

    assert Counter(Call.objects.values_list("agent", "lead")) == {(person.pk, lead.pk): 1 for person in agents[:2] for lead in leads}


def test_of_four_who_open_the_card_at_once_one_is_its_author(agents, lead):
    won = race(contestants.card, [(person.username, lead.pk, MONDAY_10) for person in agents])

    author = agents[won.index(True)]
    lead.refresh_from_db()
    assert Counter(won) == {True: 1, False: 3}
    assert (Card.objects.get().agent, lead.card_by) == (author, author)


def test_four_who_answer_one_stranger_open_one_lead_of_one_agent(agents, store):
    hotline = Channel.objects.get(store=store, name="400热线")

    leads = race(contestants.answer, [(person.username, "15400009999", hotline.pk, MONDAY_10) for person in agents])

    lead = Lead.objects.get()
    assert set(leads) == {lead.pk}
    assert (Inquiry.objects.count(), Allocation.objects.get().agent, Call.objects.count()) == (1, lead.agent, 4)


def test_of_four_invitations_at_once_one_stands(agents, lead):
    won = race(contestants.book, [(person.username, lead.pk, TUESDAY_9, MONDAY_10) for person in agents])

    assert Counter(won) == {True: 1, False: 3}
    assert Appointment.objects.get().agent == agents[won.index(True)]


def test_two_workers_notice_a_no_show_once(agents, lead):
    AppointmentFactory(lead=lead, agent=agents[0], scheduled_for=TUESDAY_9)

    marked = race(contestants.no_shows, [(TUESDAY_14,)] * 2)

    assert (sorted(marked), Notice.objects.filter(kind="appointment.no_show").count()) == ([0, 1], 1)


def test_of_two_data_managers_one_grades(store, lead):
    managers = [UserFactory(store=store, username=f"data{number}", roles=["data_manager"]) for number in range(2)]
    Lead.objects.update(ungraded_since=MONDAY_9)

    won = race(contestants.grade, [(person.username, lead.pk, letter, MONDAY_10) for person, letter in zip(managers, "AL", strict=True)])

    grading = Grading.objects.get()
    assert Counter(won) == {True: 1, False: 1}
    assert (grading.by, Lead.objects.get().grade) == (managers[won.index(True)], grading.grade)


def test_of_four_numbers_asked_for_at_once_the_three_hundredth_of_the_day_is_shown_alone(agents, leader):
    person = agents[0]
    was_shown(person, 299)
    leads = LeadFactory.create_batch(4, store=person.store, agent=person)

    won = race(contestants.show, [(person.username, lead.pk, way, MONDAY_10) for lead, way in zip(leads, ("dial", "reveal") * 2, strict=True)])

    shown = TrailEntry.objects.filter(by=person, object_id__in=[lead.pk for lead in leads])
    assert Counter(won) == {True: 1, False: 3}
    assert list(shown.values_list("object_id", flat=True)) == [leads[won.index(True)].pk]


def test_of_two_numbers_asked_for_at_once_the_two_hundredth_tells_the_leader_once(agents, leader):
    person = agents[0]
    was_shown(person, 199)
    leads = LeadFactory.create_batch(2, store=person.store, agent=person)

    won = race(contestants.show, [(person.username, lead.pk, "dial", MONDAY_10) for lead in leads])

    assert (won, Notice.objects.filter(kind="lead.reveal_many").count()) == ([True, True], 1)
