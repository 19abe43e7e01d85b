"""Who is away."""

from datetime import date

import pytest

from dcc.errors import Refused
from dcc.models import Absence, User
from dcc.people.rules.absences import mark_away, mark_present
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, ZONE
from tests.trail import trail

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


def test_away_until_wednesday_is_three_days(agent):
    first = mark_away(agent, last=WEDNESDAY, by=agent, now=MONDAY_9)
    second = mark_away(agent, last=TUESDAY, by=agent, now=MONDAY_10)

    assert (first, second) == (True, False)
    assert list(Absence.objects.order_by("day").values_list("day", flat=True)) == [MONDAY, TUESDAY, WEDNESDAY]
    assert agent.away_until(MONDAY) == WEDNESDAY
    assert trail("person.away") == [{"first": "2026-11-23", "last": "2026-11-25"}]


def test_back_on_duty_keeps_the_days_that_were_missed(agent):
    mark_away(agent, last=WEDNESDAY, by=agent, now=MONDAY_9)

    assert mark_present(agent, by=agent, now=TUESDAY_9) is True

    assert list(Absence.objects.values_list("day", flat=True)) == [MONDAY]
    assert agent.away_until(TUESDAY) is None
    assert trail("person.present") == [{"first": "2026-11-24"}]


def test_the_leader_marks_anyone(leader, agent, director):
    mark_away(agent, last=MONDAY, by=leader, now=MONDAY_9)
    mark_away(director, last=MONDAY, by=leader, now=MONDAY_9)

    assert sorted(User.objects.with_duty(MONDAY_10, ZONE).filter(is_away=True).values_list("username", flat=True)) == ["agent", "director"]


@pytest.mark.parametrize(("by", "whom"), [("agent", "other_agent"), ("leader", "foreign_agent"), ("manager", "agent")])
def test_nobody_else_marks_others(request, by, whom):
    person = request.getfixturevalue(whom)

    with pytest.raises(Refused):
        mark_away(person, last=MONDAY, by=request.getfixturevalue(by), now=MONDAY_9)

    assert Absence.objects.count() == 0


@pytest.mark.parametrize("last", [date(2026, 11, 22), date(2028, 1, 1)])
def test_an_absence_ends_between_today_and_a_year_from_now(agent, last):
    with pytest.raises(Refused):
        mark_away(agent, last=last, by=agent, now=MONDAY_9)

    assert Absence.objects.count() == 0
