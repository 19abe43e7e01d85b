"""Whose a number was when: each way it changes is a line, and a deed that is taken back takes its line along."""

from datetime import timedelta

import pytest

from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.correcting import correct_call
from calls.desk.rules.finishing import finish_call
from dcc.errors import Refused
from leads.customer.rules.changing import correct_number
from leads.models import Lead, NumberChange
from leads.numbers.rules.expiring import expire_numbers
from reception.door.rules.annulling_visits import annul_visit
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.tags import identify_visit
from reception.door.rules.visits import register_visit
from tests.factories import LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9

PRIVATE, REAL, OTHER = "15400000001,4321", "15400000077", "15400000088"
EXPIRED = Said("virtual_expired", "虚拟号已失效")
SOON = timedelta(minutes=1)


def lines(manager=NumberChange.objects) -> list[tuple]:
    return list(manager.order_by("at", "pk").values_list("from_number", "to_number", "by__username", "basis"))


@pytest.fixture
def lead(store, agent) -> Lead:
    return LeadFactory(store=store, agent=agent, phone=PRIVATE, phone_until=TUESDAY_9)


def test_a_number_that_ends_by_itself_is_nobodys_line_with_its_moment(lead):
    expire_numbers(now=TUESDAY_9 + timedelta(hours=3))

    assert lines() == [(PRIVATE, "", None, "expired")]
    assert NumberChange.objects.get().at == TUESDAY_9


def test_a_second_number_in_its_place_stands_on_the_line(lead):
    Lead.objects.update(second_phone=REAL)

    expire_numbers(now=TUESDAY_9)

    assert lines() == [(PRIVATE, REAL, None, "expired")]


@pytest.mark.parametrize(("said", "number", "line"), [(Said("connected"), REAL, (REAL, "call")), (EXPIRED, "", ("", "dead"))])
def test_what_a_call_learns_is_a_line_that_goes_with_the_call(lead, agent, said, number, line):
    call = finish_call(lead, said=said, real_number=number, by=agent, now=MONDAY_10)
    before = lines()

    annul_call(call, by=agent, now=MONDAY_10 + SOON)

    assert before == [(PRIVATE, line[0], agent.username, line[1])]
    assert (lines(), lines(NumberChange.every), Lead.objects.get().phone) == ([], before, PRIVATE)


def test_a_call_put_right_takes_its_line_back_or_writes_one(lead, agent):
    call = log_call(lead, said=Said("no_answer"), by=agent, now=MONDAY_10)
    call = correct_call(call, said=EXPIRED, by=agent, now=MONDAY_10 + SOON)
    gone = lines(), Lead.objects.get().phone

    correct_call(call, said=Said("no_answer"), by=agent, now=MONDAY_10 + 2 * SOON)

    assert gone == ([(PRIVATE, "", agent.username, "dead")], None)
    assert (lines(), Lead.objects.get().phone) == ([], PRIVATE)


def test_a_correction_is_a_line_and_one_of_the_second_number_alone_is_none(lead, data_manager):
    correct_number(lead, number=REAL, second=OTHER, by=data_manager, now=MONDAY_9)
    correct_number(lead, second="15400000099", by=data_manager, now=MONDAY_10)
    correct_number(lead, number=REAL, by=data_manager, now=MONDAY_11)

    assert lines() == [(PRIVATE, REAL, data_manager.username, "correction")]


def test_a_refused_number_leaves_no_line(lead, data_manager, store):
    LeadFactory(store=store, phone=OTHER)

    with pytest.raises(Refused):
        correct_number(lead, number=OTHER, by=data_manager, now=MONDAY_9)

    assert lines(NumberChange.every) == []


def test_a_number_left_later_by_a_stranger_at_the_desk_is_a_line_of_the_door(store, front_desk, agent):
    visit = register_visit(store, Registration(person=Person(), name="王先生", named="person", named_user=agent), by=front_desk, now=MONDAY_9)
    identify_visit(visit, phone=OTHER, name="王先生", by=front_desk, now=MONDAY_10)

    assert lines() == [("", OTHER, front_desk.username, "door")]


@pytest.mark.parametrize("taken", [False, True])
def test_a_number_told_at_the_desk_goes_with_its_registration(store, front_desk, lead, taken):
    group = Registration(person=Person(phone=PRIVATE), name="李女士", told_number=REAL)
    visit = register_visit(store, group, by=front_desk, now=MONDAY_9)
    told = lines()
    if taken:
        LeadFactory(store=store, phone=PRIVATE)

    annul_visit(visit, by=front_desk, now=MONDAY_9 + SOON)

    assert told == [(PRIVATE, REAL, front_desk.username, "door")]
    assert lines() == ([(PRIVATE, "", front_desk.username, "given_back")] if taken else [])
    assert Lead.objects.get(pk=lead.pk).phone == (None if taken else PRIVATE)
