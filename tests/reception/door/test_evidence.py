"""What the store knows of the people at its door: whose lead it was then, which transfers, visits and appointments are theirs."""

from datetime import timedelta

import pytest

from dcc.models import StoreSetting
from leads.models import Channel, Lead
from leads.pool.rules.giving import agent_at
from reception.door.attribution import Invitation, Window
from reception.door.rules.evidence import Person, could_have_come_for, facts_of, gather, leader_of
from tests.factories import AllocationFactory, AppointmentFactory, InquiryFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9, TUESDAY_10, WEDNESDAY_9, moment
from tests.reception.conftest import PHONE

TICK = timedelta.resolution
ARRIVAL = WEDNESDAY_9


def facts(store, at=ARRIVAL, person: Person | None = None):
    return facts_of(store, person or Person(PHONE), at=at)


# whose it was


@pytest.mark.parametrize(("at", "had"), [(MONDAY_10 - TICK, None), (MONDAY_10, "agent"), (TUESDAY_9 - TICK, "agent"), (TUESDAY_9, "other_agent")])
def test_a_lead_is_somebodys_from_exactly_the_moment_it_was_given(store, lead, agent, other_agent, at, had):
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_10)
    AllocationFactory(lead=lead, agent=other_agent, at=TUESDAY_9)
    Lead.objects.update(agent=other_agent, allocated_at=TUESDAY_9)
    whose = {None: None, "agent": agent.pk, "other_agent": other_agent.pk}[had]

    assert agent_at(Lead.objects.get(), at) == whose
    assert [cycle.agent for cycle in facts(store, at).cycles] == [whose]


def test_of_two_allocations_at_one_moment_the_later_one_counts(store, lead, agent, other_agent):
    for taker in (other_agent, agent):
        AllocationFactory(lead=lead, agent=taker, at=MONDAY_10)
    AllocationFactory(lead=lead, agent=other_agent, at=TUESDAY_9)
    Lead.objects.update(agent=other_agent, allocated_at=TUESDAY_9)

    assert agent_at(Lead.objects.get(), MONDAY_11) == agent.pk
    assert facts(store, MONDAY_11).cycles[0].agent == agent.pk


def test_what_lay_in_the_pool_then_was_nobodys(store, lead, agent, other_agent):
    for taker, at in ((agent, MONDAY_9), (None, MONDAY_10), (other_agent, TUESDAY_9)):
        AllocationFactory(lead=lead, agent=taker, at=at)
    Lead.objects.update(agent=other_agent, allocated_at=TUESDAY_9)

    assert (agent_at(Lead.objects.get(), MONDAY_11), facts(store, MONDAY_11).cycles[0].agent) == (None, None)


def test_another_leads_allocations_say_nothing_of_this_one(store, lead, agent, other_agent):
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_9)
    AllocationFactory(lead=LeadFactory(store=store), agent=other_agent, at=MONDAY_10)
    Lead.objects.filter(pk=lead.pk).update(allocated_at=TUESDAY_9)

    assert agent_at(Lead.objects.get(pk=lead.pk), MONDAY_11) == agent.pk


# cycles


def test_the_cycles_of_a_number_are_its_leads_oldest_first_no_merged_one_and_none_of_another_store(store, other_store, lead):
    closed = {"store": store, "phone": PHONE, "closed_at": MONDAY_8, "reason": "其他"}
    second = LeadFactory(**closed, closed_as="lost", opened_at=moment(10, 9))
    first = LeadFactory(**closed, closed_as="invalid", opened_at=moment(9, 9))
    LeadFactory(**closed, closed_as="merged", merged_into=lead)
    LeadFactory(store=other_store, phone=PHONE)

    known = facts(store)

    assert [cycle.id for cycle in known.cycles] == [first.pk, second.pk, lead.pk]


@pytest.mark.parametrize(("card_at", "carded"), [(ARRIVAL - TICK, True), (ARRIVAL, True), (ARRIVAL + TICK, False), (None, False)])
def test_a_card_counts_that_was_opened_by_the_arrival(store, lead, card_at, carded):
    Lead.objects.update(card_at=card_at)

    assert facts(store).cycles[0].carded is carded


@pytest.mark.parametrize(("at", "known"), [(ARRIVAL - TICK, ARRIVAL - TICK), (ARRIVAL, ARRIVAL), (ARRIVAL + TICK, None)])
def test_a_transfer_is_known_that_was_confirmed_by_the_arrival(store, lead, at, known):
    InquiryFactory(lead=lead, channel=Channel.objects.get(store=store, source="transfer"), received_at=at)
    InquiryFactory(lead=lead, received_at=MONDAY_10)

    assert facts(store).transferred_at == ((known,) if known else ())


def test_of_two_transfers_of_a_lead_the_last_is_known(store, lead):
    transfer = Channel.objects.get(store=store, source="transfer")
    for at in (MONDAY_10, TUESDAY_9, MONDAY_11):
        InquiryFactory(lead=lead, channel=transfer, received_at=at)

    assert facts(store).transferred_at == (TUESDAY_9,)


def test_a_transfer_of_another_lead_says_nothing_of_this_one(store, lead):
    InquiryFactory(lead=LeadFactory(store=store), channel=Channel.objects.get(store=store, source="transfer"), received_at=MONDAY_10)

    assert facts(store).transferred_at == ()


def test_several_people_are_each_told_their_own(store, lead, agent):
    other, numberless = LeadFactory(store=store, phone="15400004321"), LeadFactory(store=store, phone=None)
    people = [Person(PHONE), Person("15400004321"), Person(lead_id=numberless.pk), Person("15400009999"), Person()]
    for one in (lead, other, numberless):
        AppointmentFactory(lead=one, agent=agent, at=MONDAY_9, scheduled_for=ARRIVAL)
        VisitFactory(store=store, lead=one, tag="dcc", basis="named", at=TUESDAY_9)

    known = gather(store, people, at=ARRIVAL)

    leads = [[found.pk for found in one.leads] for one in known]
    assert leads == [[lead.pk], [other.pk], [numberless.pk], [], []]
    assert [[row.lead_id for row in one.appointments] for one in known] == leads
    assert [[visit.lead_id for visit in one.visits] for one in known] == leads
    assert [[pk for pk, _at in one.facts.dcc_visits] for one in known] == leads


# visits before


@pytest.mark.parametrize(
    ("came", "again"),
    [
        ({"at": moment(25, 0) - TICK}, True),
        ({"at": moment(25, 0)}, False),
        ({"at": TUESDAY_9, "purpose": "办手续"}, False),
        ({"at": TUESDAY_9, "tag": "dcc", "basis": "named"}, True),
    ],
    ids=["late the day before", "the first moment of the day", "for papers", "DCC's"],
)
def test_who_came_to_look_at_cars_on_an_earlier_day_comes_again(store, lead, came, again):
    VisitFactory(store=store, lead=lead, **came)

    assert facts(store).came_on_earlier_day is again


def test_what_they_came_for_in_an_earlier_cycle_is_no_earlier_day_of_this_one(store, lead):
    former = LeadFactory(store=store, phone=PHONE, opened_at=moment(1, 9), closed_at=moment(10, 9), closed_as="lost", reason="其他")
    VisitFactory(store=store, lead=former, at=moment(5, 9))

    assert facts(store).came_on_earlier_day is False


@pytest.mark.parametrize("phone", [PHONE, "15499991234"])
def test_a_showroom_visit_without_a_lead_is_theirs_by_the_whole_number(store, lead, phone):
    VisitFactory(store=store, phone=phone, phone_tail="1234", at=TUESDAY_9)

    assert facts(store).came_on_earlier_day is (phone == PHONE)


def test_the_visit_that_is_judged_again_is_no_visit_before_itself(store, lead):
    visit = VisitFactory(store=store, lead=lead, tag="dcc", basis="named", at=TUESDAY_9)

    judged = facts_of(store, Person(PHONE), at=ARRIVAL, visit=visit)

    assert (judged.dcc_visits, facts(store).dcc_visits) == ((), ((lead.pk, TUESDAY_9),))


def test_only_visits_that_are_dccs_now_are_earlier_ones(store, lead):
    VisitFactory(store=store, lead=lead, tag="showroom", first_tag="dcc", at=TUESDAY_9)
    now_ours = VisitFactory(store=store, lead=lead, tag="dcc", first_tag="showroom", basis="settled", at=TUESDAY_10)

    assert facts(store).dcc_visits == ((lead.pk, now_ours.at),)


# appointments


@pytest.mark.parametrize(("status", "ended_as"), [("booked", ""), ("confirmed", ""), ("no_show", "no_show"), ("cancelled", "cancelled"), ("moved", "moved")])
def test_an_appointment_is_read_as_it_ended(store, lead, agent, reception, status, ended_as):
    ended_at = TUESDAY_9 if ended_as else None
    row = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=ARRIVAL, status=status, ended_at=ended_at, reception=reception)

    assert facts(store).invitations == (Invitation(row.pk, MONDAY_9, ARRIVAL, agent.pk, reception.pk, ended_as, ended_at),)


def test_one_that_arrived_ended_with_the_arrival_of_the_visit_that_fulfilled_it(store, lead, agent):
    row = AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=TUESDAY_9, status="arrived", ended_at=ARRIVAL)
    VisitFactory(store=store, lead=lead, tag="dcc", basis="appointment", at=TUESDAY_10, appointment=row)

    [invitation] = facts(store).invitations

    assert (invitation.ended_as, invitation.ended_at) == ("arrived", TUESDAY_10)


def test_what_a_visit_fulfilled_itself_is_free_when_it_is_judged_again_and_no_other(store, lead, agent):
    booked = {"lead": lead, "agent": agent, "at": MONDAY_9, "scheduled_for": ARRIVAL, "status": "arrived"}
    mine, theirs = (AppointmentFactory(**booked, ended_at=at) for at in (ARRIVAL, TUESDAY_9))
    visit = VisitFactory(store=store, lead=lead, tag="dcc", basis="appointment", at=ARRIVAL, appointment=mine)
    VisitFactory(store=store, lead=lead, tag="dcc", basis="appointment", at=TUESDAY_9, appointment=theirs)

    judged = facts_of(store, Person(PHONE), at=ARRIVAL, visit=visit)

    assert {one.id: one.ended_as for one in judged.invitations} == {mine.pk: "", theirs.pk: "arrived"}


@pytest.mark.parametrize(
    ("facts_of_row", "fits"),
    [
        ({"scheduled_for": ARRIVAL + timedelta(hours=72)}, True),
        ({"scheduled_for": ARRIVAL + timedelta(hours=72) + TICK}, False),
        ({"scheduled_for": ARRIVAL - timedelta(hours=168)}, True),
        ({"scheduled_for": ARRIVAL - timedelta(hours=168) - TICK}, False),
        ({"scheduled_for": ARRIVAL, "at": ARRIVAL - TICK}, True),
        ({"scheduled_for": ARRIVAL, "at": ARRIVAL}, False),
        ({"scheduled_for": ARRIVAL, "status": "no_show"}, True),
        ({"scheduled_for": ARRIVAL, "status": "cancelled", "ended_at": TUESDAY_9}, False),
        ({"scheduled_for": ARRIVAL, "status": "moved", "ended_at": TUESDAY_9}, False),
    ],
)
def test_a_group_may_have_come_for_what_was_booked_before_and_lies_within_the_window(store, agent, facts_of_row, fits):
    visit = VisitFactory(store=store, at=ARRIVAL)
    row = AppointmentFactory(**({"lead": LeadFactory(store=store, agent=agent), "agent": agent, "at": moment(1, 9)} | facts_of_row))

    assert list(could_have_come_for(visit)) == ([row] if fits else [])


def test_nobody_came_for_an_appointment_of_another_store(store, foreign_agent):
    visit = VisitFactory(store=store, at=ARRIVAL)
    AppointmentFactory(lead=LeadFactory(store=foreign_agent.store, agent=foreign_agent), agent=foreign_agent, at=MONDAY_9, scheduled_for=ARRIVAL)

    assert list(could_have_come_for(visit)) == []


# the store


def test_the_window_is_the_one_set_at_the_arrival(store, lead):
    for name, value in (("attribution_days_before", 5), ("attribution_days_after", 10), ("transferred_for_days", 90)):
        StoreSetting.objects.create(store=store, name=name, value=value, valid_from=TUESDAY_9)

    assert [facts(store, at).window for at in (TUESDAY_9 - TICK, TUESDAY_9)] == [Window(72, 168, 0), Window(120, 240, 90)]


def test_for_dcc_stands_the_first_leader_by_username_who_has_not_left(store, other_store):
    UserFactory(username="a-gone", store=store, roles=["leader"], left_at=MONDAY_8)
    UserFactory(username="b-agent", store=store, roles=["agent"])
    UserFactory(username="a-other", store=other_store, roles=["leader"])
    for username in ("d-leader", "c-leader"):
        UserFactory(username=username, store=store, roles=["leader"])

    assert leader_of(store).username == "c-leader"
