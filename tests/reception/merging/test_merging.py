"""Two leads of one person become one (docs/rules/domain.md#merging)."""

import pytest
from django.utils import translation

from calls.models import Appointment, Call, Card, CardFact
from dcc.errors import Refused
from dcc.models import Notice
from dcc.trail.trail_words import in_words
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect_one
from leads.models import NO_NAME, Allocation, Channel, FollowUp, Handover, Inquiry, Lead, Proposal
from reception.merging.rules.merging import in_order, merge_leads
from reception.models import Leakage, Order, Visit
from tests.factories import (
    AppointmentFactory,
    CallFactory,
    CardFactory,
    FollowUpFactory,
    InquiryFactory,
    LeadFactory,
    LeakageFactory,
    OrderFactory,
    ProposalFactory,
    UserFactory,
    VisitFactory,
)
from tests.moments import FRIDAY_9, MONDAY_9, MONDAY_10, THURSDAY_9, TUESDAY_9, TUESDAY_10, TUESDAY_14, WEDNESDAY_9, WEDNESDAY_10
from tests.reception.merging.conftest import YOUNGER, with_inquiry
from tests.trail import trail


def test_the_earlier_one_stays_whichever_is_named_first(older, younger, data_manager):
    kept = merge_leads(younger, older, by=data_manager, now=WEDNESDAY_9)

    gone = Lead.objects.get(pk=younger.pk)
    assert (kept, gone.merged_into, gone.closed_as, gone.closed_at) == (older, older, "merged", WEDNESDAY_9)
    assert (kept.received_at, kept.channel, kept.agent, kept.inquiry_count) == (MONDAY_9, older.channel, older.agent, 2)


def test_of_two_at_the_same_moment_the_one_entered_first_stays(leader, agent, data_manager):
    late, early = (with_inquiry(agent, leader, received_at=MONDAY_9, opened_at=opened) for opened in (TUESDAY_9, MONDAY_10))

    assert in_order(late, early) == in_order(early, late) == (early, late)


def test_a_day_without_a_time_comes_after_the_moments_of_its_day(leader, agent):
    timed = with_inquiry(agent, leader, received_at=TUESDAY_9)
    dayless = LeadFactory(store=leader.store, received_at=TUESDAY_9.replace(hour=0))
    InquiryFactory(lead=dayless, day_only=True)

    assert in_order(dayless, timed) == (timed, dayless)


def test_everything_done_moves_and_stays_whose_it_was(older, younger, other_agent, reception, data_manager):
    call = CallFactory(lead=younger, agent=other_agent, at=TUESDAY_10)
    booked = AppointmentFactory(lead=younger, agent=other_agent, at=TUESDAY_10, scheduled_for=FRIDAY_9)
    visit = VisitFactory(store=older.store, lead=younger, tag="dcc", agent=other_agent, reception=reception, at=TUESDAY_14)
    leakage = LeakageFactory(lead=younger, at=TUESDAY_14)
    order = OrderFactory(lead=younger, at=TUESDAY_14, agent=other_agent)

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    rows = [model.objects.get(pk=row.pk) for model, row in ((Call, call), (Appointment, booked), (Visit, visit), (Order, order))]
    rows += [Inquiry.objects.get(phone=YOUNGER), Visit.objects.get(pk=leakage.visit_id)]
    assert {(row.lead, row.merged_from) for row in rows} == {(older, younger)}
    assert [row.agent for row in rows[:4]] == [other_agent] * 4
    assert Leakage.objects.get().lead == older
    kept = Lead.objects.get(pk=older.pk)
    assert (kept.first_call_at, kept.invited_at, kept.visited_at, kept.ordered_at) == (TUESDAY_10, TUESDAY_10, TUESDAY_14, TUESDAY_14)
    assert {row.channel for row in rows[:4]} == {older.channel}


def test_agent_and_specialist_it_lacks_come_from_the_younger_by_facts_of_their_own(leader, younger, other_agent, reception, data_manager):
    older = with_inquiry(None, leader, received_at=MONDAY_9)
    Handover.objects.create(store=older.store, lead=younger, reception=reception, by=data_manager, at=TUESDAY_10)
    Lead.objects.filter(pk=younger.pk).update(reception=reception)
    FollowUpFactory(lead=older, agent=None, kind="new")

    kept = merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert (kept.agent, kept.allocated_at, kept.reception) == (other_agent, WEDNESDAY_9, reception)
    given = Allocation.objects.get(lead=older)
    assert (given.previous, given.agent, given.by, given.at, given.reason) == (None, other_agent, None, WEDNESDAY_9, "merged")
    assert list(Handover.objects.filter(lead=older).values_list("reception", "by", "at")) == [(reception.pk, None, WEDNESDAY_9)]
    assert FollowUp.objects.get(lead=older).agent == other_agent


def test_the_specialist_of_the_older_stays_though_the_younger_was_received_later(older, younger, reception, data_manager, leader):
    second = UserFactory(username="second", store=leader.store, roles=["reception"])
    for lead, who, at in ((older, reception, MONDAY_10), (younger, second, TUESDAY_10)):
        VisitFactory(store=lead.store, lead=lead, tag="dcc", reception=who, at=at, taken_at=at)
        Lead.objects.filter(pk=lead.pk).update(reception=who)

    kept = merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert (kept.reception, Handover.objects.get(lead=older).reception) == (reception, reception)


def test_the_card_of_the_younger_counts_where_the_older_has_none(older, younger, other_agent, data_manager):
    CardFactory(lead=younger, agent=other_agent, at=TUESDAY_10)
    CardFact.objects.create(store=older.store, lead=younger, at=TUESDAY_10, key="budget", after="15 万")

    kept = merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    card = Card.objects.get()
    assert (card.lead, card.agent, card.at, card.channel, card.merged_from) == (older, other_agent, TUESDAY_10, older.channel, younger)
    assert (kept.card_at, kept.card_by, CardFact.objects.get().lead) == (TUESDAY_10, other_agent, older)


def test_where_both_have_a_card_the_younger_ones_stays_as_history_and_counts_nowhere(older, younger, agent, other_agent, data_manager):
    CardFactory(lead=older, agent=agent, at=TUESDAY_14)
    CardFactory(lead=younger, agent=other_agent, at=TUESDAY_10)

    kept = merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert (kept.card_at, kept.card_by) == (TUESDAY_14, agent)
    assert set(Card.objects.values_list("lead", "channel")) == {(older.pk, older.channel_id), (younger.pk, None)}


def test_the_appointment_of_the_younger_runs_on_where_there_is_none(older, younger, other_agent, data_manager):
    AppointmentFactory(lead=younger, agent=other_agent, at=TUESDAY_10, scheduled_for=FRIDAY_9, status="confirmed", confirmed_at=TUESDAY_14)

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert list(Appointment.objects.values_list("lead", "status", "ended_at", "ended_as")) == [(older.pk, "confirmed", None, "")]


@pytest.mark.parametrize(("scheduled_for", "status"), [(FRIDAY_9, "cancelled"), (WEDNESDAY_9, "no_show")])
def test_beside_another_it_is_cancelled_and_within_its_hour_a_no_show_at_once(older, younger, agent, other_agent, data_manager, scheduled_for, status):
    AppointmentFactory(lead=older, agent=agent, at=TUESDAY_10, scheduled_for=THURSDAY_9)
    AppointmentFactory(lead=younger, agent=other_agent, at=TUESDAY_10, scheduled_for=scheduled_for)

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    told = Appointment.objects.order_by("pk").values_list("lead", "status", "ended_at", "ended_as")
    assert list(told) == [(older.pk, "booked", None, ""), (older.pk, status, WEDNESDAY_9, "merged")]


@pytest.mark.parametrize(("due", "ends"), [(THURSDAY_9, "younger"), (WEDNESDAY_10, "younger"), (WEDNESDAY_9, "older")])
def test_of_one_kind_only_the_one_due_earlier_is_owed(older, younger, agent, other_agent, data_manager, due, ends):
    FollowUpFactory(lead=older, agent=agent, due_at=WEDNESDAY_10)
    FollowUpFactory(lead=younger, agent=other_agent, due_at=due, note="等电话")

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    owed = list(FollowUp.objects.filter(done_at=None).values_list("lead", "agent", "due_at", "merged_from"))
    ended = set(FollowUp.objects.exclude(done_at=None).values_list("lead", "done_at", "ended_as"))
    if ends == "younger":
        assert (owed, ended) == ([(older.pk, agent.pk, WEDNESDAY_10, None)], {(younger.pk, WEDNESDAY_9, "merged")})
    else:
        assert owed == [(older.pk, agent.pk, due, younger.pk)]
        assert ended == {(older.pk, WEDNESDAY_9, "merged"), (younger.pk, WEDNESDAY_9, "merged")}


def test_another_kind_is_owed_beside_it_by_the_agent_of_the_older(older, younger, agent, other_agent, data_manager):
    FollowUpFactory(lead=older, agent=agent, kind="grade", due_at=WEDNESDAY_10)
    FollowUpFactory(lead=younger, agent=other_agent, kind="callback", due_at=THURSDAY_9, note="等电话")

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    opened = FollowUp.objects.get(merged_from=younger)
    assert (opened.agent, opened.created_at, opened.due_at, opened.note) == (agent, WEDNESDAY_9, THURSDAY_9, "等电话")
    assert FollowUp.objects.filter(lead=older, done_at=None).count() == 2


def test_the_application_of_the_younger_is_made_again(older, younger, other_agent, data_manager):
    ProposalFactory(lead=younger, by=other_agent, at=TUESDAY_14, reason="他品战败", competitor="CR-V")

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    ended, made = Proposal.objects.order_by("pk")
    assert (ended.lead, ended.decided_at, ended.decision, ended.ended_as) == (younger, WEDNESDAY_9, "", "merged")
    assert (made.lead, made.by, made.at, made.reason, made.competitor, made.merged_from) == (older, other_agent, WEDNESDAY_9, "他品战败", "CR-V", younger)


def test_beside_an_application_of_its_own_the_younger_ones_only_ends(older, younger, agent, other_agent, data_manager):
    own = ProposalFactory(lead=older, by=agent, at=TUESDAY_14)
    ProposalFactory(lead=younger, by=other_agent, at=TUESDAY_10)

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert Proposal.objects.open().get() == own


def test_the_kept_lead_stands_for_grading_since_the_younger_did(older, younger, other_agent, data_manager):
    CallFactory(lead=younger, agent=other_agent, at=TUESDAY_10)
    Lead.objects.filter(pk=younger.pk).update(ungraded_since=TUESDAY_10)
    Lead.objects.filter(pk=older.pk).update(graded_at=TUESDAY_14, grade="A")

    kept = merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert (kept.grade, kept.ungraded_since) == ("A", TUESDAY_10)


def test_what_the_older_does_not_know_it_learns(leader, agent, younger, data_manager):
    older = with_inquiry(agent, leader, received_at=MONDAY_9, city="长春")
    Lead.objects.filter(pk=younger.pk).update(city="吉林", gender="male", level="A")

    kept = merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert (kept.name, kept.model, kept.city, kept.gender, kept.level, kept.second_phone) == ("王先生", "RAV4荣放 双擎", "长春", "male", "A", YOUNGER)


def test_two_running_orders_are_refused_and_one_is_not(older, younger, data_manager):
    OrderFactory(lead=older)
    second = OrderFactory(lead=younger, at=TUESDAY_10)

    with pytest.raises(Refused, match="先办完一个"):
        merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    Order.objects.filter(pk=second.pk).update(cancelled_at=TUESDAY_14)
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    assert set(Order.objects.values_list("lead", "merged_from")) == {(older.pk, None), (older.pk, younger.pk)}


@pytest.mark.parametrize("closed", ["older", "younger"])
def test_a_closed_lead_is_not_merged(request, older, younger, data_manager, closed):
    Lead.objects.filter(pk=request.getfixturevalue(closed).pk).update(closed_at=TUESDAY_14, closed_as="lost", reason="取消计划")

    with pytest.raises(Refused, match="战败"):
        merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)


def test_a_lead_is_not_merged_with_itself_nor_with_another_stores(older, other_store, data_manager):
    for other, words in ((older, "同一条线索"), (LeadFactory(store=other_store), "不同门店")):
        with pytest.raises(Refused, match=words):
            merge_leads(older, other, by=data_manager, now=WEDNESDAY_9)


def test_both_agents_are_told_and_the_trail_says_it_of_both(older, younger, agent, other_agent, data_manager):
    merge_leads(older, younger, why="second_phone", by=data_manager, now=WEDNESDAY_9)

    assert set(Notice.objects.values_list("user", "kind", "lead_id")) == {(each.pk, "lead.merged", older.pk) for each in (agent, other_agent)}
    assert trail("lead.merge") == [{"lead": older.pk, "alike": "second_phone"}]
    assert trail("lead.take_in") == [{"lead": younger.pk, "fields": ["second_phone"]}]


def test_the_trail_says_the_facts_that_came_along_in_words(older, younger, data_manager):
    Lead.objects.filter(pk=older.pk).update(name=NO_NAME, model="", released_at=MONDAY_9)
    Lead.objects.filter(pk=younger.pk).update(name="王建国", given_name="建国", initials="wjg", model="速腾", released_at=TUESDAY_9)

    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    (detail,) = trail("lead.take_in")
    with translation.override("zh-hans"):
        said = in_words("lead.take_in", {"fields": detail["fields"], "released_before": detail["released_before"]})
    assert said.facts == ["车型、姓名、部长已解除转出、第二电话"]


def test_the_number_of_the_younger_finds_the_kept_lead_and_a_second_number_nobody(store, older, younger, data_manager):
    Lead.objects.filter(pk=older.pk).update(second_phone="15500001111")
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    channel = Channel.objects.filter(store=store).first()

    found = collect_one(store, Arrival(phone=YOUNGER), channel=channel, by=data_manager, now=WEDNESDAY_10)
    second = collect_one(store, Arrival(phone="15500001111"), channel=channel, by=data_manager, now=WEDNESDAY_10)

    assert (found.outcome, found.lead, second.outcome) == ("merged", older, "created")


def test_merged_on_into_a_third_the_number_of_the_first_finds_that_one(store, leader, agent, older, younger, data_manager):
    oldest = with_inquiry(agent, leader, received_at=MONDAY_9.replace(hour=8))
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    merge_leads(oldest, older, by=data_manager, now=WEDNESDAY_10)

    found = collect_one(store, Arrival(phone=YOUNGER), channel=older.channel, by=data_manager, now=WEDNESDAY_10)

    assert (found.lead, set(Inquiry.objects.filter(lead=oldest).values_list("merged_from", flat=True))) == (oldest, {None, older.pk, younger.pk})
