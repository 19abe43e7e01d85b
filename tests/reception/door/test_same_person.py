"""Before somebody new is opened the desk asks whether it is one of those expected about now: a privacy number hides its owner.

See docs/rules/interface.md#same-person.
"""

from datetime import timedelta

import pytest

from calls.desk.rules.real_numbers import learn_real_number
from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import Notice
from leads.models import Allocation, Inquiry, Lead, Request
from reception.door.rules.annulling_visits import annul_visit
from reception.door.rules.evidence import Person, person_of
from reception.door.rules.registration import Registration
from reception.door.rules.same_person import MayBeExpected, candidates
from reception.door.rules.visits import register_visit
from reception.models import Visit
from tests.factories import AppointmentFactory, InquiryFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_9, WEDNESDAY_9
from tests.trail import trail

PRIVACY, REAL = "19490733147,3506", "15400000617"
MINUTE, HOUR, TICK = timedelta(minutes=1), timedelta(hours=1), timedelta(seconds=1)


@pytest.fixture
def hers(store, agent, reception) -> Appointment:
    """冯梦洁 left a portal's privacy number and comes on Wednesday at nine."""
    lead = LeadFactory(store=store, phone=PRIVACY, name="冯梦洁", agent=agent)
    return AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=WEDNESDAY_9, reception=reception)


def expected(store, name, *, by, at=WEDNESDAY_9, phone="", **facts) -> Appointment:
    lead = LeadFactory(store=store, name=name, agent=by, **{"phone": phone} if phone else {})
    return AppointmentFactory(lead=lead, agent=by, at=MONDAY_9, scheduled_for=at, **facts)


def asked(store, **said) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.lead.name, one.reasons) for one in candidates(store, at=WEDNESDAY_9, **said)]


def newcomer(**said) -> Registration:
    """Somebody new with her real number, nobody asked about yet."""
    return Registration(person=Person(REAL), **{"not_them": frozenset(), **said})


def as_her(hers, **said) -> Registration:
    return Registration(person=person_of(hers.lead), told_number=REAL, **said)


def test_a_privacy_number_about_now_is_asked_about_before_a_stranger_is_opened(store, hers, front_desk, agent):
    with pytest.raises(MayBeExpected):
        register_visit(store, newcomer(named="person", named_user=agent), by=front_desk, now=WEDNESDAY_9)

    assert (Visit.objects.count(), Lead.objects.count()) == (0, 1)


def test_yes_gives_her_number_to_her_lead_keeps_the_appointment_and_credits_the_booker(store, hers, front_desk, agent):
    visit = register_visit(store, as_her(hers), by=front_desk, now=WEDNESDAY_9)

    lead = Lead.objects.get()
    hers.refresh_from_db()
    assert (visit.tag, visit.basis, visit.lead, visit.agent, visit.appointment, visit.phone) == ("dcc", "appointment", lead, agent, hers, REAL)
    assert (lead.phone, lead.phone_tail, hers.status) == (REAL, "0617", "arrived")
    assert trail("call.real_number") == [{}]


def test_the_inquiry_keeps_the_privacy_number(store, hers, front_desk):
    Inquiry.objects.update(phone=PRIVACY)

    register_visit(store, as_her(hers), by=front_desk, now=WEDNESDAY_9)

    assert set(Inquiry.objects.values_list("phone", flat=True)) <= {PRIVACY}


def test_none_of_them_opens_the_stranger_for_the_agent_they_name_from_the_arrival(store, hers, front_desk, leader):
    named = UserFactory(store=store, roles=["agent"])
    group = newcomer(named="person", named_user=named, arrived_at=WEDNESDAY_9 - HOUR, not_them=frozenset({hers.pk}))

    visit = register_visit(store, group, by=front_desk, now=WEDNESDAY_9)

    given = Allocation.objects.get(lead=visit.lead)
    assert (visit.tag, visit.basis, visit.agent, visit.lead.agent) == ("dcc", "named", named, named)
    assert (given.agent, given.by, given.at, given.reason) == (named, None, WEDNESDAY_9 - HOUR, "at_desk")
    assert list(Notice.objects.filter(kind="lead.given").values_list("user", flat=True)) == [named.pk]


@pytest.mark.parametrize("said", [{"named": "called"}, {"named": "person", "role": "reception"}])
def test_a_stranger_who_names_no_agent_goes_into_the_pool(store, front_desk, leader, reception, said):
    named_user = reception if said.pop("role", "") else None

    visit = register_visit(store, newcomer(named_user=named_user, **said), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.agent, visit.lead.agent, Allocation.objects.count()) == ("dcc", None, None, 0)


@pytest.mark.parametrize(("off", "found"), [(-2 * HOUR, True), (2 * HOUR, True), (-2 * HOUR - TICK, False), (2 * HOUR + TICK, False)])
def test_looked_up_are_appointments_within_two_hours_ends_included(store, agent, off, found):
    expected(store, "冯梦洁", by=agent, phone=PRIVACY, at=WEDNESDAY_9 + off)

    assert bool(asked(store)) is found


@pytest.mark.parametrize("status", ["booked", "confirmed", "no_show", "arrived", "cancelled", "moved"])
def test_what_is_neither_fulfilled_nor_cancelled_may_be_hers_a_no_show_too(store, hers, status):
    Appointment.objects.update(status=status, ended_at=None if status in {"booked", "confirmed"} else WEDNESDAY_9)

    assert bool(asked(store)) is (status in {"booked", "confirmed", "no_show"})


@pytest.mark.parametrize(
    ("typed", "kept", "held"),
    [
        *(("冯梦洁", "冯梦洁", True), ("冯女士", "冯梦洁", True), ("冯梦洁", "冯先生", True), ("欧阳女士", "欧阳娜娜", True)),
        *(("冯 梦洁", "冯梦洁", True), ("冯梦洁", "冯 梦洁", True)),
        *(("冯女士", "冯先生", False), ("冯梦", "冯梦洁", False), ("马女士", "冯梦洁", False), ("", "冯梦洁", False), ("未留名", "未留名", False)),
    ],
)
def test_the_same_name_is_equal_or_the_surname_with_a_title(store, agent, typed, kept, held):
    expected(store, kept, by=agent)

    assert asked(store, name=typed) == ([(kept, ("name",))] if held else [])


def test_most_reasons_come_first_then_the_nearest(store, agent):
    other = UserFactory(store=store, roles=["agent"])
    for name, by, hours, phone in (("丁慧", agent, 1.5, ""), ("蒋丽娟", other, 1, "19490733148,1"), ("石文博", other, 0.5, "")):
        expected(store, name, by=by, at=WEDNESDAY_9 + hours * HOUR, phone=phone)
    expected(store, "冯梦洁", by=agent, at=WEDNESDAY_9 - HOUR, phone=PRIVACY)
    expected(store, "高健", by=agent, at=WEDNESDAY_9 + HOUR)

    found = asked(store, name="冯梦洁", inviter=agent)

    assert found == [("冯梦洁", ("name", "inviter", "hidden")), ("蒋丽娟", ("hidden",)), ("高健", ("inviter",)), ("丁慧", ("inviter",))]


def test_five_are_shown_and_more_only_of_the_same_name_or_inviter(store, agent):
    other = UserFactory(store=store, roles=["agent"])
    for place in range(6):
        expected(store, f"远{place}", by=other, phone=f"1949073314{place},1", at=WEDNESDAY_9 + place * MINUTE)
    for place in range(2):
        expected(store, f"近{place}", by=agent, at=WEDNESDAY_9 + HOUR)

    assert (len(asked(store)), len(asked(store, inviter=agent))) == (5, 7)


def test_a_real_number_stays_and_the_told_one_is_proposed_as_the_second(store, front_desk, data_manager, agent, lead, invited):
    visit = register_visit(store, Registration(person=person_of(lead), told_number=REAL), by=front_desk, now=WEDNESDAY_9)

    lead.refresh_from_db()
    proposed = Request.objects.get()
    assert (visit.lead, visit.basis, lead.phone, lead.second_phone) == (lead, "appointment", "15400001234", "")
    assert (proposed.kind, proposed.number, proposed.second, proposed.by, proposed.decided_at) == ("number", "", REAL, front_desk, None)


@pytest.mark.parametrize("second", ["", REAL])
def test_the_number_the_lead_has_already_proposes_nothing(store, front_desk, lead, invited, second):
    Lead.objects.update(second_phone=second)

    register_visit(store, Registration(person=person_of(lead), told_number=second or lead.phone), by=front_desk, now=WEDNESDAY_9)

    assert Request.objects.count() == 0


def test_a_number_another_open_lead_has_is_refused_and_nothing_is_written(store, hers, front_desk, agent):
    LeadFactory(store=store, phone=REAL, agent=agent)

    with pytest.raises(Refused):
        register_visit(store, as_her(hers), by=front_desk, now=WEDNESDAY_9)

    hers.lead.refresh_from_db()
    assert (hers.lead.phone, Visit.objects.count()) == (PRIVACY, 0)


def test_without_a_told_number_she_is_known_by_her_lead(store, hers, front_desk, agent):
    visit = register_visit(store, Registration(person=person_of(hers.lead)), by=front_desk, now=WEDNESDAY_9)

    assert (visit.lead, visit.agent, visit.appointment, Lead.objects.get().phone) == (hers.lead, agent, hers, PRIVACY)


def test_whose_number_is_known_and_whoever_is_typed_elsewhere_is_not_asked(store, hers, front_desk, leader, agent):
    LeadFactory(store=store, phone=REAL, agent=agent)

    known = register_visit(store, newcomer(), by=front_desk, now=WEDNESDAY_9)
    unknown = register_visit(store, Registration(), by=front_desk, now=WEDNESDAY_9)

    assert (known.lead.phone, unknown.lead) == (REAL, None)


def test_another_stores_appointments_are_nobodys_here(other_store, hers):
    assert asked(other_store) == []


@pytest.mark.parametrize(("before", "after"), [(PRIVACY, PRIVACY), (None, None)])
def test_a_registration_taken_back_takes_the_number_with_it(store, hers, front_desk, before, after):
    InquiryFactory(lead=hers.lead, phone=PRIVACY, received_at=MONDAY_9, entered_at=MONDAY_9)
    Lead.objects.update(phone=before, phone_tail="3147" if before else "")
    visit = register_visit(store, Registration(person=Person(lead_id=hers.lead_id), told_number=REAL), by=front_desk, now=WEDNESDAY_9)

    annul_visit(visit, by=front_desk, now=WEDNESDAY_9 + MINUTE)

    hers.refresh_from_db()
    assert (Lead.objects.get().phone, Lead.objects.get().phone_tail, hers.status) == (after, "3147" if after else "", "booked")


def test_a_number_that_was_known_before_stays_when_the_visit_is_taken_back(store, hers, front_desk, agent):
    learn_real_number(hers.lead, number=REAL, by=agent, now=MONDAY_9)
    visit = register_visit(store, Registration(person=Person(REAL)), by=front_desk, now=WEDNESDAY_9)

    annul_visit(visit, by=front_desk, now=WEDNESDAY_9 + MINUTE)

    assert Lead.objects.get().phone == REAL
