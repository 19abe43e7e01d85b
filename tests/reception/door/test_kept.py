"""Registrations a tablet kept without a connection: received once, judged by their arrival, asked about where they are not plain."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from dcc.errors import Refused
from reception.door.rules.evidence import Person
from reception.door.rules.kept import Kept, answer, arrival_of, drop, receive
from reception.door.rules.registration import Registration
from reception.models import KeptGroup, Leakage, Visit
from tests.factories.calls import AppointmentFactory
from tests.factories.leads import LeadFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db
CAME = NOW - timedelta(minutes=20)


def kept(phone: str = "", tail: str = "", at=CAME, heard=CAME - timedelta(minutes=3), **said) -> Kept:
    """One registration as a tablet sends it."""
    return Kept(Registration(person=Person(phone=phone), **said), uuid4(), at, heard, tail)


@pytest.fixture
def invited(store, agent):
    """Somebody whose appointment is at the hour before now."""
    lead = LeadFactory(store=store, phone="13812348821", phone_tail="8821", name="石文博", agent=agent, received_at=NOW - timedelta(days=5))
    AppointmentFactory(lead=lead, agent=agent, at=NOW - timedelta(days=2), scheduled_for=NOW - timedelta(hours=1))
    return lead


def test_a_whole_number_is_registered_by_its_arrival_and_keeps_when_it_was_sent(store, front_desk, invited, agent):
    visit = receive(store, kept("13812348821", name="石文博"), by=front_desk, now=NOW)

    assert (visit.tag, visit.basis, visit.agent, visit.at, visit.sent_at, visit.registered_at) == ("dcc", "appointment", agent, CAME, NOW, NOW)


def test_a_token_seen_twice_writes_nothing(store, front_desk, invited):
    sent, unknown = kept("13812348821"), kept(tail="0000")
    first, held = receive(store, sent, by=front_desk, now=NOW), receive(store, unknown, by=front_desk, now=NOW)

    assert receive(store, sent, by=front_desk, now=NOW + timedelta(minutes=1)) == first
    assert receive(store, unknown, by=front_desk, now=NOW + timedelta(minutes=1)) == held
    assert (Visit.objects.count(), KeptGroup.objects.count()) == (1, 1)


@pytest.mark.parametrize(("name", "plain"), [("石文博", True), ("石先生", True), ("石", False), ("陶志远", False), ("", False)])
def test_four_digits_mean_who_has_them_and_is_called_so(store, front_desk, invited, name, plain):
    found = receive(store, kept(tail="8821", name=name), by=front_desk, now=NOW)

    assert isinstance(found, Visit if plain else KeptGroup)


def test_nobody_with_these_digits_is_held_and_counts_nowhere(store, front_desk):
    held = receive(store, kept(tail="8821", name="陶志远"), by=front_desk, now=NOW)

    assert (held.at, held.sent_at, held.phone, held.visit) == (CAME, NOW, "8821", None)
    assert "完整号码" in held.question
    assert (Visit.every.count(), Leakage.objects.count()) == (0, 0)


def test_who_is_in_the_house_already_is_asked(store, front_desk, invited):
    receive(store, kept("13812348821"), by=front_desk, now=NOW)

    assert isinstance(receive(store, kept("13812348821"), by=front_desk, now=NOW), KeptGroup)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("happened", "heard", "at"),
    [
        (CAME, CAME - timedelta(minutes=3), CAME),
        (NOW + timedelta(hours=1), CAME, NOW),
        (CAME - timedelta(hours=1), CAME, CAME),
        (NOW + timedelta(days=2), NOW + timedelta(days=1), NOW),
        (NOW - timedelta(days=7), NOW - timedelta(days=8), NOW - timedelta(days=7)),
    ],
)
def test_the_arrival_is_never_before_the_last_answer_nor_ahead_of_the_sending(happened, heard, at):
    assert arrival_of(kept(at=happened, heard=heard), NOW) == at


def test_what_waited_a_second_more_than_seven_days_is_refused(store, front_desk):
    late = NOW - timedelta(days=7, seconds=1)
    with pytest.raises(Refused, match="七天"):
        receive(store, kept(at=late, heard=late), by=front_desk, now=NOW)


def test_answered_it_is_a_visit_of_its_arrival_registered_when_it_was_answered(store, front_desk, invited):
    held = receive(store, kept(tail="8821", name="陶志远"), by=front_desk, now=NOW)
    later = NOW + timedelta(minutes=30)

    visit = answer(store, held, Registration(person=Person(phone="13812348821")), by=front_desk, now=later)

    held.refresh_from_db()
    assert (visit.at, visit.sent_at, visit.registered_at, visit.token, held.visit) == (CAME, NOW, later, held.token, visit)
    with pytest.raises(Refused, match="同事"):
        answer(store, held, Registration(), by=front_desk, now=later)


def test_dropped_it_is_no_visit_and_says_why(store, front_desk):
    held = receive(store, kept(tail="8821"), by=front_desk, now=NOW)
    with pytest.raises(Refused):
        drop(held, reason=" ", by=front_desk, now=NOW)

    drop(held, reason="登记过了", by=front_desk, now=NOW)

    held.refresh_from_db()
    assert (held.reason, held.answered_by, Visit.every.count()) == ("登记过了", front_desk, 0)


def said(**more) -> dict:
    return {
        "token": uuid4(), "happened": int(CAME.timestamp() * 1000), "heard": int(CAME.timestamp() * 1000), "number": "", "name": "石文博", "heads": 2,
        "inviter": "nobody",
    } | more  # fmt: skip


def test_the_page_takes_one_in_asks_and_registers_it_by_its_arrival(client_of, front_desk, invited):
    browser = client_of(front_desk)
    assert browser.post(reverse("kept_receive"), said(number="13812348821")).status_code == 204
    assert browser.post(reverse("kept_receive"), said(number="8822")).status_code == 204
    held = KeptGroup.objects.get()

    page = browser.get(reverse("front_desk")).content.decode()
    browser.post(reverse("kept_ask", args=[held.pk]))
    found = browser.post(reverse("desk_match"), {"match": "none"})
    browser.post(
        reverse("visit_register"), {"match": "none", "token": uuid4(), "kept": found.context["form"]["kept"].value(), "named": "nobody", "tag": "showroom"}
    )

    held.refresh_from_db()
    assert ("要问" in page, "没人是这四位" in page) == (True, True)
    assert (held.visit.at, held.visit.tag) == (CAME.replace(microsecond=0), "showroom")


@pytest.mark.parametrize("wrong", [{"happened": "x"}, {"happened": 10**20}, {"number": "123456"}, {"token": "x"}, {"inviter": "99999999"}, {"heads": 99}])
def test_hostile_input_is_answered_in_words(client_of, front_desk, wrong):
    answer = client_of(front_desk).post(reverse("kept_receive"), said(**wrong))

    assert answer.status_code == 422
    assert answer.content.decode().strip().removeprefix('<p role="alert">').removesuffix("</p>")
    assert (Visit.every.count(), KeptGroup.objects.count()) == (0, 0)
