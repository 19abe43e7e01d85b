"""Which of several leads and visits a person at the door is known by, and who a lead's person is."""

from datetime import timedelta

import pytest

from leads.models import Lead
from reception.door.rules.evidence import Known, Person, could_have_come_for, gather, invitation_of, person_of
from reception.models import TagChange, Visit
from tests.factories import AppointmentFactory, LeadFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, TUESDAY_9, WEDNESDAY_9, moment
from tests.reception.conftest import PHONE

TICK = timedelta.resolution
ARRIVAL = WEDNESDAY_9
LOST = {"closed_as": "lost", "reason": "其他"}


def known(store, person: Person | None = None, at=ARRIVAL) -> Known:
    return gather(store, [person or Person(PHONE)], at=at)[0]


# the lead they are known by


def test_known_by_the_open_lead_though_another_was_opened_after_it_and_closed(store, lead):
    LeadFactory(store=store, phone=PHONE, opened_at=MONDAY_10, closed_at=TUESDAY_9, **LOST)
    LeadFactory(store=store, phone=PHONE, opened_at=moment(1, 9), closed_at=moment(2, 9), **LOST)

    assert known(store).lead == lead


def test_without_an_open_lead_known_by_the_last_of_three(store):
    leads = [LeadFactory(store=store, phone=PHONE, opened_at=moment(day, 9), closed_at=moment(day + 1, 9), **LOST) for day in (9, 3, 6)]

    assert known(store).lead == leads[0]


def test_of_two_leads_opened_at_one_moment_the_later_row_is_the_last(store):
    closed = {"store": store, "phone": PHONE, "opened_at": moment(3, 9), "closed_at": moment(4, 9)}
    first, second = LeadFactory(**closed, **LOST), LeadFactory(**closed, **LOST)

    assert (known(store).leads, known(store).lead) == ([first, second], second)


def test_a_stranger_is_known_by_no_lead(store, lead):
    assert (known(store, Person("15400009999")).lead, known(store, Person()).lead) == (None, None)


def test_whoever_is_known_by_a_lead_without_a_number_has_that_lead_alone(store, lead):
    numberless = LeadFactory(store=store, phone=None)
    LeadFactory(store=store, phone=None)

    assert known(store, Person(lead_id=numberless.pk)).leads == [numberless]


def test_whoever_is_known_by_a_lead_without_a_number_has_its_visits(store):
    numberless = LeadFactory(store=store, phone=None)
    visit = VisitFactory(store=store, lead=numberless, at=MONDAY_9)

    assert known(store, Person(lead_id=numberless.pk)).visits == [visit]


def test_judging_a_visit_again_leaves_its_person_their_other_visits(store, lead):
    earlier, judged = (VisitFactory(store=store, lead=lead, at=at) for at in (MONDAY_9, ARRIVAL))

    (one,) = gather(store, [Person(PHONE)], at=ARRIVAL, visit=judged)

    assert one.visits == [earlier]


def test_a_number_says_who_it_is_before_a_lead_does(store, lead):
    other = LeadFactory(store=store, phone="15400004321")

    assert known(store, Person(PHONE, lead_id=other.pk)).leads == [lead]


@pytest.mark.parametrize(("phone", "by_number"), [(PHONE, True), ("15400001234,5678", False), (None, False)])
def test_a_leads_person_is_known_by_the_number_unless_it_is_a_portals_or_none(store, phone, by_number):
    lead = LeadFactory(store=store, phone=phone)

    assert person_of(lead) == (Person(phone=phone) if by_number else Person(lead_id=lead.pk))


# the visit they have today


@pytest.mark.parametrize(
    ("came", "seen"),
    [
        ([moment(25, 0) - TICK], None),
        ([moment(25, 0)], 0),
        ([moment(25, 0), moment(25, 0) + TICK], 1),
        ([moment(25, 0) + TICK, moment(25, 0)], 0),
        ([moment(25, 0), moment(25, 0)], 1),
    ],
    ids=["of the day before", "of the first moment", "of two the last", "whichever was typed first", "of one moment the one typed last"],
)
@pytest.mark.parametrize("gone", [False, True])
def test_the_last_visit_of_the_day_of_the_arrival_is_the_one_they_have(store, lead, came, seen, gone):
    visits = [VisitFactory(store=store, lead=lead, at=at, left_at=ARRIVAL if gone else None) for at in came]

    assert known(store).seen(store.zone) == (None if seen is None else visits[seen])


def test_the_one_still_in_the_house_comes_before_a_later_one_that_left(store, lead):
    here = VisitFactory(store=store, lead=lead, at=ARRIVAL - timedelta(hours=1))
    VisitFactory(store=store, lead=lead, at=ARRIVAL, left_at=ARRIVAL)

    assert known(store).seen(store.zone) == here


# what a group may have come for


@pytest.mark.parametrize("status", ["cancelled", "moved", "no_show", "arrived"])
@pytest.mark.parametrize(("ended_at", "before"), [(ARRIVAL - TICK, True), (ARRIVAL, True), (ARRIVAL + TICK, False)])
def test_only_what_was_cancelled_or_moved_by_the_arrival_is_out_of_the_question(store, agent, status, ended_at, before):
    visit = VisitFactory(store=store, at=ARRIVAL)
    row = AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=MONDAY_9, scheduled_for=ARRIVAL, status=status, ended_at=ended_at)

    assert list(could_have_come_for(visit)) == ([] if before and status in {"cancelled", "moved"} else [row])


def test_what_they_may_have_come_for_stands_in_the_order_of_its_time(store, agent):
    visit = VisitFactory(store=store, at=ARRIVAL)
    rows = [
        AppointmentFactory(lead=LeadFactory(store=store, agent=agent), agent=agent, at=MONDAY_8, scheduled_for=ARRIVAL + timedelta(hours=hours))
        for hours in (2, -3, 2)
    ]

    assert list(could_have_come_for(visit)) == [rows[1], rows[0], rows[2]]


# visits, appointments and agents as the rules read them


def test_a_stranger_to_dcc_has_the_showrooms_visits_of_their_number_and_nobody_elses(store, other_store, lead):
    theirs = [VisitFactory(store=store, phone="15400009999", phone_tail="9999", at=at) for at in (TUESDAY_9, MONDAY_9)]
    VisitFactory(store=store, phone="15411119999", phone_tail="9999", at=TUESDAY_9)
    VisitFactory(store=other_store, phone="15400009999", phone_tail="9999", at=TUESDAY_9)
    VisitFactory(store=store, lead=lead, phone="15400009999", phone_tail="9999", at=TUESDAY_9)
    VisitFactory(store=store, at=TUESDAY_9)

    assert known(store, Person("15400009999")).visits == theirs[::-1]


def test_what_a_visit_fulfilled_before_its_tag_was_changed_ended_with_its_arrival(store, lead, agent):
    row = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_8, scheduled_for=TUESDAY_9, status="arrived", ended_at=ARRIVAL)
    VisitFactory(store=store, lead=lead, tag="showroom", at=MONDAY_10, first_tag="dcc", first_appointment=row)

    assert [(one.ended_as, one.ended_at) for one in known(store).facts.invitations] == [("arrived", MONDAY_10)]


def test_what_a_visit_fulfils_since_its_tag_was_changed_ended_with_its_arrival_too(store, lead, agent):
    row = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_8, scheduled_for=TUESDAY_9, status="arrived", ended_at=ARRIVAL)
    visit = VisitFactory(store=store, lead=lead, tag="showroom", at=MONDAY_10)
    Visit.objects.filter(pk=visit.pk).update(tag="dcc", appointment=row)

    assert [(one.ended_as, one.ended_at) for one in known(store).facts.invitations] == [("arrived", MONDAY_10)]


def test_an_appointment_read_alone_is_as_it_ended(store, lead, agent):
    row = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_8, scheduled_for=TUESDAY_9, status="arrived", ended_at=ARRIVAL)

    assert (invitation_of(row).ended_as, invitation_of(row).ended_at) == ("arrived", ARRIVAL)


def test_where_no_visit_is_judged_again_nothing_that_a_change_names_is_free(store, lead, agent, data_manager):
    row = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_8, scheduled_for=TUESDAY_9, status="arrived", ended_at=TUESDAY_9)
    first = VisitFactory(pk=1, store=store, lead=lead, at=MONDAY_10)
    TagChange.objects.create(store=store, visit=first, appointment=row, at=ARRIVAL, by=data_manager, from_tag="showroom", to_tag="dcc", kind="correction")

    assert [one.ended_as for one in known(store).facts.invitations] == ["arrived"]


def test_what_the_visit_judged_again_fulfilled_at_first_or_by_a_change_is_free_for_it(store, lead, agent, data_manager):
    booked = {"lead": lead, "agent": agent, "at": MONDAY_8, "status": "arrived", "ended_at": TUESDAY_9}
    at_first, by_change, anothers = (AppointmentFactory(**booked, scheduled_for=TUESDAY_9 + timedelta(hours=hours)) for hours in (0, 1, 2))
    judged = VisitFactory(store=store, lead=lead, at=TUESDAY_9, first_appointment=at_first, appointment=None)
    another = VisitFactory(store=store, lead=lead, at=MONDAY_10)
    for visit, row in ((judged, by_change), (another, anothers)):
        TagChange.objects.create(store=store, visit=visit, appointment=row, at=ARRIVAL, by=data_manager, from_tag="showroom", to_tag="dcc", kind="correction")

    facts = gather(store, [Person(PHONE)], at=TUESDAY_9, visit=judged)[0].facts

    assert [(one.id, one.ended_as) for one in facts.invitations] == [(at_first.pk, ""), (by_change.pk, ""), (anothers.pk, "arrived")]


@pytest.mark.parametrize(("allocated_at", "whose"), [(None, True), (ARRIVAL - TICK, True), (ARRIVAL, True), (ARRIVAL + TICK, False)])
def test_whoever_has_a_lead_now_had_it_then_unless_it_was_given_since(store, lead, agent, allocated_at, whose):
    Lead.objects.update(allocated_at=allocated_at)

    assert [cycle.agent for cycle in known(store).facts.cycles] == [agent.pk if whose else None]


def test_when_each_of_their_leads_was_released_is_known_and_of_the_others_nothing(store, lead):
    closed = {"store": store, "phone": PHONE, "closed_at": MONDAY_9, **LOST}
    LeadFactory(**closed, opened_at=moment(1, 9), released_at=moment(2, 9))
    LeadFactory(**closed, opened_at=moment(3, 9))
    LeadFactory(store=store, released_at=MONDAY_9)
    Lead.objects.filter(pk=lead.pk).update(released_at=TUESDAY_9)

    assert known(store).facts.released_at == (moment(2, 9), TUESDAY_9)
