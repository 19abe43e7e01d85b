"""The data manager's judgement and what follows from it by itself."""

import pytest

from dcc.errors import Refused
from dcc.models import Absence, Notice
from dcc.store.rules.house_rules import change_settings
from leads.grading.rules.grading import grade_lead, note_contact
from leads.grading.waiting_lists import grading_list
from leads.models import FollowUp, Grading, Handover, Lead, Proposal
from leads.pool.rules.giving import give_lead
from tests.factories import FollowUpFactory, LeadFactory, ProposalFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, TUESDAY_9, moment
from tests.trail import trail


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, reached_at=MONDAY_9, ungraded_since=MONDAY_9)


def duties():
    return list(FollowUp.objects.order_by("id").values_list("kind", "due_at", "ended_as"))


def test_the_lead_carries_the_latest_judgement_and_the_history_keeps_all(data_manager, lead):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_9)
    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)

    assert Lead.objects.get().grade == "H"
    assert list(lead.gradings.order_by("at").values_list("grade", flat=True)) == ["A", "H"]
    assert trail("lead.grade") == [{"before": "", "after": "A"}, {"before": "A", "after": "H"}]


def test_a_graded_lead_leaves_the_grading_list_until_the_next_contact(data_manager, lead):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)
    after_grading = Lead.objects.get().ungraded_since
    note_contact(lead, at=MONDAY_11)

    assert (after_grading, Lead.objects.get().ungraded_since) == (None, MONDAY_11)


def test_the_first_contact_since_the_last_grading_is_the_one_it_waits_from(lead):
    for at in (MONDAY_11, MONDAY_14):
        note_contact(lead, at=at)

    assert Lead.objects.get().ungraded_since == MONDAY_9


def test_high_intent_names_the_specialist_whose_turn_it_is_and_tells_both(data_manager, agent, lead):
    first, second = (UserFactory(store=lead.store, roles=["reception"], username=name) for name in ("r1", "r2"))
    Handover.objects.create(store=lead.store, lead=LeadFactory(store=lead.store), reception=first, at=MONDAY_9)

    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)

    assert Lead.objects.get(pk=lead.pk).reception == second
    assert list(Handover.objects.filter(lead=lead).values_list("reception", "by", "at")) == [(second.pk, data_manager.pk, MONDAY_10)]
    assert list(Notice.objects.order_by("id").values_list("user", "kind")) == [(second.pk, "lead.high"), (agent.pk, "lead.high_agent")]


@pytest.mark.parametrize("apart", [1, 0])
def test_turns_go_round(data_manager, agent, apart):
    people = [UserFactory(store=agent.store, roles=["reception"], username=name) for name in ("r1", "r2")]
    leads = [LeadFactory(store=agent.store, agent=agent) for _number in range(4)]

    for minute, lead in enumerate(leads):
        grade_lead(lead, grade="H", by=data_manager, now=moment(23, 10, minute * apart))

    assert [Lead.objects.get(pk=lead.pk).reception for lead in leads] == people * 2


def test_who_is_away_today_has_no_turn_while_somebody_is_there(data_manager, reception, lead):
    there = UserFactory(store=lead.store, roles=["reception"], username="z-last")
    Absence.objects.create(user=reception, day=MONDAY_10.date(), by=reception)

    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)

    assert Lead.objects.get().reception == there


def test_where_nobody_is_on_duty_it_goes_by_turn_among_all_and_the_leader_is_told(data_manager, leader, reception, lead):
    other = UserFactory(store=lead.store, roles=["reception"], username="a-first")
    for person in (reception, other):
        Absence.objects.create(user=person, day=MONDAY_10.date(), by=person)

    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)

    assert Lead.objects.get().reception == other
    assert [notice.detail for notice in Notice.objects.filter(user=leader, kind="lead.high_alone")] == [{"reception": other.pk}]


def test_where_there_is_no_specialist_at_all_the_agent_calls_on(data_manager, agent, leader, lead):
    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)

    assert list(FollowUp.objects.values_list("kind", "agent", "due_at")) == [("callback", agent.pk, MONDAY_10)]
    assert Notice.objects.filter(user=leader, kind="lead.high_alone").count() == 1


def test_where_there_is_no_specialist_the_call_waits_for_the_next_opening(data_manager, agent, lead):
    grade_lead(lead, grade="H", by=data_manager, now=moment(23, 19))

    assert list(FollowUp.objects.values_list("kind", "due_at")) == [("callback", moment(24, 8, 30))]


def test_a_grade_undone_ends_the_call_it_had_opened(data_manager, agent, lead):
    first = grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)
    grade_lead(Lead.objects.get(), grade="L", by=data_manager, now=moment(23, 10, 1))

    assert (first.grade, list(FollowUp.objects.values_list("kind", "ended_as"))) == ("H", [("callback", "undone")])


def test_high_intent_keeps_the_specialist_the_lead_has(data_manager, reception, lead):
    UserFactory(store=lead.store, roles=["reception"], username="a-first")
    lead.reception = reception
    lead.save()

    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)

    assert (Lead.objects.get().reception, Handover.objects.count()) == (reception, 0)
    assert (reception.pk, "lead.high") in Notice.objects.values_list("user", "kind")


def test_ordinary_is_called_again_three_calendar_days_later_at_the_same_time_of_day(data_manager, agent, lead):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_14)

    assert duties() == [("grade", moment(26, 14), "")]
    assert FollowUp.objects.get().agent == agent


@pytest.mark.parametrize(
    ("graded", "due"),
    [(moment(23, 7), moment(26, 8, 30)), (moment(23, 18), moment(27, 8, 30)), (moment(23, 17, 59), moment(26, 17, 59)), (moment(23, 22), moment(27, 8, 30))],
)
def test_outside_working_hours_it_waits_for_the_next_opening(data_manager, lead, graded, due):
    grade_lead(lead, grade="A", by=data_manager, now=graded)

    assert duties() == [("grade", due, "")]


def test_a_holiday_does_not_move_it(data_manager, director, lead):
    change_settings(lead.store, values={"closed_days": ["2026-11-26"]}, by=director, now=MONDAY_9)

    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_14)

    assert duties() == [("grade", moment(26, 14), "")]


def test_the_store_may_set_the_days(data_manager, leader, lead):
    change_settings(lead.store, values={"grade_follow_up_days": 5}, by=leader, now=MONDAY_9)

    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_14)

    assert duties() == [("grade", moment(28, 14), "")]


def test_an_earlier_open_follow_up_of_that_kind_ends_as_replaced_and_others_do_not(data_manager, lead):
    FollowUpFactory(lead=lead, kind="grade", due_at=TUESDAY_9)
    FollowUpFactory(lead=lead, kind="callback", due_at=TUESDAY_9)

    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_14)

    assert duties() == [("grade", TUESDAY_9, "replaced"), ("callback", TUESDAY_9, ""), ("grade", moment(26, 14), "")]


@pytest.mark.parametrize("grade", ["L", "F"])
def test_low_and_lost_go_to_the_leaders_list(data_manager, lead, grade):
    grade_lead(lead, grade=grade, by=data_manager, now=MONDAY_10)

    assert (Lead.objects.get().review_since, duties()) == (MONDAY_10, [])


def test_undoing_ordinary_ends_its_follow_up(data_manager, lead):
    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)

    grade_lead(lead, grade="L", by=data_manager, now=MONDAY_11)

    assert duties() == [("grade", moment(26, 10), "undone")]
    assert Lead.objects.get().review_since == MONDAY_11


def test_undoing_low_takes_the_lead_off_the_leaders_list(data_manager, lead):
    grade_lead(lead, grade="L", by=data_manager, now=MONDAY_10)

    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_11)

    assert Lead.objects.get().review_since is None


def test_undoing_high_intent_takes_the_name_back(data_manager, reception, lead):
    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)

    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_11)

    assert Lead.objects.get().reception is None
    assert list(Handover.objects.values_list("reception", flat=True)) == [reception.pk, None]


def test_a_new_judgement_after_new_contact_undoes_nothing(data_manager, reception, lead):
    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)
    note_contact(lead, at=MONDAY_11)

    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_14)

    assert Lead.objects.get().reception == reception


def test_the_specialist_who_received_the_person_stays_though_the_grade_is_undone(data_manager, reception, lead):
    grade_lead(lead, grade="H", by=data_manager, now=MONDAY_10)
    Lead.objects.update(visited_at=MONDAY_11)

    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_14)

    assert Lead.objects.get().reception == reception


def test_a_key_pressed_twice_grades_once(data_manager, lead):
    grade_lead(lead, grade="A", only_waiting=True, by=data_manager, now=MONDAY_10)

    with pytest.raises(Refused):
        grade_lead(lead, grade="A", only_waiting=True, by=data_manager, now=MONDAY_10)

    assert Grading.objects.count() == 1


def test_grading_ends_the_flag_of_the_ladder_and_lets_it_begin_anew(data_manager, lead):
    Lead.objects.update(tries=4, unreached_at=MONDAY_9)

    grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)

    assert list(Lead.objects.values_list("tries", "unreached_at")) == [(0, None)]


@pytest.mark.parametrize(("grade", "decision"), [("F", ""), ("L", ""), ("A", "rejected"), ("H", "rejected")])
def test_an_application_for_lost_is_left_for_the_leader_only_by_low_and_lost(data_manager, agent, lead, grade, decision):
    ProposalFactory(lead=lead, by=agent, reason="价格不合")

    grade_lead(lead, grade=grade, by=data_manager, now=MONDAY_10)

    assert Proposal.objects.get().decision == decision


def test_an_application_for_invalid_is_rejected_by_any_grade(data_manager, agent, lead):
    ProposalFactory(lead=lead, kind="invalid", by=agent, reason="空错号")

    grade_lead(lead, grade="L", by=data_manager, now=MONDAY_10)

    assert Proposal.objects.get().decision == "rejected"
    assert ("lead.rejected", agent.pk) in Notice.objects.values_list("kind", "user")


def test_a_closed_lead_is_not_graded(data_manager, lead):
    Lead.objects.update(closed_at=MONDAY_9, closed_as="delivered")

    with pytest.raises(Refused):
        grade_lead(lead, grade="A", by=data_manager, now=MONDAY_10)

    assert Grading.objects.count() == 0


def test_promises_move_along_with_the_lead_and_the_specialists_stay(agent, other_agent, leader, reception, lead):
    Lead.objects.update(reception=reception)
    FollowUpFactory(lead=lead, agent=agent, kind="grade")
    FollowUpFactory(lead=lead, agent=reception, kind="after_visit")

    give_lead(lead, agent=other_agent, reason="review", by=leader, now=MONDAY_10)

    assert list(FollowUp.objects.order_by("id").values_list("kind", "agent")) == [("grade", other_agent.pk), ("after_visit", reception.pk)]


def test_once_graded_as_lost_an_application_waits_for_the_leader_alone(data_manager, agent, lead):
    ProposalFactory(lead=lead, by=agent, reason="价格不合", at=MONDAY_9)
    before = [row.lead for row in grading_list(data_manager, MONDAY_10)]

    grade_lead(lead, grade="F", by=data_manager, now=MONDAY_10)

    assert (before, grading_list(data_manager, MONDAY_11), Lead.objects.get().review_since) == ([lead], [], MONDAY_10)


def test_who_was_spoken_with_and_has_no_next_step_is_graded_first(data_manager, agent, lead):
    Lead.objects.filter(pk=lead.pk).update(reached_at=MONDAY_9, first_call_at=MONDAY_9, ungraded_since=MONDAY_9)
    FollowUpFactory(lead=lead, agent=agent, due_at=TUESDAY_9)
    spoken = {"store": lead.store, "agent": agent, "first_call_at": MONDAY_10, "ungraded_since": MONDAY_10}
    loose = LeadFactory(**spoken, reached_at=MONDAY_10)
    LeadFactory(**spoken, reached_at=None)

    rows = grading_list(data_manager, MONDAY_11)

    assert [(row.lead, row.loose) for row in rows[:2]] == [(loose, True), (lead, False)]
    assert [row.loose for row in rows] == [True, False, False]
