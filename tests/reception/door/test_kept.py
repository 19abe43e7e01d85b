"""Registrations a tablet kept without a connection: received once, judged by their arrival, asked about where they are not plain."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from dcc.errors import Refused
from dcc.reckoning.clock import day_of
from reception.day_close.rules.signing import sign_day
from reception.door.rules.evidence import Person
from reception.door.rules.kept import Kept, answer, arrival_of, drop, receive
from reception.door.rules.registration import Registration
from reception.door.stamps import stamp
from reception.models import DaySigning, KeptGroup, Leakage, Visit
from reporting.models import Closing
from tests.factories.calls import AppointmentFactory
from tests.factories.dcc import UserFactory
from tests.factories.leads import LeadFactory
from tests.moments import NOW

pytestmark = pytest.mark.django_db
CAME = NOW - timedelta(minutes=20)


def kept(by, phone: str = "", tail: str = "", at=CAME, heard=CAME - timedelta(minutes=3), thought: str = "", **said) -> Kept:
    """One registration as a tablet sends it."""
    return Kept(Registration(person=Person(phone=phone), **said), uuid4(), at, heard, by, number=phone or tail, tail=tail, thought=thought)


@pytest.fixture
def invited(store, agent):
    """Somebody whose appointment is at the hour before now."""
    lead = LeadFactory(store=store, phone="13812348821", phone_tail="8821", name="石文博", agent=agent, received_at=NOW - timedelta(days=5))
    AppointmentFactory(lead=lead, agent=agent, at=NOW - timedelta(days=2), scheduled_for=NOW - timedelta(hours=1))
    return lead


def test_a_whole_number_is_registered_by_its_arrival_and_keeps_when_it_was_sent(store, front_desk, invited, agent):
    visit = receive(store, kept(front_desk, "13812348821", name="石文博"), now=NOW)

    assert (visit.tag, visit.basis, visit.agent, visit.at, visit.sent_at, visit.registered_at) == ("dcc", "appointment", agent, CAME, NOW, NOW)


def test_a_token_seen_twice_writes_nothing(store, front_desk, invited):
    sent, unknown = kept(front_desk, "13812348821"), kept(front_desk, tail="0000")
    first, held = receive(store, sent, now=NOW), receive(store, unknown, now=NOW)

    assert receive(store, sent, now=NOW + timedelta(minutes=1)) == first
    assert receive(store, unknown, now=NOW + timedelta(minutes=1)) == held
    assert (Visit.objects.count(), KeptGroup.objects.count()) == (1, 1)


@pytest.mark.parametrize(("name", "plain"), [("石文博", True), ("石先生", True), ("石", False), ("陶志远", False), ("", False)])
def test_four_digits_mean_who_has_them_and_is_called_so(store, front_desk, invited, name, plain):
    found = receive(store, kept(front_desk, tail="8821", name=name), now=NOW)

    assert isinstance(found, Visit if plain else KeptGroup)


def test_nobody_with_these_digits_is_held_and_counts_nowhere(store, front_desk):
    held = receive(store, kept(front_desk, tail="8821", name="陶志远"), now=NOW)

    assert (held.at, held.sent_at, held.phone, held.visit) == (CAME, NOW, "8821", None)
    assert "完整号码" in held.question
    assert (Visit.every.count(), Leakage.objects.count()) == (0, 0)


def test_who_is_in_the_house_already_is_asked(store, front_desk, invited):
    receive(store, kept(front_desk, "13812348821"), now=NOW)

    assert isinstance(receive(store, kept(front_desk, "13812348821"), now=NOW), KeptGroup)
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
    assert arrival_of(kept(UserFactory.build(), at=happened, heard=heard), NOW) == at


def test_what_waited_a_second_more_than_seven_days_is_refused(store, front_desk):
    late = NOW - timedelta(days=7, seconds=1)
    with pytest.raises(Refused, match="七天"):
        receive(store, kept(front_desk, at=late, heard=late), now=NOW)


def test_answered_it_is_a_visit_of_its_arrival_registered_when_it_was_answered(store, front_desk, invited):
    held = receive(store, kept(front_desk, tail="8821", name="陶志远"), now=NOW)
    later = NOW + timedelta(minutes=30)

    visit = answer(store, held, Registration(person=Person(phone="13812348821")), by=front_desk, now=later)

    held.refresh_from_db()
    assert (visit.at, visit.sent_at, visit.registered_at, visit.token, held.visit) == (CAME, NOW, later, held.token, visit)
    with pytest.raises(Refused, match="同事"):
        answer(store, held, Registration(), by=front_desk, now=later)


@pytest.mark.parametrize("again", ["same", "back"])
def test_said_to_be_a_visit_of_that_day_it_is_answered_and_no_second_visit(client_of, store, front_desk, invited, again):
    visit = receive(store, kept(front_desk, "13812348821"), now=NOW)
    held = receive(store, kept(front_desk, "13812348821"), now=NOW)
    browser = client_of(front_desk)
    browser.post(reverse("kept_ask", args=[held.pk]))
    found = browser.post(reverse("desk_match"), {"tail": "8821"})

    browser.post(reverse("visit_register"), {"match": found.context["matches"][0].reference, "token": uuid4(), "kept": held.pk, "again": again, "heads": 2})

    held.refresh_from_db()
    page = browser.get(reverse("front_desk"))
    assert (held.visit, held.answered_by, Visit.objects.count()) == (visit, front_desk, 1)
    assert (page.context["asks"], page.context["answering"]) == ([], None)


def test_what_was_typed_without_a_connection_is_filled_in_and_stays_in_sight(client_of, front_desk, agent):
    browser = client_of(front_desk)
    browser.post(reverse("kept_receive"), said(front_desk, number="8821", name="陶志远", heads=3, inviter=agent.pk))
    browser.post(reverse("kept_ask", args=[KeptGroup.objects.get().pk]))

    first = browser.get(reverse("front_desk"))
    found = browser.post(reverse("desk_match"), {"tail": "8821"}, headers={"HX-Request": "true"})
    chosen = {"match": "new", "kept": KeptGroup.objects.get().pk, "phone": "13812348821", "name": "陶志远", "inviter": agent.pk}
    proposed = browser.post(reverse("desk_propose"), chosen, headers={"HX-Request": "true"})

    form = found.context["form"]
    assert (first.context["tail"], "****8821" in first.content.decode(), agent.name in first.content.decode()) == ("8821", True, True)
    assert "r-kept-now" in found.content.decode()
    assert [str(form[name].value()) for name in ("name", "heads", "inviter")] == ["陶志远", "3", str(agent.pk)]
    assert proposed.context["form"]["heads"].value() == "3"


def test_dropped_it_is_no_visit_and_says_why(store, front_desk):
    held = receive(store, kept(front_desk, tail="8821"), now=NOW)
    with pytest.raises(Refused):
        drop(held, reason=" ", by=front_desk, now=NOW)

    drop(held, reason="登记过了", by=front_desk, now=NOW)

    held.refresh_from_db()
    assert (held.reason, held.answered_by, Visit.every.count()) == ("登记过了", front_desk, 0)


def said(by, **more) -> dict:
    """What a tablet posts that had its last answer at the arrival."""
    asked = {"token": uuid4(), "happened": int(CAME.timestamp() * 1000), "heard": stamp(by, CAME), "number": "", "name": "石文博", "heads": 2}
    return asked | {"inviter": "nobody"} | more


def test_the_page_takes_one_in_asks_and_registers_it_by_its_arrival(client_of, front_desk, invited):
    browser = client_of(front_desk)
    assert browser.post(reverse("kept_receive"), said(front_desk, number="13812348821")).status_code == 204
    assert browser.post(reverse("kept_receive"), said(front_desk, number="8822")).status_code == 204
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


@pytest.mark.parametrize("wrong", [{"happened": "x"}, {"happened": 10**20}, {"heard": "x"}, {"token": "x"}, {"inviter": "99999999"}, {"heads": 99}])
def test_hostile_input_is_answered_in_words(client_of, front_desk, wrong):
    answer = client_of(front_desk).post(reverse("kept_receive"), said(front_desk, **wrong))

    assert answer.status_code == 422
    assert answer.content.decode().strip().removeprefix('<p role="alert">').removesuffix("</p>")
    assert (Visit.every.count(), KeptGroup.objects.count()) == (0, 0)


def test_no_tablet_states_an_answer_we_never_gave(client_of, front_desk, other_store):
    stranger = UserFactory(store=other_store, roles=["front_desk"])
    answer = client_of(front_desk).post(reverse("kept_receive"), said(front_desk, heard=stamp(stranger, CAME)))

    assert (answer.status_code, Visit.every.count(), KeptGroup.objects.count()) == (422, 0, 0)


def test_a_number_nobody_can_read_hinders_nothing_and_is_asked(client_of, front_desk):
    client_of(front_desk).post(reverse("kept_receive"), said(front_desk, number="123456"))

    assert (KeptGroup.objects.get().phone, Visit.every.count()) == ("123456", 0)


def test_whom_they_named_counts_without_a_number_too(client_of, front_desk, agent):
    client_of(front_desk).post(reverse("kept_receive"), said(front_desk, inviter=agent.pk))

    visit = Visit.objects.get()
    assert (visit.tag, visit.basis, visit.named_user) == ("dcc", "named", agent)


def test_whoever_typed_it_is_written_whoever_sends_it(client_of, store, front_desk):
    colleague = UserFactory(store=store, roles=["front_desk"])
    client_of(colleague).post(reverse("kept_receive"), said(front_desk))

    assert Visit.objects.get().by == front_desk


def test_where_the_rule_says_otherwise_than_the_tablet_thought_the_desk_is_asked(store, front_desk):
    held = receive(store, kept(front_desk, "13812348821", thought="dcc"), now=NOW)

    assert (type(held), Visit.every.count()) == (KeptGroup, 0)


def test_the_day_is_not_signed_while_one_of_it_is_asked_about(store, front_desk):
    held = receive(store, kept(front_desk, tail="8821"), now=NOW)
    with pytest.raises(Refused, match="先回答"):
        sign_day(store, day_of(CAME, store.zone), answers={}, early=True, by=front_desk, now=NOW)

    drop(held, reason="登记过了", by=front_desk, now=NOW)
    sign_day(store, day_of(CAME, store.zone), answers={}, early=True, by=front_desk, now=NOW)

    assert DaySigning.objects.count() == 1


def test_into_a_signed_day_it_comes_after_signing(store, front_desk):
    yesterday = NOW - timedelta(days=1)
    sign_day(store, day_of(yesterday, store.zone), answers={}, by=front_desk, now=NOW)
    visit = receive(store, kept(front_desk, at=yesterday, heard=yesterday), now=NOW + timedelta(minutes=1))

    assert (visit.at, visit.after_signing, visit.left_at) == (yesterday, True, yesterday)


def test_into_a_closed_day_the_data_manager_is_asked(store, client_of, front_desk, data_manager):
    yesterday = NOW - timedelta(days=1)
    Closing.objects.create(store=store, period=day_of(yesterday, store.zone).isoformat(), number=1, at=NOW)
    held = receive(store, kept(front_desk, "13812348821", at=yesterday, heard=yesterday), now=NOW)
    with pytest.raises(Refused, match="数据"):
        answer(store, held, Registration(late_reason="断网"), by=front_desk, now=NOW)
    browser, page = client_of(data_manager), f"{reverse('visit_late')}?kept={held.pk}"

    assert "13812348821" not in browser.get(page).content.decode()
    said = {"heads": 1, "purpose": "look", "named": "nobody", "late_reason": "断网一天"}
    browser.post(page, said)

    visit = Visit.objects.get()
    assert (visit.at, visit.phone, visit.by, visit.sent_at, visit.late_reason) == (yesterday, "13812348821", data_manager, NOW, "断网一天")
    assert data_manager.notices.filter(kind="visit.kept_closed").exists()
