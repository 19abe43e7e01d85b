"""When a visit is to be confirmed: from 16:00 of the day before, and two hours before it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.appointments.confirming import Expected, to_confirm
from calls.appointments.rules.appointments import confirm, move
from calls.desk.queue import agenda_of, places_of
from calls.desk.queue_words import headline, why
from calls.desk.rules.calling import Said, log_call
from leads.models import FollowUp
from tests.factories import AppointmentFactory, FollowUpFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, ZONE, moment

SECOND = timedelta(seconds=1)
EVENING, VISIT = moment(23, 16), moment(24, 17, 30)  # of the day before; the visit
SHORTLY = moment(24, 15, 30)


def due(now, **more):
    """Since when a visit that was booked on Monday morning is to be confirmed, and whether that is late."""
    found = to_confirm(Expected(**{"visit_at": VISIT, "booked_at": MONDAY_9} | more), now=now, zone=ZONE)
    return found and (found.since, found.late)


@pytest.mark.parametrize(
    ("now", "since"),
    [
        *((EVENING - SECOND, None), (EVENING, EVENING), (moment(23, 23, 59), EVENING), (moment(24, 0), None)),
        *((SHORTLY - SECOND, None), (SHORTLY, SHORTLY), (VISIT - SECOND, SHORTLY), (VISIT, None)),
    ],
)
def test_it_is_due_from_the_evening_before_until_midnight_and_for_the_two_hours_before_it(now, since):
    assert (due(now) or (None,))[0] == since


@pytest.mark.parametrize(("booked_at", "in_the_evening"), [(moment(23, 12), True), (moment(23, 12) + SECOND, False)])
def test_what_was_booked_after_noon_of_the_day_before_is_confirmed_on_its_own_day_alone(booked_at, in_the_evening):
    assert [due(now, booked_at=booked_at) is not None for now in (EVENING, SHORTLY)] == [in_the_evening, True]


@pytest.mark.parametrize(("booked_at", "asked"), [(SHORTLY, True), (SHORTLY + SECOND, False)])
def test_what_was_booked_within_the_two_hours_is_not_asked_again(booked_at, asked):
    assert (due(VISIT - SECOND, booked_at=booked_at) is not None) == asked


@pytest.mark.parametrize(
    ("confirmed_at", "evening", "shortly"),
    [(moment(22, 23, 59), True, True), (moment(23, 0), False, True), (moment(23, 23, 59), False, True), (moment(24, 0), False, False)],
)
def test_who_said_on_that_day_that_they_come_is_not_asked(confirmed_at, evening, shortly):
    assert [due(now, confirmed_at=confirmed_at) is not None for now in (EVENING, SHORTLY)] == [evening, shortly]


@pytest.mark.parametrize(("confirmed_at", "asked"), [(moment(23, 22, 30) - SECOND, True), (moment(23, 22, 30), False)])
def test_who_said_within_the_two_hours_that_they_come_is_not_asked_though_these_begin_before_midnight(confirmed_at, asked):
    found = due(moment(23, 23), visit_at=moment(24, 0, 30), booked_at=MONDAY_9 - timedelta(days=1), confirmed_at=confirmed_at)

    assert (found is not None) == asked


@pytest.mark.parametrize(("called_at", "asked"), [(EVENING - SECOND, True), (EVENING, False)])
def test_who_was_called_since_then_is_not_called_for_it_again(called_at, asked):
    assert (due(moment(23, 18), called_at=called_at) is not None) == asked


@pytest.mark.parametrize(("now", "late"), [(moment(23, 23), False), (moment(24, 16) - SECOND, False), (moment(24, 16), True)])
def test_it_is_late_once_the_second_one_has_waited_half_an_hour(now, late):
    assert due(now)[1] == late


@pytest.fixture
def expected(agent):
    """A customer who is to come on Tuesday afternoon."""
    lead = LeadFactory(store=agent.store, agent=agent, first_call_at=MONDAY_9, last_call_at=MONDAY_9)
    return AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=VISIT)


def places(person, now):
    """The queue as the desk and the navigation ask for it, which is the same."""
    desk = [(place.lead_id, place.group) for place in agenda_of(person, now=now).places]
    assert desk == [(place.lead_id, place.group) for place in places_of(person, now=now)]
    return desk


def test_they_stand_among_the_promises_of_the_leads_agent_and_of_nobody_else(agent, other_agent, reception, expected):
    promised, later = (LeadFactory(store=agent.store, agent=agent, first_call_at=MONDAY_9) for _time in range(2))
    FollowUpFactory(lead=promised, due_at=EVENING - SECOND)
    FollowUpFactory(lead=later, due_at=EVENING + SECOND)
    type(expected.lead).objects.filter(pk=expected.lead_id).update(reception=reception)

    queues = [places(person, EVENING) for person in (agent, other_agent, reception)]

    assert queues == [[(promised.pk, "promise"), (expected.lead_id, "promise"), (later.pk, "promise")], [], []]


@pytest.mark.parametrize("ended", [{"status": "cancelled", "ended_at": MONDAY_10}, {"annulled_at": MONDAY_10}])
def test_who_does_not_come_is_not_asked(agent, expected, ended):
    type(expected).every.filter(pk=expected.pk).update(**ended)

    assert places(agent, EVENING) == []


def test_who_was_never_reached_has_left_the_queue(agent, expected):
    type(expected.lead).objects.filter(pk=expected.lead_id).update(unreached_at=MONDAY_10)

    assert places(agent, EVENING) == []


@pytest.mark.parametrize(
    ("deed", "owed"),
    [
        (lambda visit, by, now: log_call(visit.lead, said=Said(outcome="connected"), by=by, now=now), []),
        (lambda visit, by, now: log_call(visit.lead, said=Said(outcome="no_answer"), by=by, now=now), ["retry"]),
        (lambda visit, by, now: confirm(visit, by=by, now=now), []),
        (lambda visit, by, now: move(visit, scheduled_for=VISIT + timedelta(days=3), by=by, now=now), []),
    ],
    ids=["spoken with", "in vain", "said so", "another day"],
)
def test_a_talk_their_word_and_another_day_end_it_and_a_call_in_vain_leaves_it_to_its_retry(agent, expected, deed, owed):
    deed(expected, agent, EVENING + SECOND)

    kinds = list(FollowUp.objects.filter(done_at=None).values_list("kind", flat=True))
    assert (places(agent, EVENING + timedelta(minutes=2)), kinds) == ([], owed)


def test_the_row_and_the_band_say_when_they_come(agent, expected):
    said = {}
    for now in (EVENING, SHORTLY):
        [place] = agenda_of(agent, now=now).places
        said[now] = (why(place, expected.lead, now), headline(place, expected.lead, now)[0])

    assert said == {EVENING: ("确认 明天 17:30 到店",) * 2, SHORTLY: ("确认 17:30 到店",) * 2}


def test_the_desk_stands_on_whoever_is_to_be_asked(client_of, any_hour, agent):
    now = NOW
    lead = LeadFactory(store=agent.store, agent=agent, first_call_at=now - timedelta(days=2))
    AppointmentFactory(lead=lead, agent=agent, at=now - timedelta(days=2), scheduled_for=now + timedelta(hours=1))

    page = client_of(agent).get(reverse("calls"))

    assert (page.context["lead"], page.context["count"], "承诺、确认" in page.content.decode()) == (lead, 1, True)
