"""A visit typed later: the desk within its day, the data manager up to seven days with a reason (docs/rules/trust.md#late-typing)."""

from datetime import timedelta

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from reception.door.rules.registration import Registration
from reception.door.rules.visits import register_visit
from reporting.models import Closing
from tests.moments import MONDAY_9, WEDNESDAY_9, moment

SECOND = timedelta(seconds=1)
NIGHT = moment(25, 0)
REASON = "前台忘了"


def late(at, reason="", **said) -> Registration:
    return Registration(name="任志远", arrived_at=at, late_reason=reason, **said)


@pytest.mark.parametrize("at", [NIGHT, WEDNESDAY_9])
def test_the_desk_sets_an_arrival_back_within_the_same_day(store, front_desk, at):
    visit = register_visit(store, late(at), by=front_desk, now=WEDNESDAY_9)

    assert (visit.at, visit.registered_at) == (at, WEDNESDAY_9)


@pytest.mark.parametrize(("now", "at", "kept"), [((25, 23, 59), NIGHT, True), ((26, 6), moment(26, 0), True), ((26, 6), moment(25, 23, 59), False)])
def test_at_the_last_minute_of_a_day_the_desk_may_and_before_the_store_opens_the_day_before_is_gone(store, front_desk, now, at, kept):
    if not kept:
        with pytest.raises(Refused):
            register_visit(store, late(at), by=front_desk, now=moment(*now))
        return
    assert register_visit(store, late(at), by=front_desk, now=moment(*now)).at == at


@pytest.mark.parametrize("at", [NIGHT - SECOND, WEDNESDAY_9 + SECOND])
def test_neither_an_earlier_day_nor_a_moment_ahead_is_the_desks(store, front_desk, at):
    with pytest.raises(Refused):
        register_visit(store, late(at, REASON), by=front_desk, now=WEDNESDAY_9)


@pytest.mark.parametrize(("day", "reason", "kept"), [(18, REASON, True), (24, REASON, True), (17, REASON, False), (24, " ", False)])
def test_the_data_manager_types_seven_days_back_with_a_reason(store, data_manager, day, reason, kept):
    at = moment(day, 23, 59)
    if not kept:
        with pytest.raises(Refused):
            register_visit(store, late(at, reason), by=data_manager, now=WEDNESDAY_9)
        return
    visit = register_visit(store, late(at, reason), by=data_manager, now=WEDNESDAY_9)

    assert (visit.at, visit.registered_at, visit.late_reason, visit.left_at) == (at, WEDNESDAY_9, REASON, at)


@pytest.mark.parametrize("period", ["2026-11-24", "2026-11"])
def test_nothing_is_typed_into_a_closed_period(store, data_manager, period):
    Closing.objects.create(store=store, kind="month" if len(period) == 7 else "day", period=period, number=1, at=WEDNESDAY_9, by=data_manager)

    with pytest.raises(Refused):
        register_visit(store, late(moment(24, 12), REASON), by=data_manager, now=WEDNESDAY_9)


def test_a_visit_of_an_earlier_day_is_judged_by_its_arrival_and_calls_nobody(store, data_manager, reception, lead, invited, group):
    visit = register_visit(store, group(arrived_at=moment(24, 9), late_reason=REASON), by=data_manager, now=WEDNESDAY_9 + SECOND)

    assert (visit.tag, visit.basis, visit.appointment) == ("dcc", "appointment", invited)
    assert MONDAY_9 < visit.at < invited.scheduled_for
    assert not Notice.objects.filter(user=reception, kind="visit.arrived").exists()


def test_the_page_of_the_data_manager_registers_and_says_whose_it_is(client_of, data_manager):
    page = client_of(data_manager)
    said = {"day": "2026-11-25", "arrived": "10:00", "name": "任志远", "purpose": "look", "heads": "2", "named": "nobody", "late_reason": REASON}

    assert page.get("/reception/visits/late/?day=2026-11-25").status_code == 200
    assert page.post("/reception/visits/late/", said | {"late_reason": ""}).status_code == 422
    assert page.post("/reception/visits/late/", said | {"day": "2026-11-01"}).status_code == 422
    assert page.post("/reception/visits/late/", said).status_code == 303
