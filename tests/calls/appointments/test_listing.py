"""The list of appointments: one rule with the queue, a row once, and nothing offered that cannot be done."""

from datetime import time, timedelta

import pytest
from django.urls import reverse

from calls.appointments.confirming import CallWindow, Expected, asked_from
from calls.appointments.listing import parts_of
from calls.appointments.rules.appointments import confirm
from calls.appointments.rules.calling_off import call_off
from calls.desk.queue import agenda_of
from calls.desk.rules.finishing import Next
from calls.models import Appointment
from dcc.errors import Refused
from leads.models import Lead
from leads.pool.rules.giving import give_lead
from tests.factories import AppointmentFactory, DoNotCallFactory, LeadFactory
from tests.moments import MONDAY_9, NOW, ZONE, moment

EVENING, SHORTLY, VISIT = moment(23, 16), moment(24, 15, 30), moment(24, 17, 30)


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, name="王建国", first_call_at=moment(20, 9), last_call_at=moment(22, 9))


def booked(lead, agent, **facts):
    return AppointmentFactory(**{"lead": lead, "agent": agent, "at": moment(22, 9), "scheduled_for": VISIT} | facts)


def groups(user, now):
    return [(part.title, [(row.lead.name, row.state) for row in part.rows], part.above) for part in parts_of(user, now=now)]


@pytest.mark.parametrize(
    ("confirmed_at", "now", "asked"),
    [
        (None, EVENING, True),
        (moment(22, 12), EVENING, True),
        (moment(23, 9), EVENING, False),
        (moment(23, 17), SHORTLY, True),
        (moment(24, 0), SHORTLY, False),
        (None, EVENING - timedelta(seconds=1), False),
    ],
)
def test_the_list_asks_to_confirm_whom_the_queue_asks_to_confirm(agent, lead, confirmed_at, now, asked):
    booked(lead, agent, status="confirmed" if confirmed_at else "booked", confirmed_at=confirmed_at)

    part = parts_of(agent, now=now)[0]
    queue = [place.lead_id for place in agenda_of(agent, now=now).places]

    assert (part.title == "现在要确认", queue == [lead.pk], part.rows[0].may_confirm and part.rows[0].state != "已确认") == (
        asked,
        asked,
        asked or not confirmed_at,
    )


def test_what_waits_to_be_confirmed_says_since_when_and_stands_once(agent, lead):
    booked(lead, agent)
    tomorrow = booked(LeadFactory(store=agent.store, agent=agent, name="彭先生"), agent, at=moment(24, 14), scheduled_for=moment(25, 9))
    later = booked(LeadFactory(store=agent.store, agent=agent, name="张洋"), agent, scheduled_for=moment(29, 14))

    shown = groups(agent, SHORTLY + timedelta(minutes=42))

    assert shown == [
        ("现在要确认", [("王建国", "15:30 起，等了 42 分钟")], 0),
        ("明天", [(tomorrow.lead.name, "已约，11-25 08:00 起确认")], 0),
        ("以后", [(later.lead.name, "已约，11-28 16:00 起确认")], 0),
    ]
    assert parts_of(agent, now=SHORTLY + timedelta(minutes=29))[0].rows[0].is_late is False
    assert parts_of(agent, now=SHORTLY + timedelta(minutes=30))[0].rows[0].is_late is True


def test_a_head_says_how_many_of_its_day_stand_above(agent, lead):
    booked(lead, agent)
    booked(LeadFactory(store=agent.store, agent=agent, name="余娜"), agent, scheduled_for=moment(24, 9), status="arrived", ended_at=moment(24, 9))

    shown = [(title, above) for title, _rows, above in groups(agent, SHORTLY)]

    assert shown == [("现在要确认", 0), ("今天", 1)]


@pytest.mark.parametrize(("barred", "closed"), [(True, False), (False, True)])
def test_nobody_is_to_be_confirmed_who_cannot_be_called(agent, lead, barred, closed):
    booked(lead, agent)
    if barred:
        DoNotCallFactory(store=agent.store, phone=lead.phone, at=MONDAY_9)
    if closed:
        Lead.objects.filter(pk=lead.pk).update(closed_at=MONDAY_9, closed_as="lost")

    part = parts_of(agent, now=SHORTLY)[0]

    assert (part.title, part.rows[0].may_work) == ("今天", not closed)


def test_who_did_not_come_is_to_be_invited_again_until_somebody_did(agent, lead):
    gone = {"scheduled_for": moment(24, 9), "status": "no_show", "ended_at": moment(24, 10)}
    booked(lead, agent, **gone)
    other = booked(LeadFactory(store=agent.store, agent=agent, name="卢浩然"), agent, **gone)
    booked(other.lead, agent, at=moment(24, 11), scheduled_for=moment(27, 9))

    shown = [(title, [name for name, _state in rows]) for title, rows, _above in groups(agent, moment(24, 12))]
    past = [row.lead.name for part in parts_of(agent, now=moment(24, 12)) for row in part.rows if row.is_past]

    assert shown == [("没来，要重约", ["王建国"]), ("今天", ["卢浩然"]), ("以后", ["卢浩然"])]
    assert past == ["卢浩然"]


def test_ones_own_booking_on_a_customer_since_given_away_stays_to_be_read(client_of, agent, other_agent, leader):
    now = NOW
    lead = LeadFactory(store=agent.store, agent=agent, name="王建国", phone="15400001234", model="卡罗拉")
    appointment = AppointmentFactory(lead=lead, agent=agent, at=now, scheduled_for=now + timedelta(days=2))
    give_lead(lead, agent=other_agent, reason="hand", by=leader, now=now)

    mine, theirs = (client_of(person).get(reverse("appointments")).content.decode() for person in (agent, other_agent))

    assert [words in mine for words in (f"现由 {other_agent.name} 跟", "王建国", "1234", f"cancel={appointment.pk}")] == [*(True, False, False, False)]
    assert [words in theirs for words in ("王建国", "1234", f"cancel={appointment.pk}")] == [True] * 3
    assert client_of(agent).post(reverse("appointment_confirm", args=[appointment.pk])).status_code == 404


def test_of_a_closed_lead_nothing_is_offered_and_nothing_promised(client_of, agent, lead):
    now = NOW
    appointment = AppointmentFactory(lead=lead, agent=agent, at=now, scheduled_for=now + timedelta(days=2))
    Lead.objects.filter(pk=lead.pk).update(closed_at=now, closed_as="lost")
    appointment = Appointment.objects.select_related("lead", "store").get(pk=appointment.pk)

    page = client_of(agent).get(reverse("appointments")).content.decode()
    with pytest.raises(Refused):
        call_off(appointment, reason="不来了", then=Next("callback", at=now + timedelta(days=1)), by=agent, now=now)

    deeds = [words in page for words in (reverse("appointment_confirm", args=[appointment.pk]), f"move={appointment.pk}", f"cancel={appointment.pk}")]
    assert (deeds, "线索已关闭" in page, Appointment.objects.get().status) == ([False] * 3, True, "booked")


def test_what_was_confirmed_the_day_before_is_confirmed_once_more_on_its_day_and_once(agent, lead):
    appointment = booked(lead, agent, status="confirmed", confirmed_at=moment(23, 17))

    done = [confirm(appointment, by=agent, now=now) for now in (moment(23, 18), SHORTLY, SHORTLY + timedelta(minutes=1))]

    assert (done, [row.at for row in appointment.confirmations.order_by("at")]) == ([False, True, False], [moment(23, 17), SHORTLY])


@pytest.mark.parametrize(
    ("booked_at", "now", "since"),
    [
        (moment(23, 12), EVENING - timedelta(seconds=1), EVENING),
        (moment(23, 12), EVENING, SHORTLY),
        (moment(23, 12) + timedelta(seconds=1), moment(23, 13), SHORTLY),
        (SHORTLY, SHORTLY, None),
    ],
)
def test_from_when_a_visit_will_be_asked_about(booked_at, now, since):
    assert asked_from(Expected(VISIT, booked_at), now=now, calling=CallWindow(time(8), time(21), ZONE)) == since


@pytest.mark.parametrize(
    ("timezone", "now", "shown"),
    [
        ("Asia/Shanghai", moment(24, 23, 59), [("今天", ["24 23:59"]), ("明天", ["25 00:00", "25 09:00", "25 23:59"]), ("以后", ["26 00:00"])]),
        ("Asia/Shanghai", moment(25, 0), [("今天", ["25 00:00", "25 09:00", "25 23:59"]), ("明天", ["26 00:00"]), ("已了结，最近七天", ["24 23:59"])]),
        ("Asia/Shanghai", moment(25, 6), [("今天", ["25 00:00", "25 09:00", "25 23:59"]), ("明天", ["26 00:00"]), ("已了结，最近七天", ["24 23:59"])]),
        ("Asia/Urumqi", moment(24, 23, 59), [("现在要确认", ["25 00:00"]), ("今天", ["24 23:59"]), ("明天", ["25 09:00", "25 23:59", "26 00:00"])]),
    ],
)
def test_the_days_of_the_list_are_those_of_the_store_whatever_the_hour(agent, timezone, now, shown):
    agent.store.timezone = timezone
    agent.store.save()
    for at in (moment(24, 23, 59), moment(25, 0), moment(25, 9), moment(25, 23, 59), moment(26, 0)):
        lead = LeadFactory(store=agent.store, agent=agent, name=f"{at:%d %H:%M}", first_call_at=moment(20, 9), last_call_at=moment(22, 9))
        booked(lead, agent, scheduled_for=at)

    groups_then = [(part.title, [row.lead.name for row in part.rows]) for part in parts_of(agent, now=now)]

    assert groups_then == shown
