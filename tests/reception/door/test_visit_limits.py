"""Groups at the door exactly at the limits: how late one is typed, who is asked about the same group, what the desk's word changes."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from dcc.errors import Refused
from leads.models import Channel, Inquiry, Lead
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Asked, Registration, SameGroup, SeenToday
from reception.door.rules.visits import leave, register_visit
from reception.models import Leakage, Visit
from tests.factories import InquiryFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, WEDNESDAY_9
from tests.reception.conftest import PHONE

TICK = timedelta.resolution
HOUR = timedelta(hours=1)
NOW = WEDNESDAY_9


@pytest.fixture
def other_desk(store):
    return UserFactory(username="front_desk2", store=store, roles=["front_desk"])


@pytest.mark.parametrize(("minutes", "question"), [(-11, SeenToday), (-10, SameGroup), (10, SameGroup), (11, SeenToday)])
def test_two_desks_are_asked_about_the_same_group_within_ten_minutes_and_about_a_return_beyond(store, front_desk, other_desk, lead, group, minutes, question):
    first = register_visit(store, group(arrived_at=NOW - HOUR), by=front_desk, now=NOW)

    with pytest.raises(Asked) as asked:
        register_visit(store, group(arrived_at=NOW - HOUR + timedelta(minutes=minutes)), by=other_desk, now=NOW)

    assert (type(asked.value), asked.value.visit) == (question, first)


def test_one_desk_is_asked_whether_they_come_again_by_the_number_or_by_the_lead(store, front_desk, lead, group):
    numberless = LeadFactory(store=store, phone=None)
    people = [group(), Registration(person=Person(lead_id=numberless.pk))]
    for person in people:
        register_visit(store, person, by=front_desk, now=NOW)

    for again in people:
        with pytest.raises(SeenToday):
            register_visit(store, again, by=front_desk, now=NOW)
    register_visit(store, group("15400005555"), by=front_desk, now=NOW)

    assert Visit.objects.count() == 3


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ({"heads": 2}, {"heads": 2}, True),
        ({"heads": 2}, {"heads": 3}, False),
        ({"heads": 2, "name": "吴先生"}, {"heads": 2, "name": "吴先生"}, True),
        ({"heads": 2, "name": "吴先生"}, {"heads": 2}, True),
        ({"heads": 2, "name": "吴先生"}, {"heads": 2, "name": "未留名"}, True),
        ({"heads": 2, "name": "吴先生"}, {"heads": 2, "name": "郑先生"}, False),
    ],
)
def test_strangers_of_two_desks_are_asked_about_by_heads_and_names(store, front_desk, other_desk, first, second, same):
    register_visit(store, Registration(**first), by=front_desk, now=NOW)

    with pytest.raises(SameGroup) if same else nullcontext():
        register_visit(store, Registration(**second), by=other_desk, now=NOW)


def test_a_stranger_is_not_taken_for_somebody_whose_number_is_known(store, front_desk, other_desk, group):
    register_visit(store, group("15400005555", heads=2), by=front_desk, now=NOW)

    register_visit(store, Registration(heads=2), by=other_desk, now=NOW)

    assert Visit.objects.count() == 2


def test_of_another_store_nobody_is_asked(store, other_store, front_desk, other_desk, group):
    elsewhere = UserFactory(store=other_store, roles=["front_desk"])
    register_visit(other_store, group(), by=elsewhere, now=NOW)

    register_visit(store, group(), by=front_desk, now=NOW)

    assert Visit.objects.count() == 2


def test_the_desks_word_that_agrees_with_the_rule_overrules_nothing(store, front_desk, lead, invited, group):
    visit = register_visit(store, group(tag="dcc", override_reason="说是王伟约的"), by=front_desk, now=NOW)

    assert (visit.tag, visit.basis, visit.override_reason) == ("dcc", "appointment", "")


def test_a_stranger_who_came_for_papers_cannot_be_made_dccs(store, front_desk, group):
    with pytest.raises(Refused):
        register_visit(store, group(purpose="办手续", tag="dcc", override_reason="说找王伟"), by=front_desk, now=NOW)

    assert (Visit.objects.count(), Lead.objects.count()) == (0, 0)


def test_the_visit_takes_name_and_model_from_the_lead_where_the_desk_typed_none(store, front_desk, lead, group):
    Lead.objects.update(model="凯美瑞")

    untold = register_visit(store, group(), by=front_desk, now=NOW)
    told = register_visit(store, group(name="张先生", model="汉兰达"), by=front_desk, now=NOW + 24 * HOUR)

    assert [(visit.name, visit.model, visit.phone_tail) for visit in (untold, told)] == [("张伟", "凯美瑞", "1234"), ("张先生", "汉兰达", "1234")]


def test_a_new_cycle_is_in_the_channel_of_the_last_of_several_and_takes_its_name(store, front_desk, leader, group):
    channels = list(Channel.objects.filter(store=store, source="web")[:2])
    for day, (channel, name) in enumerate(zip(channels, ("旧名", "新名"), strict=True)):
        at = MONDAY_9 + timedelta(hours=day)
        LeadFactory(store=store, phone=PHONE, channel=channel, name=name, opened_at=at, received_at=at, closed_at=TUESDAY_9, closed_as="lost", reason="其他")

    visit = register_visit(store, group(named="called"), by=front_desk, now=NOW)

    assert (visit.lead.channel, visit.lead.name) == (channels[1], "新名")
    assert list(Inquiry.objects.filter(lead=visit.lead).values_list("received_at", flat=True)) == [NOW]


@pytest.mark.parametrize(("confirmed_at", "released"), [(MONDAY_9, True), (MONDAY_10, True), (MONDAY_10 + TICK, False)])
def test_who_was_released_stays_so_in_a_new_cycle_unless_a_card_was_confirmed_since(store, front_desk, leader, lead, group, confirmed_at, released):
    InquiryFactory(lead=lead, channel=Channel.objects.get(store=store, source="transfer"), received_at=confirmed_at)
    Lead.objects.update(released_at=MONDAY_10, closed_at=TUESDAY_9, closed_as="lost", reason="其他")

    visit = register_visit(store, group(named="called"), by=front_desk, now=NOW)

    assert (visit.basis, visit.lead.released_at) == (("named", NOW) if released else ("transfer", None))


def test_the_first_dcc_visit_of_a_lead_is_its_earliest_though_it_was_typed_later(store, front_desk, data_manager, lead, group):
    later = register_visit(store, group(named="called"), by=front_desk, now=NOW)
    earlier = register_visit(store, group(named="called", arrived_at=NOW - 23 * HOUR, late_reason="忘了"), by=data_manager, now=NOW + TICK)

    assert Lead.objects.get().visited_at == NOW - 23 * HOUR
    assert {visit.pk: visit.is_first for visit in Visit.objects.all()} == {later.pk: False, earlier.pk: True}


def test_a_leakage_opens_with_the_arrival_and_only_for_who_came_to_look(store, front_desk, data_manager, lead, group):
    register_visit(store, group(purpose="办手续", arrived_at=NOW - 23 * HOUR, late_reason="忘了"), by=data_manager, now=NOW)
    looked = register_visit(store, group(arrived_at=NOW - HOUR), by=front_desk, now=NOW)

    assert [(leakage.visit, leakage.at) for leakage in Leakage.objects.all()] == [(looked, NOW - HOUR)]


def test_nobody_leaves_before_they_came(store, front_desk, group):
    visit = register_visit(store, group(), by=front_desk, now=NOW)

    leave(visit, by=front_desk, now=NOW - HOUR)

    assert Visit.objects.get().left_at == NOW
