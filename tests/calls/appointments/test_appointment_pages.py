"""The list of appointments."""

from datetime import timedelta

import pytest
from django.urls import reverse

from calls.models import Appointment
from leads.models import FollowUp, Proposal
from tests.calling import typed, visit_in
from tests.factories import AppointmentFactory, LeadFactory, PromiseFactory, UserFactory
from tests.moments import NOW


@pytest.fixture
def appointment(agent):
    lead = LeadFactory(store=agent.store, agent=agent, name="王建国")
    return AppointmentFactory(lead=lead, agent=agent, at=NOW, scheduled_for=NOW + timedelta(days=2))


def test_an_agent_sees_the_appointments_of_their_leads_and_no_others(client_of, agent, other_agent, appointment):
    answers = [client_of(person).get(reverse("appointments")).content.decode() for person in (agent, other_agent)]

    assert ["王建国" in page for page in answers] == [True, False]


def test_a_customer_who_is_to_come_can_be_called_and_says_they_come_and_has_not_arrived(client_of, agent, appointment):
    page = client_of(agent).get(reverse("appointments")).content.decode()

    ways = {words: words in page for words in ("会来", "确认到店", f'href="{reverse("calls_on", args=[appointment.lead_id])}"')}
    assert list(ways.values()) == [True, False, True]


def test_it_is_confirmed_moved_and_cancelled_from_the_list(client_of, agent, appointment):
    client = client_of(agent)

    client.post(reverse("appointment_confirm", args=[appointment.pk]))
    client.post(reverse("appointment_move", args=[appointment.pk]), {"at": typed(visit_in(3, agent.store))})
    client.post(reverse("appointment_cancel", args=[Appointment.objects.latest("id").pk]), instead(agent))

    assert list(Appointment.objects.order_by("id").values_list("status", flat=True)) == ["moved", "cancelled"]
    assert list(FollowUp.objects.values_list("kind", "agent", "note")) == [("callback", agent.pk, "家里有事")]


@pytest.mark.parametrize(
    ("missing", "field"),
    [({"off-reason": ""}, "reason"), ({"off-at": ""}, "at"), ({"off-step": "lost"}, "lost_reason"), ({"off-step": ""}, "step")],
)
def test_calling_off_asks_why_and_what_comes_next(client_of, agent, appointment, missing, field):
    response = client_of(agent).post(reverse("appointment_cancel", args=[appointment.pk]), instead(agent) | missing)

    form = response.context["aside"].form
    assert (response.status_code, list(form.errors), Appointment.objects.get().status) == (422, [field], "booked")


def test_who_does_not_come_and_wants_no_car_is_applied_for_as_lost(client_of, agent, appointment):
    lost = {"off-reason": "已在别处看车", "off-step": "lost", "off-lost_reason": "价格不合"}

    client_of(agent).post(reverse("appointment_cancel", args=[appointment.pk]), lost)

    assert (Appointment.objects.get().status, list(Proposal.objects.values_list("kind", "reason"))) == ("cancelled", [("lost", "价格不合")])


def test_if_the_next_step_is_refused_the_appointment_stands(client_of, agent, appointment):
    response = client_of(agent).post(reverse("appointment_cancel", args=[appointment.pk]), instead(agent) | {"off-at": "2020-01-01T10:00"})

    assert (response.status_code, Appointment.objects.get().status, FollowUp.objects.count()) == (422, "booked", 0)


def instead(agent):
    """A call agreed in the place of a visit."""
    return {"off-reason": "临时有事，要改天", "off-step": "callback", "off-note": "家里有事", "off-at": typed(visit_in(2, agent.store))}


def test_who_does_not_come_any_more_is_neither_listed_nor_counted_among_those_who_will(client_of, agent, appointment):
    gone = AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, at=NOW, scheduled_for=appointment.scheduled_for)
    Appointment.objects.filter(pk=gone.pk).update(status="cancelled", ended_at=NOW)
    client = client_of(agent)

    parts = client.get(reverse("appointments")).context["parts"]

    assert [[row.pk for row in part.rows] for part in parts] == [[appointment.pk]]
    assert client.get(reverse("counts")).json()["sections"]["appointments"][0] == "1"


@pytest.mark.parametrize("deed", ["appointment_confirm", "appointment_move", "appointment_cancel"])
def test_somebody_elses_appointment_does_not_exist(client_of, other_agent, appointment, deed):
    response = client_of(other_agent).post(reverse(deed, args=[appointment.pk]), {"at": "2030-01-01T10:00"})

    assert (response.status_code, Appointment.objects.get().status) == (404, "booked")


def test_moving_without_a_time_changes_nothing(client_of, agent, appointment):
    response = client_of(agent).post(reverse("appointment_move", args=[appointment.pk]), {"at": ""})

    assert (response.status_code, Appointment.objects.count()) == (422, 1)


def test_a_move_that_is_refused_comes_back_in_its_form_with_what_was_typed(client_of, agent, appointment):
    response = client_of(agent).post(reverse("appointment_move", args=[appointment.pk]), {"at": typed(visit_in(40, agent.store))})

    page = response.content.decode()
    assert (response.status_code, f'value="{typed(visit_in(40, agent.store))}"' in page, "最多提前 30 天邀约" in page) == (422, True, True)


def test_a_move_into_a_full_half_hour_is_asked_and_done_when_it_is_sent_again(client_of, agent, appointment):
    for _group in range(2):
        AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, scheduled_for=visit_in(3, agent.store))
    client = client_of(agent)

    asked = client.post(reverse("appointment_move", args=[appointment.pk]), {"at": typed(visit_in(3, agent.store))})
    form = asked.context["aside"].form
    again = {"at": typed(visit_in(3, agent.store)), "though_full": form["though_full"].value()}
    elsewhere = client.post(reverse("appointment_move", args=[appointment.pk]), again | {"at": typed(visit_in(40, agent.store))})
    moved = client.post(reverse("appointment_move", args=[appointment.pk]), again)

    assert (asked.status_code, "已约满" in asked.content.decode(), elsewhere.status_code, moved.status_code) == (422, True, 422, 303)
    assert Appointment.objects.filter(lead=appointment.lead, status="booked").get().scheduled_for == visit_in(3, agent.store)


@pytest.mark.parametrize(("minutes", "offered"), [(5, True), (-5, False)])
def test_from_its_time_on_an_appointment_has_no_button_to_move_or_cancel_it(client_of, agent, appointment, minutes, offered):
    Appointment.objects.update(scheduled_for=NOW + timedelta(minutes=minutes))
    client = client_of(agent)

    page = client.get(reverse("appointments")).content.decode()
    cancelled = client.post(reverse("appointment_cancel", args=[appointment.pk]), instead(agent))

    assert [f"{deed}={appointment.pk}" in page for deed in ("move", "cancel")] == [offered, offered]
    assert (cancelled.status_code, Appointment.objects.get().status) == ((303, "cancelled") if offered else (422, "booked"))


def test_who_moved_it_meanwhile_is_told_by_a_sentence(client_of, agent, appointment):
    Appointment.objects.update(status="moved")

    page = client_of(agent).post(reverse("appointment_move", args=[appointment.pk]), {"at": typed(visit_in(3, agent.store))}).content.decode()

    assert "这次邀约已结束" in page


def test_another_day_instead_is_a_move_that_says_why(client_of, agent, appointment):
    other_day = {"off-reason": "出差在外", "off-step": "move", "off-at": typed(visit_in(3, agent.store))}

    client_of(agent).post(reverse("appointment_cancel", args=[appointment.pk]), other_day)

    rows = list(Appointment.objects.order_by("id").values_list("status", "cancel_reason", "scheduled_for"))
    assert rows == [("moved", "出差在外", appointment.scheduled_for), ("booked", "", visit_in(3, agent.store))]


@pytest.mark.parametrize("deed", ["move", "cancel"])
def test_the_form_of_a_deed_opens_beside_the_list_and_by_itself(client_of, agent, other_agent, appointment, deed):
    page, part, foreign = (
        client.get(reverse(name), {deed: appointment.pk})
        for client, name in ((client_of(agent), "appointments"), (client_of(agent), "appointments_aside"), (client_of(other_agent), "appointments_aside"))
    )

    action = reverse(f"appointment_{deed}", args=[appointment.pk])
    assert [action in answer.content.decode() for answer in (page, part, foreign)] == [True, True, False]


def test_the_half_hours_show_booked_and_room_and_filter_the_table(client_of, agent, appointment, reception):
    UserFactory(store=agent.store, roles=["reception"])
    at = visit_in(3, agent.store)
    Appointment.objects.filter(pk=appointment.pk).update(scheduled_for=at + timedelta(minutes=29))
    other = AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent, name="赵敏"), agent=agent, at=NOW, scheduled_for=at + timedelta(minutes=30))
    AppointmentFactory(store=agent.store, scheduled_for=at, status="no_show")
    when = {"day": f"{at:%Y-%m-%d}", "slot": f"{at:%H:%M}"}

    answer = client_of(agent).get(reverse("appointments"), when)

    loads = [(f"{load.at:%H:%M}", load.booked, load.room, load.is_mine) for load in answer.context["aside"].loads]
    assert [load for load in loads if load[1]] == [("10:30", 1, 4, True), ("11:00", 1, 4, True)]
    assert [row.pk for part in answer.context["parts"] for row in part.rows] == [appointment.pk]
    assert other.pk not in [row.pk for part in answer.context["parts"] for row in part.rows]


def test_fourteen_days_are_shown_and_the_rest_is_behind(client_of, agent, appointment):
    for days in (14, 15):
        AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, at=NOW, scheduled_for=NOW + timedelta(days=days))
    client = client_of(agent)

    answers = [client.get(reverse("appointments"), asked) for asked in ({}, {"later": ""})]

    shown = [(sum(len(part.rows) for part in answer.context["parts"]), answer.context["further"]) for answer in answers]
    assert shown == [(2, 1), (3, 0)]


def test_cancelled_and_moved_ones_stand_under_the_earlier_ones_alone(client_of, agent, appointment):
    for status in ("cancelled", "moved"):
        facts = {"at": NOW, "scheduled_for": NOW - timedelta(days=9), "status": status, "ended_at": NOW}
        AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, **facts)
    client = client_of(agent)

    answers = [client.get(reverse("appointments"), asked) for asked in ({}, {"earlier": ""})]

    assert [sorted(row.status for part in answer.context["parts"] for row in part.rows) for answer in answers] == [["booked"], ["booked", "cancelled", "moved"]]


def test_kept_of_ticked_promises_stand_by_kind_for_the_leader_by_agent(client_of, agent, other_agent, leader):
    for booker, facts in ((agent, {"kept_at": NOW}), (agent, {"broken_at": NOW, "broken_why": "没货"}), (agent, {}), (other_agent, {"kept_at": NOW})):
        PromiseFactory(appointment=AppointmentFactory(lead=LeadFactory(store=agent.store), agent=booker), **facts)
    PromiseFactory(appointment=AppointmentFactory(lead=LeadFactory(store=agent.store), agent=agent), kept_at=NOW - timedelta(days=30, seconds=1))

    rates = [client_of(person).get(reverse("appointments")).context["aside"].rates for person in (agent, leader)]

    none = (0, 0)
    assert rates[0] == [(agent.name, [none, (1, 2), none, none, none], (1, 2))]
    assert sorted((name, total) for name, _kinds, total in rates[1]) == sorted([(agent.name, (1, 2)), (other_agent.name, (1, 1))])


def test_the_rate_is_kept_of_those_that_fell_due_in_the_thirty_days_before_today(client_of, agent):
    for days, status in ((1, "arrived"), (30, "no_show"), (31, "arrived"), (0, "arrived")):
        AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, at=NOW, scheduled_for=NOW - timedelta(days=days), status=status)

    [rate] = client_of(agent).get(reverse("appointments")).context["rates"]

    assert (rate.label, rate.value, rate.fraction) == ("赴约率", "50.0%", "1/2")
