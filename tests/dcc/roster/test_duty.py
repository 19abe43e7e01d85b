"""Who is on duty."""

from datetime import timedelta

import pytest

from dcc.models import Absence, User
from dcc.roster.duty import on_duty, there_today
from tests.factories import ShiftFactory
from tests.moments import MONDAY_9, TUESDAY_9, ZONE, moment

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "there"),
    [(moment(23, 8, 30) - SECOND, False), (moment(23, 8, 30), True), (moment(23, 17, 30) - SECOND, True), (moment(23, 17, 30), False)],
)
def test_on_duty_is_from_the_beginning_of_the_shift_until_its_end(agent, store, at, there):
    ShiftFactory(user=agent)

    found = list(on_duty(store, "agent", at))

    assert found == ([agent] if there else [])
    assert list(there_today(store, "agent", at)) == [agent]


def test_of_whom_the_roster_says_nothing_that_day_is_on_duty_who_is_not_marked_away(agent, other_agent, store):
    ShiftFactory(user=agent)
    Absence.objects.create(user=other_agent, day=MONDAY_9.date(), by=other_agent)

    monday, tuesday = (list(on_duty(store, "agent", at)) for at in (moment(23, 20), TUESDAY_9))

    assert (monday, tuesday) == ([], [agent, other_agent])


def test_marked_away_wins_over_the_shift(agent, store):
    ShiftFactory(user=agent)
    Absence.objects.create(user=agent, day=MONDAY_9.date(), by=agent)

    found = list(on_duty(store, "agent", MONDAY_9)), list(there_today(store, "agent", MONDAY_9))

    assert found == ([], [])


@pytest.mark.parametrize("of", [{"word": "休"}, {"word": "", "leave": "annual"}])
def test_a_day_off_and_a_leave_are_away(agent, other_agent, store, of):
    ShiftFactory(user=agent, starts=None, ends=None, **of)
    ShiftFactory(user=other_agent)

    found = list(on_duty(store, "agent", MONDAY_9)), list(there_today(store, "agent", MONDAY_9))

    assert found == ([other_agent], [other_agent])


def test_a_person_says_of_themselves_whether_they_are_away_or_at_another_hour(agent, other_agent, leader):
    ShiftFactory(user=agent, starts=None, ends=None, word="休")
    ShiftFactory(user=other_agent)

    found = User.objects.filter(pk__in=[agent.pk, other_agent.pk, leader.pk]).with_duty(moment(23, 18), ZONE).order_by("username")

    assert [(person.username, person.is_away, person.is_on_duty) for person in found] == [
        ("agent", True, False), ("leader", False, True), ("other_agent", False, False),
    ]  # fmt: skip
