"""Tags that change: corrections of facts, judgements, completion, reversal (docs/rules/domain.md#unknown-walk-ins, #changed-tags)."""

from datetime import timedelta

import pytest

from calls.models import Appointment
from dcc.errors import Refused
from leads.grading.rules.naming_specialist import name_reception
from leads.models import Channel, Lead
from reception.customers.rules.receiving import take_visit
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag, decide_tag, identify_visit, rejudge, reverse_correction
from reception.door.rules.visits import register_visit
from reception.models import Leakage, TagChange, Visit
from reception.reconcile.rules.leakages import propose_settlement, sign_settlement
from tests.factories import AllocationFactory, AppointmentFactory, InquiryFactory, LeadFactory, UserFactory
from tests.moments import FRIDAY_9, MONDAY_9, THURSDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail


@pytest.fixture
def leaked(store, front_desk, lead, group) -> Visit:
    """A customer of DCC who came on Wednesday, named nobody, and was tagged showroom."""
    return register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)


@pytest.fixture
def unknown(store, front_desk) -> Visit:
    """A walk-in of Wednesday whom nobody knew."""
    return register_visit(store, Registration(), by=front_desk, now=WEDNESDAY_9)


# completing


def test_completing_proposes_and_changes_nothing_silently(unknown, front_desk, lead, invited):
    answer = identify_visit(unknown, phone=lead.phone, name="张伟", by=front_desk, now=THURSDAY_9)

    unknown.refresh_from_db()
    invited.refresh_from_db()
    assert (answer.tag, answer.basis, answer.agent) == ("dcc", "appointment", lead.agent_id)
    assert (unknown.tag, unknown.basis, unknown.agent, unknown.appointment, invited.status) == ("showroom", "none", None, None, "booked")
    assert (unknown.phone, unknown.name, unknown.identified_at, unknown.lead) == (lead.phone, "张伟", THURSDAY_9, lead)


def test_completing_judges_by_the_arrival(unknown, front_desk, lead):
    AppointmentFactory(lead=lead, agent=lead.agent, at=WEDNESDAY_9 + timedelta(minutes=1), scheduled_for=THURSDAY_9)

    answer = identify_visit(unknown, phone=lead.phone, by=front_desk, now=THURSDAY_9)

    assert answer.tag == "showroom"


def test_a_leakage_opens_when_completion_shows_an_open_lead(unknown, front_desk, lead):
    identify_visit(unknown, phone=lead.phone, by=front_desk, now=THURSDAY_9)

    leakage = Leakage.objects.get()
    assert (leakage.visit, leakage.lead, leakage.at) == (unknown, lead, THURSDAY_9)


def test_a_completed_visit_is_contact_that_wants_its_grade_whatever_they_came_for(store, front_desk, lead):
    visit = register_visit(store, Registration(purpose="维修"), by=front_desk, now=WEDNESDAY_9)
    Lead.objects.filter(pk=lead.pk).update(ungraded_since=None)

    identify_visit(visit, phone=lead.phone, by=front_desk, now=THURSDAY_9)

    assert (Lead.objects.get(pk=lead.pk).ungraded_since, Leakage.objects.count()) == (WEDNESDAY_9, 0)


def test_taking_the_proposal_is_a_tag_change_that_settles_the_leakage(unknown, front_desk, data_manager, lead, invited):
    identify_visit(unknown, phone=lead.phone, by=front_desk, now=THURSDAY_9)

    change = correct_tag(Visit.objects.get(), Correction(), reason="补登号码", by=data_manager, now=FRIDAY_9)

    visit, leakage = Visit.objects.get(), Leakage.objects.get()
    invited.refresh_from_db()
    assert (change.kind, change.from_tag, change.to_tag, change.basis, change.agent, change.appointment) == (
        "correction",
        "showroom",
        "dcc",
        "appointment",
        lead.agent,
        invited,
    )
    assert (visit.tag, visit.basis, visit.agent, visit.appointment, visit.first_tag, visit.first_basis, visit.first_agent) == (
        "dcc",
        "appointment",
        lead.agent,
        invited,
        "showroom",
        "none",
        None,
    )
    assert (invited.status, invited.ended_at, Lead.objects.get().visited_at) == ("arrived", WEDNESDAY_9, WEDNESDAY_9)
    assert (leakage.outcome, leakage.settled_at, leakage.by) == ("back_to_dcc", FRIDAY_9, data_manager)
    assert trail("visit.correct") == [{"before": "showroom", "after": "dcc", "basis": "appointment", "lead": lead.pk}]


def test_a_strangers_lead_takes_the_number_when_it_becomes_known(store, front_desk, leader):
    visit = register_visit(store, Registration(named="called"), by=front_desk, now=WEDNESDAY_9)

    identify_visit(visit, phone="15400009999", name="周女士", by=front_desk, now=THURSDAY_9)

    lead = Lead.objects.get()
    assert (lead.phone, lead.phone_tail, visit.lead) == ("15400009999", "9999", lead)


def test_where_an_open_lead_has_the_number_the_strangers_lead_stays_without_it(store, front_desk, leader, lead):
    visit = register_visit(store, Registration(named="called"), by=front_desk, now=WEDNESDAY_9)

    identify_visit(visit, phone=lead.phone, by=front_desk, now=THURSDAY_9)

    assert [one.phone for one in Lead.objects.order_by("pk")] == [lead.phone, None]


def test_a_group_is_completed_once(leaked, front_desk):
    with pytest.raises(Refused):
        identify_visit(leaked, phone="15400009999", by=front_desk, now=THURSDAY_9)

    assert trail("visit.identify") == []


# corrections of facts


def test_a_corrected_answer_at_the_desk_makes_it_dccs_with_the_basis_that_then_holds(leaked, data_manager, lead, agent):
    change = correct_tag(leaked, Correction(named="person", named_user=agent), reason="录音里说了王伟", by=data_manager, now=THURSDAY_9)

    visit = Visit.objects.get()
    assert (change.basis, change.agent, visit.tag, visit.basis) == ("named", agent, "dcc", "named")
    assert (visit.named_user, change.named_user, visit.named_today) == (None, agent, agent)  # the line keeps what was first typed
    assert Leakage.objects.get().outcome == "back_to_dcc"


def test_changed_to_dcc_it_is_the_leads_agents_at_the_arrival(leaked, data_manager, lead, agent, other_agent):
    AllocationFactory(lead=lead, agent=agent, at=MONDAY_9)
    AllocationFactory(lead=lead, agent=other_agent, at=THURSDAY_9)
    Lead.objects.update(agent=other_agent, allocated_at=THURSDAY_9)

    change = correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=FRIDAY_9)

    assert change.agent == agent


def test_a_corrected_number_leads_to_the_right_person(store, front_desk, data_manager, lead, invited, group):
    visit = register_visit(store, group("15400004321", name="张伟"), by=front_desk, now=WEDNESDAY_9)

    change = correct_tag(visit, Correction(phone=lead.phone), reason="号码记错两位", by=data_manager, now=THURSDAY_9)

    visit.refresh_from_db()
    assert (change.basis, visit.lead, visit.phone, visit.phone_tail, visit.appointment) == ("appointment", lead, lead.phone, "1234", invited)


def test_an_appointment_found_later_counts_where_it_fits(store, front_desk, data_manager, lead, invited, group):
    visit = register_visit(store, group("15400004321", name="张太太"), by=front_desk, now=WEDNESDAY_9)

    change = correct_tag(visit, Correction(appointment=invited), reason="夫妻，用太太号码登记", by=data_manager, now=THURSDAY_9)

    visit.refresh_from_db()
    assert (change.basis, change.appointment, change.agent, visit.lead) == ("appointment", invited, lead.agent, lead)


def test_an_appointment_that_does_not_fit_is_refused(leaked, data_manager, lead):
    late = AppointmentFactory(lead=lead, agent=lead.agent, at=WEDNESDAY_9 + timedelta(minutes=1), scheduled_for=THURSDAY_9)

    with pytest.raises(Refused):
        correct_tag(leaked, Correction(appointment=late), reason="补记邀约", by=data_manager, now=THURSDAY_9)

    assert TagChange.objects.count() == 0


def test_changed_away_from_dcc_the_appointment_stays_arrived_and_a_leakage_opens(store, front_desk, director, lead, invited, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    change = decide_tag(visit, tag="showroom", reason="展厅先接触", by=director, now=THURSDAY_9)

    visit.refresh_from_db()
    invited.refresh_from_db()
    assert (change.from_tag, change.to_tag, change.basis, change.agent, change.reception, change.appointment) == ("dcc", "showroom", "none", None, None, None)
    assert (visit.tag, visit.agent, visit.appointment, visit.first_appointment, invited.status) == ("showroom", None, None, invited, "arrived")
    assert (visit.lead, Lead.objects.get().visited_at, Leakage.objects.get().at) == (lead, None, THURSDAY_9)


def test_a_visit_that_turns_out_to_be_somebody_elses_leaves_the_lead_and_leaks_nothing(store, front_desk, data_manager, lead, invited, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    correct_tag(visit, Correction(phone="15400007777", name="张维"), reason="同音，不是他", by=data_manager, now=THURSDAY_9)

    visit.refresh_from_db()
    assert (visit.tag, visit.lead, visit.phone, visit.name) == ("showroom", None, "15400007777", "张维")
    assert (Lead.objects.get().visited_at, Leakage.objects.count()) == (None, 0)


def test_a_lead_whose_number_was_corrected_meanwhile_is_still_the_visits(leaked, director, lead):
    Lead.objects.update(phone="15400008888", phone_tail="8888")

    decide_tag(leaked, tag="dcc", reason="复议", by=director, now=THURSDAY_9)

    assert Visit.objects.get().lead == lead


def test_facts_that_lead_to_the_same_tag_change_nothing(leaked, data_manager):
    with pytest.raises(Refused):
        correct_tag(leaked, Correction(), reason="再看一遍", by=data_manager, now=THURSDAY_9)

    assert (TagChange.objects.count(), Visit.objects.get().tag) == (0, "showroom")


def test_a_change_wants_a_reason(leaked, data_manager):
    with pytest.raises(Refused):
        correct_tag(leaked, Correction(named="called"), reason=" ", by=data_manager, now=THURSDAY_9)

    assert TagChange.objects.count() == 0


def test_back_to_dcc_it_is_whose_it_was_the_reception_too(store, front_desk, data_manager, director, reception, lead, invited, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    take_visit(visit, by=reception, now=WEDNESDAY_9)
    decide_tag(visit, tag="showroom", reason="展厅先接触", by=director, now=THURSDAY_9)

    change = decide_tag(visit, tag="dcc", reason="复议", by=director, now=FRIDAY_9)

    assert (change.basis, change.agent, change.reception, change.appointment) == ("settled", lead.agent, reception, invited)


def test_the_lead_is_with_whoever_received_last_as_the_tags_stand(store, front_desk, director, reception, lead, invited, group):
    name_reception(lead, reception=reception, by=director, now=TUESDAY_9)
    visit, other = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9), UserFactory(store=store, roles=["reception"])
    take_visit(visit, by=other, now=WEDNESDAY_9)

    decide_tag(visit, tag="showroom", reason="展厅先接待", by=director, now=THURSDAY_9)
    without = Lead.objects.get().reception
    decide_tag(visit, tag="dcc", reason="看了记录", by=director, now=FRIDAY_9)

    assert (without, Lead.objects.get().reception) == (reception, other)


def test_naming_who_received_an_earlier_visit_leaves_the_lead_with_who_received_later(leaked, store, front_desk, data_manager, reception, lead, group):
    other = UserFactory(store=store, roles=["reception"])
    later = register_visit(store, group(named="person", named_user=lead.agent), by=front_desk, now=THURSDAY_9)
    take_visit(later, by=other, now=THURSDAY_9)

    correct_tag(leaked, Correction(named="called", reception=reception), reason="陈嘉怡接待的", by=data_manager, now=FRIDAY_9)

    assert (Visit.objects.get(pk=leaked.pk).reception, Lead.objects.get().reception) == (reception, other)


def test_who_received_it_can_be_named_with_the_correction(leaked, data_manager, reception):
    change = correct_tag(leaked, Correction(named="called", reception=reception), reason="陈嘉怡接待的", by=data_manager, now=THURSDAY_9)

    assert (change.reception, Visit.objects.get().reception, Lead.objects.get().reception) == (reception, reception, reception)


# the director


def test_a_judgement_is_the_directors_and_its_basis_is_settled(leaked, director, lead):
    change = decide_tag(leaked, tag="dcc", reason="专员跟了半年", by=director, now=THURSDAY_9)

    assert (change.kind, change.basis, change.agent, Leakage.objects.get().outcome) == ("decision", "settled", lead.agent, "back_to_dcc")


def test_after_the_director_signed_only_the_director_changes_the_tag_and_the_leakage_keeps_its_outcome(leaked, leader, director, data_manager):
    leakage = Leakage.objects.get()
    propose_settlement(leakage, outcome="stays_showroom", reason="展厅老客户", by=leader, now=THURSDAY_9)
    sign_settlement(leakage, outcome="stays_showroom", reason="同意", by=director, now=THURSDAY_9)

    with pytest.raises(Refused):
        correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=FRIDAY_9)
    decide_tag(leaked, tag="dcc", reason="重新核对", by=director, now=FRIDAY_9)

    assert (Visit.objects.get().tag, Leakage.objects.get().outcome) == ("dcc", "stays_showroom")


def test_a_transferred_customer_is_released_before_the_tag_is_decided(store, front_desk, director, lead, group):
    InquiryFactory(lead=lead, channel=Channel.objects.get(store=store, source="transfer"), received_at=MONDAY_9)
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    with pytest.raises(Refused):
        decide_tag(visit, tag="showroom", reason="展厅成交", by=director, now=THURSDAY_9)

    assert Visit.objects.get().tag == "dcc"


def test_a_showroom_visit_without_a_lead_becomes_dccs_with_a_new_cycle(unknown, director):
    change = decide_tag(unknown, tag="dcc", reason="是我们邀的", by=director, now=THURSDAY_9)

    lead = Lead.objects.get()
    assert (change.to_tag, Visit.objects.get().lead, lead.channel.name, lead.received_at, lead.visited_at) == (
        "dcc",
        lead,
        "到店点名",
        WEDNESDAY_9,
        WEDNESDAY_9,
    )
    assert lead.ungraded_since == WEDNESDAY_9  # any visit is a contact


# reversal


def test_the_director_reverses_a_correction_within_seven_days(leaked, data_manager, director):
    correction = correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)

    reversal = reverse_correction(correction, reason="没有通话记录", by=director, now=THURSDAY_9 + timedelta(days=7) - timedelta(seconds=1))

    visit, leakage = Visit.objects.get(), Leakage.objects.get()
    assert (reversal.kind, reversal.from_tag, reversal.to_tag, reversal.basis) == ("reversal", "dcc", "showroom", "none")
    assert (visit.tag, visit.agent, Lead.objects.get().visited_at) == ("showroom", None, None)
    assert (leakage.outcome, leakage.settled_at, leakage.by, leakage.reason) == ("stays_showroom", reversal.at, director, "没有通话记录")


def test_a_reversal_signs_a_leakage_that_was_none_before(unknown, data_manager, director, agent):
    correction = correct_tag(unknown, Correction(named="person", named_user=agent), reason="客户补说", by=data_manager, now=THURSDAY_9)

    reverse_correction(correction, reason="没有通话记录", by=director, now=FRIDAY_9)
    with pytest.raises(Refused):
        correct_tag(unknown, Correction(named="called"), reason="再来", by=data_manager, now=FRIDAY_9)

    leakage = Leakage.objects.get()
    assert (leakage.at, leakage.outcome, leakage.settled_at, leakage.by) == (FRIDAY_9, "stays_showroom", FRIDAY_9, director)


def test_a_correction_carries_its_name_and_whom_they_named_and_the_visit_keeps_what_was_first_typed(store, front_desk, data_manager, director, agent):
    visit = register_visit(store, Registration(name="吴先生"), by=front_desk, now=WEDNESDAY_9)

    correction = correct_tag(visit, Correction(name="伍先生", named="person", named_user=agent), reason="听错了", by=data_manager, now=THURSDAY_9)

    visit.refresh_from_db()
    assert (visit.first_name, visit.name, visit.named_user) == ("吴先生", "伍先生", None)
    assert (correction.name, correction.named_user, visit.named_today) == ("伍先生", agent, agent)


def test_whom_they_named_is_what_the_last_correction_says(leaked, data_manager, agent):
    correct_tag(leaked, Correction(named="person", named_user=agent), reason="录音里说了王伟", by=data_manager, now=THURSDAY_9)
    named = rejudge(Visit.objects.get())[2].basis

    correct_tag(leaked, Correction(named="nobody"), reason="录音是另一位客户", by=data_manager, now=FRIDAY_9)

    assert (named, rejudge(Visit.objects.get())[2].basis) == ("named", "none")


def test_after_seven_days_or_a_further_change_it_stands(leaked, data_manager, director):
    correction = correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)

    with pytest.raises(Refused):
        reverse_correction(correction, reason="晚了", by=director, now=THURSDAY_9 + timedelta(days=7))
    reverse_correction(correction, reason="没有通话记录", by=director, now=FRIDAY_9)
    with pytest.raises(Refused):
        reverse_correction(correction, reason="再来", by=director, now=FRIDAY_9)

    assert TagChange.objects.count() == 2


def test_what_a_visit_fulfilled_itself_counts_as_free_when_it_is_judged_again(store, front_desk, lead, invited, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    _known, _facts, answer = rejudge(visit)

    assert (answer.tag, answer.basis, answer.fulfils.id) == ("dcc", "appointment", invited.pk)


def test_a_visit_is_no_earlier_visit_of_itself(store, front_desk, lead, group):
    visit = register_visit(store, group(named="called"), by=front_desk, now=WEDNESDAY_9)

    _known, _facts, answer = rejudge(visit, Correction(named="nobody"))

    assert (answer.tag, answer.basis) == ("showroom", "none")


def test_the_tag_as_first_set_and_its_changes_lead_to_todays(store, front_desk, data_manager, director, lead, invited, group):
    visit = register_visit(store, group("15400004321"), by=front_desk, now=WEDNESDAY_9)
    correct_tag(visit, Correction(phone=lead.phone), reason="号码记错", by=data_manager, now=THURSDAY_9)
    decide_tag(visit, tag="showroom", reason="展厅先接触", by=director, now=FRIDAY_9)

    visit.refresh_from_db()
    steps = [(change.from_tag, change.to_tag) for change in visit.changes.all()]
    assert (visit.first_tag, steps, visit.tag) == ("showroom", [("showroom", "dcc"), ("dcc", "showroom")], "showroom")
    assert Appointment.objects.get().status == "arrived"


def test_a_person_without_a_number_is_judged_again_by_their_lead(store, front_desk, data_manager, agent):
    lead = LeadFactory(store=store, phone=None, agent=agent, received_at=TUESDAY_9)
    visit = register_visit(store, Registration(person=Person(lead_id=lead.pk)), by=front_desk, now=WEDNESDAY_9)

    change = correct_tag(visit, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)

    assert (change.to_tag, change.agent) == ("dcc", agent)
