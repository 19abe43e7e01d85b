"""Changed tags and leakages where two could be meant: whose the visit is, who received, who settled, what waits for its grade again."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from dcc.errors import Refused
from dcc.models import Notice
from leads.models import Channel, Lead
from reception.customers.rules.receiving import take_visit
from reception.door.rules.evidence import Person
from reception.door.rules.registration import Registration
from reception.door.rules.tags import Correction, correct_tag, decide_tag, identify_visit, reverse_correction
from reception.door.rules.visits import register_visit
from reception.models import Leakage, TagChange, Visit
from reception.reconcile.rules.leakages import propose_settlement, sign_settlement, tell_leakage
from tests.factories import AppointmentFactory, InquiryFactory, LeadFactory, UserFactory, VisitFactory
from tests.moments import FRIDAY_9, MONDAY_9, SATURDAY_9, THURSDAY_9, TUESDAY_9, WEDNESDAY_9
from tests.reception.conftest import PHONE
from tests.trail import trail

TICK = timedelta.resolution
WEEK = timedelta(days=7)


@pytest.fixture
def leaked(store, front_desk, lead, group) -> Visit:
    """A customer of DCC who became the showroom's on Wednesday."""
    return register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)


@pytest.fixture
def both(store):
    return UserFactory(username="both", store=store, roles=["leader", "director"])


# whose it is


def test_settled_after_its_lead_closed_and_another_opened_the_visit_stays_with_the_lead_of_the_arrival(store, leaked, director, lead, agent, other_agent):
    Lead.objects.update(closed_at=THURSDAY_9, closed_as="lost", reason="其他")
    LeadFactory(store=store, phone=PHONE, agent=other_agent, received_at=FRIDAY_9)

    change = decide_tag(leaked, tag="dcc", reason="专员一直在跟", by=director, now=SATURDAY_9)

    assert (Visit.objects.get().lead, change.agent) == (lead, agent)


def test_of_two_fitting_appointments_a_correction_fulfils_the_nearest(leaked, data_manager, director, lead, agent, other_agent):
    far, near = (
        AppointmentFactory(lead=lead, agent=person, at=MONDAY_9, scheduled_for=WEDNESDAY_9 + away, status="no_show")
        for person, away in ((agent, -timedelta(hours=5)), (other_agent, timedelta(hours=4)))
    )

    change = decide_tag(leaked, tag="dcc", reason="约过的", by=director, now=THURSDAY_9)

    assert (change.appointment, change.agent) == (near, other_agent)
    far.refresh_from_db()
    near.refresh_from_db()
    assert (far.status, near.status, near.ended_at) == ("no_show", "arrived", WEDNESDAY_9)


@pytest.mark.parametrize(("graded_at", "waits"), [(None, True), (WEDNESDAY_9 - TICK, True), (WEDNESDAY_9, False), (THURSDAY_9, False)])
def test_a_lead_that_a_corrected_visit_comes_to_waits_for_its_grade_unless_graded_since(
    store, front_desk, data_manager, lead, invited, group, graded_at, waits
):
    visit = register_visit(store, group("15400004321"), by=front_desk, now=WEDNESDAY_9)
    Lead.objects.filter(pk=lead.pk).update(graded_at=graded_at, ungraded_since=None)

    correct_tag(visit, Correction(phone=lead.phone), reason="号码记错两位", by=data_manager, now=FRIDAY_9)

    assert Lead.objects.get(pk=lead.pk).ungraded_since == (WEDNESDAY_9 if waits else None)


def test_the_lead_a_visit_leaves_and_the_one_it_comes_to_have_their_own_first_visit(store, front_desk, data_manager, lead, invited, group, agent):
    other = LeadFactory(store=store, phone="15400004321", agent=agent)
    AppointmentFactory(lead=other, agent=agent, at=MONDAY_9, scheduled_for=WEDNESDAY_9)
    wrong = VisitFactory(store=store, lead=lead, tag="showroom", at=WEDNESDAY_9, phone=PHONE, phone_tail="1234", registered_at=WEDNESDAY_9)
    Lead.objects.filter(pk=lead.pk).update(visited_at=WEDNESDAY_9)

    correct_tag(wrong, Correction(phone="15400004321"), reason="号码记错", by=data_manager, now=THURSDAY_9)

    visit = Visit.objects.get()
    assert (visit.lead, visit.is_first) == (other, True)
    assert dict(Lead.objects.values_list("pk", "visited_at")) == {lead.pk: None, other.pk: WEDNESDAY_9}


def test_a_stranger_who_came_for_papers_is_not_judged_dccs_either(store, front_desk, director):
    visit = register_visit(store, Registration(purpose="办手续"), by=front_desk, now=WEDNESDAY_9)

    with pytest.raises(Refused):
        decide_tag(visit, tag="dcc", reason="是我们的", by=director, now=THURSDAY_9)

    assert (TagChange.objects.count(), Lead.objects.count()) == (0, 0)


def test_the_directors_word_stands_against_the_tag_it_has_only(leaked, director):
    with pytest.raises(Refused):
        decide_tag(leaked, tag="showroom", reason="还是展厅的", by=director, now=THURSDAY_9)

    assert TagChange.objects.count() == 0


def test_away_from_dcc_it_leaks_only_while_the_lead_is_open_and_who_came_looked_at_cars(store, front_desk, director, lead, group):
    looked = register_visit(store, group(named="called"), by=front_desk, now=TUESDAY_9)
    papers = register_visit(store, group(named="called", purpose="办手续"), by=front_desk, now=WEDNESDAY_9)

    decide_tag(papers, tag="showroom", reason="展厅办的", by=director, now=THURSDAY_9)
    Lead.objects.update(closed_at=FRIDAY_9, closed_as="lost", reason="其他")
    decide_tag(looked, tag="showroom", reason="展厅先接", by=director, now=SATURDAY_9)

    assert Leakage.objects.count() == 0


# reversal


@pytest.mark.parametrize(("after", "reversed_"), [(WEEK - TICK, True), (WEEK, False)])
def test_a_correction_is_reversed_until_just_before_seven_days_have_passed(leaked, data_manager, director, after, reversed_):
    correction = correct_tag(leaked, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=THURSDAY_9)

    with nullcontext() if reversed_ else pytest.raises(Refused):
        reverse_correction(correction, reason="没有通话记录", by=director, now=THURSDAY_9 + after)

    assert Visit.objects.get().tag == ("showroom" if reversed_ else "dcc")


def test_only_a_correction_to_dcc_is_reversed(store, front_desk, data_manager, director, lead, invited, group):
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)
    away = correct_tag(visit, Correction(phone="15400007777"), reason="同音，不是他", by=data_manager, now=THURSDAY_9)
    other = register_visit(store, group(named="called"), by=front_desk, now=THURSDAY_9)
    judged = decide_tag(other, tag="showroom", reason="展厅先接", by=director, now=FRIDAY_9)

    for change in (away, judged):
        with pytest.raises(Refused):
            reverse_correction(change, reason="再看", by=director, now=FRIDAY_9)

    assert TagChange.objects.count() == 2


def test_a_transferred_customers_correction_is_not_turned_into_the_showrooms_word(store, front_desk, director, lead, group):
    InquiryFactory(lead=lead, channel=Channel.objects.get(store=store, source="transfer"), received_at=MONDAY_9)
    visit = register_visit(store, group(), by=front_desk, now=WEDNESDAY_9)

    with pytest.raises(Refused):
        decide_tag(visit, tag="showroom", reason="展厅成交", by=director, now=THURSDAY_9)

    assert Visit.objects.get().basis == "transfer"


# completing


def test_completed_as_somebody_without_an_open_lead_it_has_none_and_leaks_nothing(store, front_desk, lead):
    Lead.objects.update(closed_at=TUESDAY_9, closed_as="lost", reason="其他")
    visit = register_visit(store, Registration(), by=front_desk, now=WEDNESDAY_9)

    identify_visit(visit, phone=PHONE, by=front_desk, now=THURSDAY_9)

    assert (Visit.objects.get().lead, Leakage.objects.count()) == (None, 0)


def test_a_name_is_kept_where_completing_says_none(store, front_desk, lead):
    visit = register_visit(store, Registration(name="吴先生"), by=front_desk, now=WEDNESDAY_9)

    identify_visit(visit, phone=PHONE, by=front_desk, now=THURSDAY_9)

    assert (Visit.objects.get().name, Visit.objects.get().phone_tail) == ("吴先生", "1234")


# who received


def test_who_received_first_is_kept_by_a_correction_that_names_nobody(store, front_desk, data_manager, director, reception, lead, group):
    visit = register_visit(store, group(named="called"), by=front_desk, now=WEDNESDAY_9)
    take_visit(visit, by=reception, now=WEDNESDAY_9)
    decide_tag(visit, tag="showroom", reason="展厅先接", by=director, now=THURSDAY_9)
    other = UserFactory(store=store, roles=["reception"])

    kept = correct_tag(visit, Correction(named="called"), reason="客户说接过电话", by=data_manager, now=FRIDAY_9)
    decide_tag(visit, tag="showroom", reason="展厅先接", by=director, now=FRIDAY_9)
    named = correct_tag(visit, Correction(named="called", reception=other), reason="另一位接的", by=data_manager, now=SATURDAY_9)

    assert (kept.reception, named.reception) == (reception, other)


# leakages


def test_who_proposed_a_settlement_does_not_sign_it_but_one_who_holds_both_roles_says_so(store, leaked, leader, director, both):
    leakage = Leakage.objects.get()
    propose_settlement(leakage, outcome="back_to_dcc", reason="专员一直在跟", by=leader, now=THURSDAY_9)

    sign_settlement(leakage, outcome="back_to_dcc", reason="同意", by=both, now=FRIDAY_9)

    assert trail("leakage.sign") == [{"after": "back_to_dcc"}]
    assert Leakage.objects.get().proposed_by == leader


def test_one_with_both_roles_who_proposed_signs_alone(leaked, both):
    propose_settlement(Leakage.objects.get(), outcome="stays_showroom", reason="展厅老客户", by=both, now=THURSDAY_9)

    sign_settlement(Leakage.objects.get(), outcome="back_to_dcc", reason="再看过了", by=both, now=FRIDAY_9)

    leakage = Leakage.objects.get()
    assert trail("leakage.sign") == [{"after": "back_to_dcc", "alone": True}]
    assert (leakage.proposed_outcome, leakage.proposed_at, leakage.outcome) == ("stays_showroom", THURSDAY_9, "back_to_dcc")


def test_a_later_proposal_takes_the_place_of_an_earlier_one_and_the_director_is_told_of_each(leaked, leader, director, both):
    for outcome, now in (("back_to_dcc", THURSDAY_9), ("stays_showroom", FRIDAY_9)):
        propose_settlement(Leakage.objects.get(), outcome=outcome, reason="看过记录", by=both if now == FRIDAY_9 else leader, now=now)

    leakage = Leakage.objects.get()
    assert (leakage.proposed_outcome, leakage.proposed_by, leakage.proposed_at) == ("stays_showroom", both, FRIDAY_9)
    told = Notice.objects.filter(kind="leakage.proposed").order_by("at", "user__username").values_list("user__username", "at")
    assert list(told) == [("both", THURSDAY_9), ("director", THURSDAY_9), ("director", FRIDAY_9)]


def test_told_are_the_agent_and_the_leads_specialist_else_all_on_duty_once_each_and_nobody_who_left(store, leaked, data_manager, agent, reception):
    on_duty, away = (UserFactory(username=name, store=store, roles=["reception"]) for name in ("reception2", "reception3"))
    away.absences.create(day=THURSDAY_9.date(), by=away)
    agent.left_at = WEDNESDAY_9
    agent.save()

    tell_leakage(Leakage.objects.get(), by=data_manager, now=THURSDAY_9)

    told = Notice.objects.filter(kind="leakage.told").values_list("user__username", flat=True)
    assert sorted(told) == [reception.username, on_duty.username]


def test_a_settlement_that_agrees_with_the_tag_changes_none(leaked, leader, director):
    leakage = Leakage.objects.get()
    propose_settlement(leakage, outcome="back_to_dcc", reason="专员一直在跟", by=leader, now=THURSDAY_9)
    Visit.objects.update(tag="dcc", basis="settled")

    sign_settlement(leakage, outcome="back_to_dcc", reason="同意", by=director, now=FRIDAY_9)

    assert (TagChange.objects.count(), Leakage.objects.get().outcome) == (0, "back_to_dcc")


def test_one_settled_back_opens_again_without_what_was_proposed_and_a_signed_one_stays(leaked, leader, director):
    leakage = Leakage.objects.get()
    propose_settlement(leakage, outcome="back_to_dcc", reason="专员一直在跟", by=leader, now=THURSDAY_9)
    sign_settlement(leakage, outcome="back_to_dcc", reason="同意", by=director, now=THURSDAY_9)

    decide_tag(leaked, tag="showroom", reason="展厅的", by=director, now=FRIDAY_9)
    again = Leakage.objects.get()
    propose_settlement(again, outcome="stays_showroom", reason="展厅老客户", by=leader, now=FRIDAY_9)
    sign_settlement(again, outcome="stays_showroom", reason="同意", by=director, now=FRIDAY_9)
    decide_tag(leaked, tag="dcc", reason="复议", by=director, now=SATURDAY_9)
    decide_tag(leaked, tag="showroom", reason="再复议", by=director, now=SATURDAY_9)

    assert (again.settled_at, again.outcome, again.reason, again.proposed_at, again.proposed_by) == (None, "", "", None, None)
    assert (Leakage.objects.get().outcome, Leakage.objects.get().settled_at) == ("stays_showroom", FRIDAY_9)


def test_who_is_found_by_a_lead_without_a_number_is_completed_by_it(store, front_desk, agent):
    numberless = LeadFactory(store=store, phone=None, agent=agent)
    visit = register_visit(store, Registration(person=Person(lead_id=numberless.pk), named="called"), by=front_desk, now=WEDNESDAY_9)

    identify_visit(visit, phone="15400008888", by=front_desk, now=THURSDAY_9)

    assert (Lead.objects.get().phone, Lead.objects.get().phone_tail) == ("15400008888", "8888")
