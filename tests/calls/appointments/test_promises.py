"""What is promised for a visit: written when it is agreed, carried along when it is moved, ticked once it took place."""

from datetime import timedelta

import pytest

from calls.appointments.rules.annulling_appointments import annul_booking
from calls.appointments.rules.appointments import arrive, book, cancel, move
from calls.appointments.rules.promising import Promised, break_promise, keep_promise, untick
from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said
from calls.desk.rules.finishing import Next, finish_call
from calls.desk.rules.putting_back import put_back
from calls.models import Appointment, Promise
from dcc.errors import Refused
from dcc.models import Notice
from tests.factories import AppointmentFactory, LeadFactory, PromiseFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, TUESDAY_14, WEDNESDAY_9, WEDNESDAY_10

MINUTE = timedelta(minutes=1)
MATS, CAR = Promised("gift", "送脚垫"), Promised("test_car", "锐放 2.0 试驾车留好")


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国")


@pytest.fixture
def booked(agent, lead):
    return book(lead, scheduled_for=WEDNESDAY_9, promises=(MATS, CAR), by=agent, now=MONDAY_9)


@pytest.fixture
def kept(agent, booked):
    """Somebody came for it."""
    Appointment.objects.filter(pk=booked.pk).update(status="arrived", ended_at=WEDNESDAY_9)
    return Promise.objects.get(kind="gift")


def standing():
    return list(Promise.objects.order_by("at", "pk").values_list("appointment", "text"))


def test_they_stand_with_the_visit_that_was_agreed(agent, booked):
    assert list(Promise.objects.values_list("appointment", "by", "at", "kind", "text")) == [
        (booked.pk, agent.pk, MONDAY_9, "gift", "送脚垫"),
        (booked.pk, agent.pk, MONDAY_9, "test_car", "锐放 2.0 试驾车留好"),
    ]


@pytest.mark.parametrize(("count", "signs", "is_written"), [(5, 40, True), (6, 40, False), (1, 41, False), (1, 0, False)])
def test_up_to_five_lines_of_forty_signs(agent, lead, count, signs, is_written):
    lines = [Promised("other", "好" * signs) for _line in range(count)]

    try:
        book(lead, scheduled_for=WEDNESDAY_9, promises=lines, by=agent, now=MONDAY_9)
    except Refused:
        assert not is_written

    assert (Promise.objects.count(), Appointment.objects.count()) == ((count, 1) if is_written else (0, 0))


def test_a_move_carries_them_over_and_taken_back_gives_them_back(agent, booked):
    moved = move(booked, scheduled_for=WEDNESDAY_10, promises=(Promised("price", "优惠保留"),), by=agent, now=MONDAY_10)
    carried = standing()

    annul_booking(moved, by=agent, now=MONDAY_10 + MINUTE)

    assert carried == [(moved.pk, "送脚垫"), (moved.pk, "锐放 2.0 试驾车留好"), (moved.pk, "优惠保留")]
    assert standing() == [(booked.pk, "送脚垫"), (booked.pk, "锐放 2.0 试驾车留好")]


def test_five_lines_are_all_that_a_moved_visit_has(agent, booked):
    with pytest.raises(Refused):
        move(booked, scheduled_for=WEDNESDAY_10, promises=[MATS] * 4, by=agent, now=MONDAY_10)


def test_booking_anew_on_the_day_of_a_cancellation_is_moving_it(agent, lead, booked):
    cancel(booked, reason="临时有事", by=agent, now=MONDAY_10)

    again = book(lead, scheduled_for=WEDNESDAY_10, by=agent, now=MONDAY_10 + MINUTE)

    assert [appointment for appointment, _text in standing()] == [again.pk] * 2


def test_who_came_at_the_time_before_keeps_them_and_was_none_gives_them_back(agent, lead, booked):
    moved = move(booked, scheduled_for=WEDNESDAY_10, by=agent, now=WEDNESDAY_9 - MINUTE)
    arrive(booked, at=WEDNESDAY_9 - 2 * MINUTE, by=agent, now=WEDNESDAY_9)
    with_the_first = standing()

    for row in (moved, booked):
        put_back(Appointment.objects.get(pk=row.pk), kept_at=WEDNESDAY_9, by=agent, now=WEDNESDAY_9 + MINUTE)

    assert ([pk for pk, _text in with_the_first], [pk for pk, _text in standing()]) == ([booked.pk] * 2, [moved.pk] * 2)


def test_a_call_that_was_none_takes_its_promises_along(agent, lead):
    call = finish_call(lead, said=Said(outcome="connected"), then=Next("invite", at=WEDNESDAY_9, promises=(MATS,)), by=agent, now=MONDAY_9)
    stood = standing()

    annul_call(call, by=agent, now=MONDAY_9 + MINUTE)

    assert (len(stood), standing(), Promise.every.get().annulled_at) == (1, [], MONDAY_9 + MINUTE)


def test_kept_is_said_once(agent, reception, kept):
    keep_promise(kept, by=reception, now=WEDNESDAY_10)

    kept.refresh_from_db()
    assert (kept.kept_at, kept.broken_at, kept.ticked_by, Notice.objects.filter(kind="promise.broken").count()) == (WEDNESDAY_10, None, reception, 0)
    for again in (lambda: keep_promise(kept, by=reception, now=WEDNESDAY_10), lambda: break_promise(kept, why="没货", by=reception, now=WEDNESDAY_10)):
        with pytest.raises(Refused):
            again()


def test_not_kept_says_why_and_tells_agent_booker_and_leader(agent, other_agent, leader, reception, lead, kept):
    lead.agent = other_agent
    lead.save()

    break_promise(kept, why=" 没货了 ", by=reception, now=WEDNESDAY_10)

    kept.refresh_from_db()
    assert (kept.kept_at, kept.broken_at, kept.broken_why, kept.ticked_by) == (None, WEDNESDAY_10, "没货了", reception)
    assert set(Notice.objects.filter(kind="promise.broken").values_list("user", flat=True)) == {agent.pk, other_agent.pk, leader.pk}


def test_not_kept_without_a_reason_is_refused(reception, kept):
    with pytest.raises(Refused):
        break_promise(kept, why="  ", by=reception, now=WEDNESDAY_10)

    assert Promise.objects.get(pk=kept.pk).is_open


@pytest.mark.parametrize("status", ["booked", "no_show", "cancelled"])
def test_nothing_is_ticked_of_a_visit_nobody_made(agent, reception, lead, status):
    promise = PromiseFactory(appointment=AppointmentFactory(lead=lead, agent=agent, scheduled_for=TUESDAY_9, status=status))

    with pytest.raises(Refused):
        keep_promise(promise, by=reception, now=TUESDAY_14)


def test_a_tick_is_taken_back_by_whoever_made_it(agent, reception, kept):
    break_promise(kept, why="没货", by=reception, now=WEDNESDAY_10)

    with pytest.raises(Refused):
        untick(kept, by=agent, now=WEDNESDAY_10)
    untick(kept, by=reception, now=WEDNESDAY_10)

    kept.refresh_from_db()
    assert (kept.is_open, kept.broken_why, kept.ticked_by) == (True, "", None)
