"""补记: a start that was stated, by the form and wherever such a call is shown."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from calls.desk.day_figures import today_of
from calls.desk.since_grading import since_grading
from calls.models import Appointment, Call, Dial
from dcc.models import Word
from leads.customer.timeline import entries_of
from leads.models import Channel
from tests.calling import typed, visit_in
from tests.factories import AppointmentFactory, CallFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, NOW, TUESDAY_9

pytestmark = pytest.mark.usefixtures("any_hour")


@pytest.fixture
def lead(agent):
    yesterday = NOW - timedelta(days=1)
    return LeadFactory(store=agent.store, agent=agent, name="王建国", model="卡罗拉", received_at=yesterday, respond_by=NOW + timedelta(hours=1))


def form_of(store, meaning="no_answer", **more):
    return {"token": str(uuid4()), "outcome": Word.objects.get(store=store, kind="call_outcome", meaning=meaning).pk, "note": "问价", **more}


def log(client, lead, **more):
    return client.post(reverse("calls_log", args=[lead.pk]), form_of(lead.store, **more))


def test_the_form_states_a_start_by_hand(client_of, agent, lead):
    began = timezone.localtime(NOW).replace(second=0, microsecond=0) - timedelta(minutes=5)

    log(client_of(agent), lead, meaning="connected", began=f"{began:%Y-%m-%dT%H:%M}", seconds=60)

    call = Call.objects.get()
    assert (call.at, call.seconds, call.entered_later) == (began, 60, True)


def test_a_start_that_cannot_be_comes_back_with_the_sentence_and_what_was_typed(client_of, agent, lead):
    began = f"{timezone.localtime(NOW) + timedelta(minutes=5):%Y-%m-%dT%H:%M}"

    response = log(client_of(agent), lead, began=began)

    page = response.content.decode()
    assert (response.status_code, Call.objects.count()) == (422, 0)
    assert ("通话时间在将来" in page, f'value="{began}"' in page, "问价" in page) == (True, True, True)


@pytest.mark.parametrize("started", ["0", "-1", "99999999999999999999", "1e9", "x"])
def test_what_a_browser_cannot_mean_is_no_start(client_of, agent, lead, started):
    response = log(client_of(agent), lead, started=started)

    assert (response.status_code, Call.objects.count()) in {(422, 0), (303, 1)}


def test_the_button_that_shows_the_number_is_the_beginning(client_of, agent, lead):
    client = client_of(agent)

    client.post(reverse("calls_number", args=[lead.pk]), {"dial": "yes"}, headers={"HX-Request": "true"})
    page = client.get(reverse("calls_on", args=[lead.pk])).content.decode()
    log(client, lead, started=int((NOW - timedelta(hours=1)).timestamp() * 1000))

    call = Call.objects.get()
    assert (call.at, call.logged_at) == (Dial.objects.get().at, None)
    assert 'name="began"' not in page  # nothing to state: the server saw it


def test_before_anybody_dialled_the_start_may_be_stated(client_of, agent, lead):
    page = client_of(agent).get(reverse("calls_on", args=[lead.pk])).content.decode()

    assert ('name="began"' in page, 'name="seconds"' in page) == (True, True)


def test_an_incoming_call_began_when_its_number_was_typed_and_states_nothing(client_of, agent):
    client = client_of(agent)
    client.post(reverse("calls_incoming_number"), {"number": "15400009999"})

    page = client.get(reverse("calls_incoming_caller")).content.decode()
    agreed = {"step": "callback", "call_at": typed(visit_in(1, agent.store))}
    stranger = {"caller-channel": Channel.objects.get(store=agent.store, name="400热线").pk, "caller-name": "王建国", **agreed}
    client.post(reverse("calls_incoming_take"), form_of(agent.store, "connected", began="2020-01-01T10:00") | stranger)

    assert ('name="began"' in page, Call.objects.get().logged_at) == (False, None)


def test_record_timeline_and_grading_list_say_both_moments(client_of, agent, lead):
    call = CallFactory(lead=lead, agent=agent, at=MONDAY_9, logged_at=MONDAY_10, seconds=62)
    CallFactory(lead=lead, agent=agent, at=MONDAY_10, logged_at=MONDAY_10, outcome="no_answer")

    facts = [entry.fact for entry in entries_of(lead, agent, TUESDAY_9) if entry.group == "call"]

    assert facts == ["", "1:02 · 11-23 10:00 补记"]
    assert [told.call.entered_later for told in since_grading(lead)] == [False, True]
    assert "11-23 10:00 补记" in client_of(agent).get(reverse("calls_record", args=[lead.pk])).content.decode()
    assert call.entered_later


def test_the_list_of_today_says_it(client_of, agent, lead):
    now = NOW
    CallFactory(lead=lead, agent=agent, at=now - timedelta(seconds=2), logged_at=now)

    pages = [client_of(agent).get(reverse("calls_today", args=[what])).content.decode() for what in ("calls", "connected")]

    assert [page.count("补记") for page in pages] == [1, 1]


def test_a_limit_that_passed_today_was_kept_by_what_the_server_knew(client_of, agent, lead):
    now = NOW
    limit, before = now - timedelta(seconds=5), now - timedelta(seconds=10)
    late = LeadFactory(store=agent.store, agent=agent, respond_by=limit, first_call_at=before, responded_at=now)
    lead.respond_by, lead.first_call_at, lead.responded_at = limit, before, before
    lead.save()

    figures = today_of(agent, now)
    rows = client_of(agent).get(reverse("calls_today", args=["in_time"])).context["table"].data

    assert (figures.limit_passed, figures.in_time) == (2, 1)
    assert sorted((row["lead"].pk, row["late"]) for row in rows) == sorted([(lead.pk, False), (late.pk, True)])


def test_a_full_half_hour_comes_back_as_a_question_and_the_same_form_again_books(client_of, agent, lead):
    at = visit_in(2, agent.store)
    for _group in range(2):
        AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, scheduled_for=at)
    client = client_of(agent)
    sent = form_of(lead.store, "connected", step="invite", visit_at=f"{at:%Y-%m-%dT%H:%M}")

    asked = client.post(reverse("calls_log", args=[lead.pk]), sent)
    answer = asked.context["form"]["though_full"].value()
    booked = client.post(reverse("calls_log", args=[lead.pk]), sent | {"though_full": answer})

    assert (asked.status_code, "已约满" in asked.content.decode(), f'value="{answer}"' in asked.content.decode()) == (422, True, True)
    assert (booked.status_code, Call.objects.count(), Appointment.objects.filter(lead=lead).count()) == (303, 1, 1)


def test_who_answers_is_asked_too(client_of, agent, lead):
    at = visit_in(2, agent.store)
    for _group in range(2):
        AppointmentFactory(lead=LeadFactory(store=agent.store, agent=agent), agent=agent, scheduled_for=at)
    client = client_of(agent)
    client.post(reverse("calls_incoming_number"), {"number": lead.phone})
    sent = form_of(lead.store, "connected", step="invite", visit_at=f"{at:%Y-%m-%dT%H:%M}")

    asked = client.post(reverse("calls_incoming_take"), sent)
    booked = client.post(reverse("calls_incoming_take"), sent | {"though_full": asked.context["form"]["though_full"].value()})

    assert (asked.status_code, booked.status_code, Appointment.objects.filter(lead=lead).count()) == (422, 303, 1)
