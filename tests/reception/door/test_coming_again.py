"""Whoever was registered today stands at the desk once more: one group, counted once (docs/rules/trust.md#twice-is-once)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from reception.customers.rules.receiving import take_visit
from reception.door.rules.coming_again import come_back, correct_group
from reception.door.rules.registration import Registration, SameGroup, SeenToday
from reception.door.rules.visits import leave, register_visit
from reception.models import Visit
from tests.factories import LeadFactory, UserFactory
from tests.moments import WEDNESDAY_9, WEDNESDAY_10, moment
from tests.trail import trail

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
KEPT = ("tag", "basis", "agent", "appointment", "reception", "taken_at", "visit_class", "is_first")


@pytest.fixture
def came(store, front_desk, lead, invited, group) -> Visit:
    """The invited customer, two heads, registered on Wednesday at nine."""
    return register_visit(store, group(heads=2), by=front_desk, now=WEDNESDAY_9)


def kept(visit: Visit) -> list:
    visit.refresh_from_db()
    return [getattr(visit, name) for name in KEPT]


@pytest.mark.parametrize("left", [False, True])
def test_whoever_has_a_visit_of_today_is_asked_about_in_the_house_or_gone(store, came, front_desk, group, left):
    if left:
        leave(came, by=front_desk, now=WEDNESDAY_10)

    with pytest.raises(SeenToday) as asked:
        register_visit(store, group(), by=front_desk, now=WEDNESDAY_10 + HOUR)

    assert (asked.value.visit, Visit.objects.count()) == (came, 1)


def test_the_day_is_the_stores_and_the_next_one_asks_nothing(store, front_desk, data_manager, lead, group):
    late = register_visit(store, group(), by=front_desk, now=moment(25, 23, 59))

    with pytest.raises(SeenToday):
        register_visit(store, group(arrived_at=moment(25, 10), late_reason="忘了"), by=data_manager, now=moment(26, 0))
    next_day = register_visit(store, group(), by=front_desk, now=moment(26, 0))

    assert set(Visit.objects.all()) == {late, next_day}


def test_the_question_of_two_desks_stays_their_own(store, came, front_desk, group):
    other_desk = UserFactory(store=store, roles=["front_desk"])

    answers = []
    for by, after in ((other_desk, 10 * MINUTE), (other_desk, 10 * MINUTE + timedelta(seconds=1)), (front_desk, MINUTE)):
        with pytest.raises((SameGroup, SeenToday)) as asked:
            register_visit(store, group(), by=by, now=WEDNESDAY_9 + after)
        answers.append(type(asked.value))

    assert answers == [SameGroup, SeenToday, SeenToday]


def test_strangers_and_people_of_another_number_are_not_asked_about(store, came, front_desk, agent, group):
    LeadFactory(store=store, phone="15400005678", agent=agent)

    others = [register_visit(store, said, by=front_desk, now=WEDNESDAY_10) for said in (group("15400005678"), Registration(), Registration())]

    assert Visit.objects.count() == 1 + len(others)


def test_the_same_visit_gets_its_heads_and_companion_and_stays_one(store, came, front_desk, group):
    before = kept(came)

    correct_group(store, group(heads=3, companion="妻子"), by=front_desk, now=WEDNESDAY_10)

    assert (kept(came), came.heads, came.companion, Visit.objects.count()) == (before, 3, "妻子", 1)
    assert trail("visit.same") == [{"before": 2, "after": 3, "group": ["heads", "companion"]}]  # never a name


def test_what_does_not_differ_is_no_deed_and_a_companion_is_not_wiped_out(store, came, front_desk, group):
    Visit.objects.update(companion="妻子")

    correct_group(store, group(heads=2), by=front_desk, now=WEDNESDAY_10)

    came.refresh_from_db()
    assert (came.companion, trail("visit.same")) == ("妻子", [])


def test_who_has_left_cannot_be_the_same_visit_still(store, came, front_desk, group):
    leave(came, by=front_desk, now=WEDNESDAY_10)

    with pytest.raises(Refused):
        correct_group(store, group(heads=3), by=front_desk, now=WEDNESDAY_10 + MINUTE)

    assert Visit.objects.get().heads == 2


def test_left_and_came_back_is_noted_and_tag_basis_and_credit_stay(store, came, front_desk, reception, group):
    take_visit(came, by=reception, now=WEDNESDAY_9 + MINUTE)
    leave(came, by=front_desk, now=WEDNESDAY_10)
    before = kept(came)

    come_back(store, group(), by=front_desk, now=WEDNESDAY_10 + HOUR)

    assert (kept(came), came.left_at, Visit.objects.count()) == (before, None, 1)
    assert trail("visit.return") == [{"back": "2026-11-25T11:00:00+08:00", "token": "", "left": "2026-11-25T10:00:00+08:00"}]
    assert Notice.objects.get(kind="visit.back").user == reception


def test_where_nobody_saw_them_go_the_desk_may_say_when(store, came, front_desk, group):
    for left_at in (WEDNESDAY_9 - MINUTE, WEDNESDAY_10 + MINUTE):
        with pytest.raises(Refused):
            come_back(store, group(), left_at=left_at, by=front_desk, now=WEDNESDAY_10)
    come_back(store, group(), left_at=WEDNESDAY_9 + MINUTE, by=front_desk, now=WEDNESDAY_10)
    come_back(store, group(), by=front_desk, now=WEDNESDAY_10 + HOUR)

    assert [entry.get("left") for entry in trail("visit.return")] == ["2026-11-25T09:01:00+08:00", None]


def test_a_form_sent_twice_is_one_return(store, came, front_desk, group):
    token = uuid4()

    for _time in range(2):
        come_back(store, group(token=token), by=front_desk, now=WEDNESDAY_10)

    assert len(trail("visit.return")) == 1


def test_who_was_not_here_today_cannot_come_back(store, front_desk, lead, group):
    for verb in (correct_group, come_back):
        with pytest.raises(Refused):
            verb(store, group(), by=front_desk, now=WEDNESDAY_10)

    assert Visit.objects.count() == 0
