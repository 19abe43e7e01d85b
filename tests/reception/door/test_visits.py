"""A group is registered: tag, credit, lead, fulfilment, leakage, and who is told."""

from datetime import timedelta
from uuid import uuid4

import pytest

from calls.appointments.rules.appointments import cancel, move
from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import Notice
from leads.models import Channel, Inquiry, Lead
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration, SameGroup, SeenToday
from reception.door.rules.visits import leave, register_visit
from reception.models import Leakage, Visit
from tests.factories import (
    AllocationFactory,
    AppointmentFactory,
    DoNotCallFactory,
    InquiryFactory,
    LeadFactory,
    ShiftFactory,
    UserFactory,
    VisitFactory,
)
from tests.moments import FRIDAY_9, MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9, WEDNESDAY_9, moment
from tests.trail import trail


def told(kind: str) -> list[str]:
    return list(Notice.objects.filter(kind=kind).order_by("user__username").values_list("user__username", flat=True))


def test_an_invited_customer_is_dccs_keeps_the_appointment_and_gives_its_booker_the_credit(store, front_desk, lead, invited, group, agent):
    visit = register_visit(store, group(heads=3), by=front_desk, now=WEDNESDAY_9)

    invited.refresh_from_db()
    lead.refresh_from_db()
    assert (visit.tag, visit.basis, visit.lead, visit.agent, visit.appointment, visit.heads) == ("dcc", "appointment", lead, agent, invited, 3)
    assert (visit.first_tag, visit.first_basis, visit.first_agent, visit.first_appointment) == ("dcc", "appointment", agent, invited)
    assert (visit.visit_class, visit.reception, visit.phone, visit.name, visit.first_name) == ("first_with_card", None, lead.phone, "张伟", "张伟")
    assert (invited.status, invited.ended_at) == ("arrived", WEDNESDAY_9)
    assert (lead.visited_at, lead.ungraded_since, lead.reception) == (WEDNESDAY_9, WEDNESDAY_9, None)
    assert trail("visit.register") == [{"after": "dcc", "basis": "appointment"}]


def test_credit_never_moves_because_the_lead_changes_hands_later(store, front_desk, lead, invited, group, agent, other_agent):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    Lead.objects.update(agent=other_agent)

    visit.refresh_from_db()
    assert visit.agent == agent


def test_without_an_appointment_the_credit_is_that_of_the_leads_agent_at_the_arrival(store, front_desk, lead, group, agent, other_agent):
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_9)
    AllocationFactory(lead=lead, agent=other_agent, at=WEDNESDAY_9)
    Lead.objects.update(agent=other_agent, allocated_at=WEDNESDAY_9)

    visit = register_visit(store, group(named="called", arrived_at=WEDNESDAY_9 - timedelta(minutes=20)), by=front_desk, now=WEDNESDAY_9)

    assert (visit.basis, visit.agent, visit.named_user) == ("named", agent, agent)


def test_the_window_is_judged_by_the_arrival_and_not_by_the_typing(store, front_desk, lead, group):
    end = WEDNESDAY_9 + timedelta(hours=1)
    AppointmentFactory(lead=lead, agent=lead.agent, at=moment(10, 9), scheduled_for=end - timedelta(hours=168))

    visit = register_visit(store, group(arrived_at=end), by=front_desk, now=end + timedelta(minutes=30))

    assert (visit.at, visit.registered_at, visit.basis) == (end, end + timedelta(minutes=30), "appointment")


def test_a_missed_appointment_is_kept_after_all(store, front_desk, lead, invited, group):
    Appointment.objects.update(status="no_show", ended_at=WEDNESDAY_9 + timedelta(hours=1))

    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9 + timedelta(hours=2))

    invited.refresh_from_db()
    assert (visit.basis, visit.appointment, invited.status) == ("appointment", invited, "arrived")


def test_an_appointment_moved_between_arrival_and_typing_is_fulfilled_for_its_booker(store, front_desk, lead, invited, group, agent, other_agent):
    came = WEDNESDAY_9 - timedelta(minutes=10)
    moved = move(invited, scheduled_for=FRIDAY_9, by=other_agent, now=WEDNESDAY_9 - timedelta(minutes=5))

    visit = register_visit(store, group(arrived_at=came), by=front_desk, now=WEDNESDAY_9)

    for row in (invited, moved):
        row.refresh_from_db()
    assert (visit.basis, visit.appointment, visit.agent) == ("appointment", invited, agent)
    assert (invited.status, invited.ended_at, moved.status, moved.ended_at) == ("arrived", came, "cancelled", WEDNESDAY_9)


@pytest.mark.parametrize(("minutes", "basis"), [(-1, "none"), (0, "none"), (1, "appointment")])
def test_an_appointment_cancelled_by_the_arrival_is_none_and_one_cancelled_after_it_was_one(store, front_desk, lead, invited, group, agent, minutes, basis):
    cancel(invited, by=agent, now=WEDNESDAY_9 - timedelta(minutes=5) + timedelta(minutes=minutes))

    visit = register_visit(store, group(arrived_at=WEDNESDAY_9 - timedelta(minutes=5)), by=front_desk, now=WEDNESDAY_9)

    invited.refresh_from_db()
    assert (visit.basis, invited.status) == (basis, "arrived" if basis == "appointment" else "cancelled")


def test_a_second_visit_is_not_made_dccs_by_the_appointment_the_first_one_fulfilled_but_by_the_first_one(store, front_desk, lead, invited, group):
    register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    again = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9 + timedelta(days=1))

    assert (again.basis, again.appointment, again.agent, again.visit_class) == ("earlier", None, lead.agent, "again")


def test_who_asked_nobody_is_the_showrooms_and_an_open_lead_leaks(store, front_desk, data_manager, lead, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    leakage = Leakage.objects.get()
    assert (visit.tag, visit.basis, visit.lead, visit.agent) == ("showroom", "none", lead, None)
    assert (leakage.visit, leakage.lead, leakage.at, leakage.settled_at) == (visit, lead, WEDNESDAY_9, None)
    assert told("leakage.opened") == ["agent", "data_manager"]
    assert Lead.objects.get().visited_at is None


def test_a_walk_in_nobody_knows_has_no_lead_and_leaks_nothing(store, front_desk):
    visit = register_visit(store, Registration(name="吴先生"), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.lead, visit.phone, visit.visit_class) == ("showroom", None, "", "first")
    assert Leakage.objects.count() == 0


def test_a_stranger_who_names_dcc_opens_a_lead_in_the_channel_of_the_named(store, front_desk, leader, agent, group):
    visit = register_visit(store, group("15400005678", name="钱先生", named="person", named_user=agent), by=front_desk, now=WEDNESDAY_9)

    lead = Lead.objects.get()
    assert (visit.tag, visit.basis, visit.named_user, visit.lead, visit.agent) == ("dcc", "named", agent, lead, agent)
    assert (lead.name, lead.phone, lead.received_at, lead.agent) == ("钱先生", "15400005678", WEDNESDAY_9, agent)
    assert (lead.channel.name, lead.channel.source) == ("到店点名", "other")


def test_a_stranger_without_a_number_may_name_dcc_too(store, front_desk, leader):
    visit = register_visit(store, Registration(named="called"), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.named_user, visit.lead.phone) == ("dcc", leader, None)


def test_without_an_open_lead_a_dcc_visit_opens_a_cycle_in_the_channel_of_the_last(store, front_desk, leader, lead, group):
    Lead.objects.update(closed_at=TUESDAY_9, closed_as="lost", reason="其他")

    visit = register_visit(store, group(named="called"), by=front_desk, now=WEDNESDAY_9)

    fresh = visit.lead
    assert fresh != lead
    assert (fresh.name, fresh.channel, fresh.phone, fresh.agent) == ("张伟", lead.channel, lead.phone, None)
    assert list(Inquiry.objects.filter(lead=fresh).values_list("channel", "received_at")) == [(lead.channel_id, WEDNESDAY_9)]
    assert (visit.agent, visit.named_user) == (None, leader)


def test_a_showroom_visit_without_an_open_lead_has_none(store, front_desk, lead, group):
    Lead.objects.update(closed_at=TUESDAY_9, closed_as="lost", reason="其他")

    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.lead, Leakage.objects.count()) == ("showroom", None, 0)


def test_a_transferred_customer_is_dccs_whatever_the_desk_says(store, front_desk, lead, group):
    InquiryFactory(lead=lead, channel=Channel.objects.get(store=store, source="transfer"), received_at=MONDAY_9)

    with pytest.raises(Refused):
        register_visit(store, group(tag="showroom", override_reason="说找展厅"), by=front_desk, now=WEDNESDAY_9)
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.basis) == ("dcc", "transfer")


def test_a_visit_for_papers_is_tagged_but_counts_nowhere(store, front_desk, lead, invited, group):
    visit = register_visit(store, group(purpose="办手续"), by=front_desk, now=WEDNESDAY_9)

    invited.refresh_from_db()
    lead.refresh_from_db()
    assert (visit.tag, visit.basis, visit.appointment, visit.agent) == ("dcc", "appointment", None, lead.agent)
    assert (invited.status, lead.visited_at) == ("booked", None)


def test_a_visit_for_papers_is_a_contact_to_be_graded(store, front_desk, lead, invited, group):
    register_visit(store, group(purpose="办手续"), by=front_desk, now=WEDNESDAY_9)

    lead.refresh_from_db()
    assert (lead.visited_at, lead.ungraded_since) == (None, WEDNESDAY_9)


def test_a_visit_for_papers_makes_the_next_one_dccs(store, front_desk, lead, group):
    register_visit(store, group(purpose="办手续", named="called"), by=front_desk, now=TUESDAY_9)

    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.basis) == ("dcc", "earlier")


def test_the_desk_may_tag_against_the_rule_with_a_reason(store, front_desk, lead, invited, group):
    with pytest.raises(Refused):
        register_visit(store, group(tag="showroom"), by=front_desk, now=WEDNESDAY_9)
    visit = register_visit(store, group(tag="showroom", override_reason="客户找展厅马涛"), by=front_desk, now=WEDNESDAY_9)

    invited.refresh_from_db()
    assert (visit.tag, visit.basis, visit.override_reason, visit.appointment, invited.status) == ("showroom", "appointment", "客户找展厅马涛", None, "booked")
    assert Leakage.objects.get().visit == visit
    assert trail("visit.register") == [{"after": "showroom", "basis": "appointment", "overruled": True}]


def test_tagged_dcc_against_the_rule_the_basis_is_the_rule_overruled(store, front_desk, lead, group):
    visit = register_visit(store, group(tag="dcc", override_reason="短信里有邀约"), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.basis, visit.agent, visit.override_reason) == ("dcc", "none", lead.agent, "短信里有邀约")


def test_two_desks_with_the_same_group_within_ten_minutes_are_asked_and_whoever_says_another_about_today_still(store, front_desk, lead, invited, group):
    other_desk = UserFactory(store=store, roles=["front_desk"])
    first = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    with pytest.raises(SameGroup) as asked:
        register_visit(store, group(), by=other_desk, now=WEDNESDAY_9 + timedelta(minutes=10))
    for another, after in ((True, timedelta(minutes=10)), (False, timedelta(minutes=21))):
        with pytest.raises(SeenToday):
            register_visit(store, group(another=another), by=other_desk, now=WEDNESDAY_9 + after)

    assert asked.value.visit == first
    assert Visit.objects.get() == first


def test_two_desks_with_strangers_of_as_many_heads_are_asked_and_one_desk_is_not(store, front_desk):
    other_desk = UserFactory(store=store, roles=["front_desk"])
    first = register_visit(store, Registration(heads=2), by=front_desk, now=WEDNESDAY_9)
    second = register_visit(store, Registration(heads=2), by=front_desk, now=WEDNESDAY_9 + timedelta(minutes=1))

    with pytest.raises(SameGroup) as asked:
        register_visit(store, Registration(heads=2), by=other_desk, now=WEDNESDAY_9 + timedelta(minutes=2))
    third = register_visit(store, Registration(heads=3), by=other_desk, now=WEDNESDAY_9 + timedelta(minutes=2))

    assert asked.value.visit == second
    assert [first.heads, second.heads, third.heads] == [2, 2, 3]


def test_a_form_sent_twice_is_one_visit(store, front_desk, lead, group):
    token = uuid4()

    first, second = (register_visit(store, group(token=token), by=front_desk, now=WEDNESDAY_9) for _ in range(2))

    assert (first, Visit.objects.count()) == (second, 1)


def test_told_is_the_appointments_specialist_else_the_leads_else_all_on_duty(store, front_desk, lead, invited, group, reception):
    other = UserFactory(username="reception2", store=store, roles=["reception"])
    Lead.objects.update(reception=other)
    by_appointment = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    Appointment.objects.all().update(reception=None)
    Notice.objects.all().delete()

    by_lead = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9 + timedelta(days=1))
    lead_told = told("visit.arrived")
    Lead.objects.update(reception=None)
    Notice.objects.all().delete()
    by_nobody = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9 + timedelta(days=2))

    assert (by_appointment.called or Visit.objects.get(pk=by_appointment.pk).called) == reception
    assert (lead_told, Visit.objects.get(pk=by_lead.pk).called) == (["reception2"], other)
    assert (told("visit.arrived"), Visit.objects.get(pk=by_nobody.pk).called) == (["reception", "reception2"], None)


def test_the_desk_may_name_another_and_who_is_away_is_not_called(store, front_desk, lead, invited, group, reception):
    other = UserFactory(username="reception2", store=store, roles=["reception"])
    reception.absences.create(day=WEDNESDAY_9.date(), by=reception)
    register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    away = told("visit.arrived")
    Notice.objects.all().delete()

    register_visit(store, group(called=reception), by=front_desk, now=WEDNESDAY_9 + timedelta(days=1))

    assert (away, told("visit.arrived")) == ([other.username], ["reception"])


def test_who_asked_not_to_be_called_and_comes_by_themselves_still_has_a_lead(store, front_desk, leader, group):
    DoNotCallFactory(store=store, phone="15400005678", at=MONDAY_9)

    visit = register_visit(store, group("15400005678", named="called"), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.lead.phone, visit.lead.phone_tail) == ("dcc", "15400005678", "5678")


def test_the_number_of_a_merged_lead_is_that_of_the_one_it_was_merged_into(store, front_desk, lead, group):
    older = LeadFactory(store=store, agent=lead.agent)
    Lead.objects.filter(pk=lead.pk).update(closed_at=TUESDAY_9, closed_as="merged", merged_into=older)

    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.lead) == ("showroom", older)


def test_the_other_stores_lead_of_the_same_number_is_not_asked(store, other_store, front_desk, group):
    LeadFactory(store=other_store, phone="15400001234")

    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.lead) == ("showroom", None)


def test_a_group_leaves_once(store, front_desk):
    visit = VisitFactory(store=store, at=MONDAY_9)

    answers = [leave(visit, by=front_desk, now=when) for when in (MONDAY_10, MONDAY_11)]

    assert (answers, Visit.objects.get().left_at) == ([True, False], MONDAY_10)


def test_a_lead_known_by_no_number_is_found_by_itself(store, front_desk, agent):
    lead = LeadFactory(store=store, phone=None, name="李女士", agent=agent)
    AppointmentFactory(lead=lead, agent=agent, at=MONDAY_9, scheduled_for=WEDNESDAY_9)

    visit = register_visit(store, Registration(person=Person(lead_id=lead.pk)), by=front_desk, now=WEDNESDAY_9)

    assert (visit.tag, visit.basis, visit.lead, visit.phone, visit.name) == ("dcc", "appointment", lead, "", "李女士")


def test_where_the_leads_specialist_is_on_leave_whoever_stands_in_is_called(store, front_desk, lead, invited, group, reception):
    other, third = (UserFactory(username=name, store=store, roles=["reception"]) for name in ("reception2", "reception3"))
    Lead.objects.update(reception=reception)
    Appointment.objects.update(reception=None)
    ShiftFactory(user=reception, day=WEDNESDAY_9.date(), word="", starts=None, ends=None, leave="annual", stand_in=third)

    register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    assert (told("visit.arrived"), other.username) == (["reception3"], "reception2")
