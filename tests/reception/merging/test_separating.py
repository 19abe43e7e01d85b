"""A merge is taken back: exactly, but for what came since (docs/rules/domain.md#merging)."""

import pytest

from calls.models import Appointment, Call, Card
from dcc.errors import Refused
from dcc.models import Notice
from leads.grading.rules.closing_leads import close_lead
from leads.models import NO_NAME, Allocation, FollowUp, Handover, Inquiry, Lead, Proposal
from reception.merging.rules.merging import merge_leads, separate_leads
from reception.models import Leakage
from tests.factories import AppointmentFactory, CallFactory, CardFactory, FollowUpFactory, LeadFactory, LeakageFactory, ProposalFactory
from tests.moments import FRIDAY_9, MONDAY_9, THURSDAY_9, TUESDAY_9, TUESDAY_10, TUESDAY_14, WEDNESDAY_9, WEDNESDAY_10
from tests.reception.merging.conftest import YOUNGER, with_inquiry


def test_what_moved_and_what_ended_is_the_youngers_again(older, younger, agent, other_agent, data_manager):
    CallFactory(lead=younger, agent=other_agent, at=TUESDAY_10)
    CardFactory(lead=younger, agent=other_agent, at=TUESDAY_10)
    LeakageFactory(lead=younger, at=TUESDAY_14)
    FollowUpFactory(lead=older, agent=agent, due_at=THURSDAY_9)
    FollowUpFactory(lead=younger, agent=other_agent, due_at=WEDNESDAY_10)
    ProposalFactory(lead=younger, by=other_agent, at=TUESDAY_14)
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    separate_leads(younger, by=data_manager, now=WEDNESDAY_10)

    again, kept = Lead.objects.get(pk=younger.pk), Lead.objects.get(pk=older.pk)
    assert (again.is_open, again.merged_into, again.inquiry_count, again.first_call_at, again.card_by) == (True, None, 1, TUESDAY_10, other_agent)
    assert (kept.inquiry_count, kept.first_call_at, kept.card_at, kept.second_phone) == (1, None, None, "")
    assert {(row.lead, row.merged_from) for row in (Call.objects.get(), Card.objects.get(), Inquiry.objects.get(phone=YOUNGER))} == {(younger, None)}
    assert Leakage.objects.get().lead == younger
    owed = FollowUp.objects.values_list("lead", "due_at", "done_at", "ended_as")
    assert set(owed) == {(older.pk, THURSDAY_9, None, ""), (younger.pk, WEDNESDAY_10, None, "")}
    assert list(Proposal.objects.values_list("lead", "decided_at", "ended_as")) == [(younger.pk, None, "")]
    assert FollowUp.every.exclude(annulled_at=None).count() == Proposal.every.exclude(annulled_at=None).count() == 1


def test_the_hand_it_was_given_is_taken_back_and_one_given_since_stays(leader, younger, agent, other_agent, data_manager):
    pooled, given = (with_inquiry(None, leader, received_at=MONDAY_9) for _number in range(2))
    second = with_inquiry(other_agent, leader, received_at=TUESDAY_9)
    FollowUpFactory(lead=pooled, agent=None, kind="new")
    merge_leads(pooled, younger, by=data_manager, now=WEDNESDAY_9)
    merge_leads(given, second, by=data_manager, now=WEDNESDAY_9)
    Allocation.objects.create(store=given.store, lead=given, previous=other_agent, agent=agent, by=leader, at=WEDNESDAY_10)
    Lead.objects.filter(pk=given.pk).update(agent=agent, allocated_at=WEDNESDAY_10)

    separate_leads(younger, by=data_manager, now=THURSDAY_9)
    separate_leads(second, by=data_manager, now=THURSDAY_9)

    assert dict(Lead.objects.filter(pk__in=[pooled.pk, given.pk]).values_list("pk", "agent")) == {pooled.pk: None, given.pk: agent.pk}
    assert list(Allocation.objects.filter(lead__in=[pooled, given]).values_list("lead", "agent")) == [(given.pk, agent.pk)]
    assert FollowUp.objects.get(lead=pooled).agent is None


def test_a_specialist_named_by_the_merge_is_named_no_more(older, younger, reception, data_manager):
    Handover.objects.create(store=older.store, lead=younger, reception=reception, by=data_manager, at=TUESDAY_10)
    Lead.objects.filter(pk=younger.pk).update(reception=reception)
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    separate_leads(younger, by=data_manager, now=WEDNESDAY_10)

    assert dict(Lead.objects.values_list("pk", "reception")) == {older.pk: None, younger.pk: reception.pk}


def test_what_came_since_stays_with_the_kept_lead(older, younger, agent, data_manager):
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    since = CallFactory(lead=older, agent=agent, at=WEDNESDAY_10)

    separate_leads(younger, by=data_manager, now=THURSDAY_9)

    assert (Call.objects.get(pk=since.pk).lead, Lead.objects.get(pk=older.pk).call_count, Lead.objects.get(pk=younger.pk).call_count) == (older, 1, 0)


def test_a_duty_done_meanwhile_is_done_for_the_kept_lead_and_owed_to_the_younger(older, younger, agent, other_agent, data_manager):
    FollowUpFactory(lead=older, agent=agent, due_at=THURSDAY_9)
    FollowUpFactory(lead=younger, agent=other_agent, due_at=WEDNESDAY_10)
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    FollowUp.objects.filter(merged_from=younger).update(done_at=WEDNESDAY_10, ended_as="done")

    separate_leads(younger, by=data_manager, now=THURSDAY_9)

    told = set(FollowUp.objects.values_list("lead", "done_at", "ended_as"))
    assert told == {(older.pk, WEDNESDAY_10, "done"), (younger.pk, None, "")}


def test_a_duty_of_the_kind_agreed_since_has_replaced_the_former(older, younger, agent, other_agent, data_manager):
    FollowUpFactory(lead=older, agent=agent, due_at=THURSDAY_9)
    FollowUpFactory(lead=younger, agent=other_agent, due_at=WEDNESDAY_10)
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    FollowUp.objects.filter(merged_from=younger).update(done_at=WEDNESDAY_10, ended_as="replaced")
    FollowUpFactory(lead=older, agent=agent, created_at=WEDNESDAY_10, due_at=FRIDAY_9)

    separate_leads(younger, by=data_manager, now=THURSDAY_9)

    told = set(FollowUp.objects.filter(lead=older).values_list("due_at", "done_at", "ended_as"))
    assert told == {(THURSDAY_9, WEDNESDAY_10, "replaced"), (FRIDAY_9, None, "")}


@pytest.mark.parametrize(("scheduled_for", "status", "ended_at"), [(FRIDAY_9, "confirmed", None), (WEDNESDAY_10, "no_show", WEDNESDAY_10.replace(hour=11))])
def test_an_appointment_the_merge_ended_runs_on_or_was_missed(older, younger, agent, other_agent, data_manager, scheduled_for, status, ended_at):
    AppointmentFactory(lead=older, agent=agent, at=TUESDAY_10, scheduled_for=FRIDAY_9)
    AppointmentFactory(lead=younger, agent=other_agent, at=TUESDAY_10, scheduled_for=scheduled_for, status="confirmed", confirmed_at=TUESDAY_14)
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)

    separate_leads(younger, by=data_manager, now=THURSDAY_9)

    assert list(Appointment.objects.filter(lead=younger).values_list("status", "ended_at", "ended_as")) == [(status, ended_at, "")]


def test_facts_it_had_learned_are_forgotten_unless_written_anew(leader, agent, younger, data_manager):
    older = with_inquiry(agent, leader, received_at=MONDAY_9)
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    Lead.objects.filter(pk=older.pk).update(model="凯美瑞")

    separate_leads(younger, by=data_manager, now=WEDNESDAY_10)

    kept = Lead.objects.get(pk=older.pk)
    assert (kept.name, kept.initials, kept.model, kept.second_phone) == (NO_NAME, "", "凯美瑞", "")


def test_the_second_of_two_merges_is_taken_back_first(leader, agent, older, younger, data_manager):
    oldest = with_inquiry(agent, leader, received_at=MONDAY_9.replace(hour=8))
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    merge_leads(oldest, older, by=data_manager, now=WEDNESDAY_10)

    with pytest.raises(Refused, match="先"):
        separate_leads(younger, by=data_manager, now=THURSDAY_9)
    separate_leads(older, by=data_manager, now=THURSDAY_9)
    assert set(Inquiry.objects.values_list("lead", "merged_from")) == {(oldest.pk, None), (older.pk, None), (older.pk, younger.pk)}
    separate_leads(younger, by=data_manager, now=THURSDAY_9)
    assert set(Inquiry.objects.values_list("lead", "merged_from")) == {(oldest.pk, None), (older.pk, None), (younger.pk, None)}


@pytest.mark.parametrize("number", [YOUNGER, "15400002071"])
def test_refused_while_either_number_is_open_elsewhere(older, younger, data_manager, number):
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    if number != YOUNGER:
        Lead.objects.filter(pk=older.pk).update(phone=None)
        Lead.objects.filter(pk=younger.pk).update(phone=number)
    LeadFactory(store=older.store, phone=number, name="另一位")

    with pytest.raises(Refused, match="另一位"):
        separate_leads(younger, by=data_manager, now=WEDNESDAY_10)


def test_refused_while_the_kept_lead_is_closed_and_for_what_was_never_merged(older, younger, data_manager):
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    close_lead(Lead.objects.get(pk=older.pk), outcome="lost", reason="取消计划", by=data_manager, now=WEDNESDAY_10)

    with pytest.raises(Refused, match="战败"):
        separate_leads(younger, by=data_manager, now=WEDNESDAY_10)
    with pytest.raises(Refused, match="没有并进"):
        separate_leads(older, by=data_manager, now=WEDNESDAY_10)


def test_both_agents_are_told(older, younger, agent, other_agent, data_manager):
    merge_leads(older, younger, by=data_manager, now=WEDNESDAY_9)
    separate_leads(younger, by=data_manager, now=WEDNESDAY_10)

    told = Notice.objects.filter(kind="lead.separated").values_list("user", "lead_id")
    assert set(told) == {(agent.pk, younger.pk), (other_agent.pk, younger.pk)}
