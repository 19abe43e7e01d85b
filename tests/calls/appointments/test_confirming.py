"""When a visit is to be confirmed: from 16:00 of the day before, and two hours before it."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from calls.appointments.confirming import CallWindow, Expected, to_confirm
from calls.appointments.rules.appointments import confirm, move
from calls.desk.queue import agenda_of, places_of
from calls.desk.queue_words import headline, why
from calls.desk.rules.calling import Said, log_call
from calls.models import Confirmation
from tests.factories import AppointmentFactory, CallFactory, FollowUpFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, ZONE, moment

SECOND = timedelta(seconds=1)
EVENING, VISIT = moment(23, 16), moment(24, 17, 30)  # of the day before; the visit
SHORTLY = moment(24, 15, 30)
CALLING = CallWindow(time(8), time(21), ZONE)


def due(now, **more):
    """Since when a visit that was booked on Monday morning is to be confirmed, and whether that is late."""
    found = to_confirm(Expected(**{"visit_at": VISIT, "booked_at": MONDAY_9} | more), now=now, calling=CALLING)
    return found and (found.since, found.late)


@pytest.mark.parametrize(
    ("now", "since"),
    [
        *((EVENING - SECOND, None), (EVENING, EVENING), (moment(23, 21) - SECOND, EVENING), (moment(23, 21), None)),
        *((SHORTLY - SECOND, None), (SHORTLY, SHORTLY), (VISIT - SECOND, SHORTLY), (VISIT, None)),
    ],
)
def test_it_is_due_from_the_evening_before_while_one_calls_and_for_the_two_hours_before_it(now, since):
    assert (due(now) or (None,))[0] == since


@pytest.mark.parametrize(("visit_at", "since"), [(moment(24, 9, 59), moment(24, 8)), (moment(24, 10), moment(24, 8)), (moment(24, 10, 1), moment(24, 8, 1))])
def test_the_two_hours_do_not_begin_before_one_calls(visit_at, since):
    found = [due(now, visit_at=visit_at) for now in (since - SECOND, since)]

    assert found == [None, (since, False)]


def test_a_visit_before_one_calls_is_not_confirmed_on_its_day():
    late = CallWindow(time(10), time(21), ZONE)

    found = to_confirm(Expected(moment(24, 9), MONDAY_9 - timedelta(days=1)), now=moment(24, 8, 59), calling=late)

    assert found is None


@pytest.mark.parametrize(("booked_at", "in_the_evening"), [(moment(23, 12), True), (moment(23, 12) + SECOND, False)])
def test_what_was_booked_after_noon_of_the_day_before_is_confirmed_on_its_own_day_alone(booked_at, in_the_evening):
    assert [due(now, booked_at=booked_at) is not None for now in (EVENING, SHORTLY)] == [in_the_evening, True]


@pytest.mark.parametrize(("booked_at", "asked"), [(SHORTLY, True), (SHORTLY + SECOND, False)])
def test_what_was_booked_within_the_two_hours_is_not_asked_again(booked_at, asked):
    assert (due(VISIT - SECOND, booked_at=booked_at) is not None) == asked


@pytest.mark.parametrize("known", ["confirmed_at", "spoken_at"])
@pytest.mark.parametrize(("at", "evening"), [(moment(22, 23, 59), True), (moment(23, 0), False), (EVENING, False)])
def test_who_said_so_or_was_spoken_with_on_that_day_is_not_asked(known, at, evening):
    found = due(EVENING, booked_at=moment(20, 9), **{known: at})

    assert (found is not None) == evening


@pytest.mark.parametrize(("at", "asked"), [(moment(23, 23, 59), True), (moment(24, 0), False)])
def test_what_was_said_on_the_day_before_is_asked_once_more_on_its_own(at, asked):
    assert (due(SHORTLY, spoken_at=at) is not None) == asked


@pytest.mark.parametrize(("spoken_at", "asked"), [(moment(24, 9), True), (moment(24, 9) + SECOND, False)])
def test_the_call_that_booked_it_is_no_such_talk(spoken_at, asked):
    assert (due(SHORTLY, booked_at=moment(24, 9), spoken_at=spoken_at) is not None) == asked


@pytest.mark.parametrize(("now", "late"), [(moment(23, 20), False), (moment(24, 16) - SECOND, False), (moment(24, 16), True)])
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
    ("deed", "stands"),
    [
        (lambda visit, by, now: log_call(visit.lead, said=Said(outcome="connected"), by=by, now=now), False),
        (lambda visit, by, now: log_call(visit.lead, said=Said(outcome="no_answer"), by=by, now=now), True),
        (lambda visit, by, now: confirm(visit, by=by, now=now), False),
        (lambda visit, by, now: move(visit, scheduled_for=VISIT + timedelta(days=3), by=by, now=now), False),
    ],
    ids=["spoken with", "in vain", "said so", "another day"],
)
def test_a_talk_their_word_and_another_day_end_it_and_a_call_in_vain_leaves_it(agent, expected, deed, stands):
    deed(expected, agent, EVENING + SECOND)

    assert places(agent, EVENING + timedelta(minutes=2)) == ([(expected.lead_id, "promise")] if stands else [])


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


def test_what_was_stated_later_ends_it_when_it_was_written(agent, expected):
    CallFactory(lead=expected.lead, agent=agent, at=moment(22, 17), logged_at=EVENING + SECOND)

    assert places(agent, EVENING + timedelta(minutes=2)) == []


@pytest.mark.parametrize(("spoken", "how"), [(moment(23, 15, 59), "call"), (moment(22, 10), "said"), (None, "said")])
def test_it_says_whether_they_said_so_in_a_call_of_that_day(agent, expected, spoken, how):
    if spoken:
        CallFactory(lead=expected.lead, agent=agent, at=spoken)

    confirm(expected, by=agent, now=EVENING)

    assert list(Confirmation.objects.values_list("by", "at", "how")) == [(agent.pk, EVENING, how)]
