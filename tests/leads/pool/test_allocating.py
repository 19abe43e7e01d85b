"""Leads are given, once."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dcc.errors import Refused
from dcc.models import Notice, User
from dcc.notices.telling import sentences
from dcc.people.rules.absences import mark_away
from leads.grading.rules.closing_leads import close_lead
from leads.models import Allocation, FollowUp, Lead
from leads.pool.rules.allocating import UNDO_WITHIN, Move, allocate, moves_of, undo_allocation
from tests.factories import FollowUpFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11
from tests.trail import trail


def give(leads, agent, *, by, now=MONDAY_9):
    """Give leads of the pool to an agent by hand."""
    return allocate(by.store, [Move(lead.pk, agent.pk, "hand") for lead in leads], by=by, now=now)


def test_leads_given_are_the_agents_with_a_row_each_one_deed_and_one_notice(leader, agent):
    leads = LeadFactory.create_batch(3, store=leader.store)

    dealt = give(leads, agent, by=leader)

    assert (dealt.given, dealt.missed) == ([lead.pk for lead in leads], [])
    assert set(Lead.objects.values_list("agent", "allocated_at")) == {(agent.pk, MONDAY_9)}
    assert set(Allocation.objects.values_list("previous", "agent", "by", "at", "reason")) == {(None, agent.pk, leader.pk, MONDAY_9, "hand")}
    assert trail("lead.allocate") == [{"count": 3, "why": ["hand"]}]
    assert list(Notice.objects.values_list("user", "kind", "lead_id", "detail")) == [(agent.pk, "lead.given", None, {"count": 3, "by": leader.pk})]


def test_a_single_lead_is_named_in_the_notice(leader, agent):
    lead = LeadFactory(store=leader.store)

    give([lead], agent, by=leader)

    assert Notice.objects.get().lead_id == lead.pk


def told(*people):
    """{person: [(kind, count, whether it was read)]} of what people were told."""
    rows = Notice.objects.order_by("id").values_list("user", "kind", "detail__count", "read_at")
    return {person: [(kind, count, bool(read)) for user, kind, count, read in rows if user == person.pk] for person in people}


def test_of_a_deed_undone_its_taker_is_told_that_the_leads_are_gone_and_reads_no_more_that_they_came(leader, agent):
    dealt = give(LeadFactory.create_batch(3, store=leader.store), agent, by=leader)

    undo_allocation(Allocation.objects.get(pk=dealt.first), by=leader, now=MONDAY_9 + UNDO_WITHIN)

    assert told(agent) == {agent: [("lead.given", 3, True), ("lead.taken_back", 3, False)]}


def test_what_was_undone_goes_back_to_its_former_owner_as_theirs_and_not_as_given(leader, agent, other_agent):
    leads = LeadFactory.create_batch(2, store=leader.store, agent=agent)
    moved = allocate(leader.store, [Move(lead.pk, other_agent.pk, "busy", agent.pk) for lead in leads], by=leader, now=MONDAY_9)
    Lead.objects.filter(pk=leads[0].pk).update(last_call_at=MONDAY_10)  # called meanwhile: it stays with the taker

    undo_allocation(Allocation.objects.get(pk=moved.first), by=leader, now=MONDAY_9 + UNDO_WITHIN)

    assert told(agent, other_agent) == {agent: [("lead.given_back", 1, False)], other_agent: [("lead.given", 2, False), ("lead.taken_back", 1, False)]}


def test_the_notices_of_a_deed_say_whose_the_leads_were_and_lead_to_them(leader, agent, other_agent):
    leads = LeadFactory.create_batch(2, store=leader.store, agent=other_agent)
    allocate(leader.store, [Move(lead.pk, agent.pk, "left", other_agent.pk) for lead in leads], by=leader, now=MONDAY_9)

    [(_notice, sentence, url)] = sentences(agent, list(Notice.objects.all()), now=MONDAY_10)

    [deed] = parse_qs(urlsplit(url).query)["deed"]
    assert (sentence, datetime.fromisoformat(deed)) == (f"{leader.name}把 {other_agent.name}（已离职）的 2 条线索分给你", MONDAY_9)


def test_a_lead_somebody_else_took_meanwhile_stays_theirs_and_is_reported(leader, agent, other_agent):
    free, taken = LeadFactory(store=leader.store), LeadFactory(store=leader.store, agent=other_agent)

    dealt = give([free, taken], agent, by=leader)

    assert (dealt.given, dealt.missed) == ([free.pk], [taken.pk])
    assert Lead.objects.get(pk=taken.pk).agent == other_agent


def test_a_closed_lead_and_one_of_another_store_are_not_given(leader, agent, other_store):
    closed, foreign = LeadFactory(store=leader.store), LeadFactory(store=other_store)
    close_lead(closed, outcome="lost", reason="其他", by=leader, now=MONDAY_9)

    dealt = give([closed, foreign], agent, by=leader)

    assert (dealt.given, dealt.missed) == ([], [closed.pk, foreign.pk])
    assert Allocation.objects.count() == 0


def test_twice_is_once(leader, agent):
    lead = LeadFactory(store=leader.store)

    first, second = give([lead], agent, by=leader), give([lead], agent, by=leader)

    assert (first.given, second.missed) == ([lead.pk], [lead.pk])
    assert Allocation.objects.count() == 1


def test_nothing_is_given_to_somebody_away_and_the_sentence_names_them(leader, agent):
    mark_away(agent, last=MONDAY_9.date(), by=leader, now=MONDAY_9)
    lead = LeadFactory(store=leader.store)

    with pytest.raises(Refused, match=agent.name):
        give([lead], agent, by=leader)

    assert Lead.objects.get().agent is None


@pytest.mark.parametrize("whom", ["reception", "foreign_agent"])
def test_only_agents_of_the_store_get_leads(request, leader, whom):
    lead = LeadFactory(store=leader.store)

    with pytest.raises(Refused):
        give([lead], request.getfixturevalue(whom), by=leader)

    assert Lead.objects.get().agent is None


def test_a_lead_goes_back_to_the_pool_and_waits_again(leader, agent):
    lead = LeadFactory(store=leader.store, agent=agent)

    allocate(leader.store, moves_of([(lead.pk, agent.pk)], agent=None, reason="busy"), by=leader, now=MONDAY_10)

    assert list(Lead.objects.in_pool()) == [lead]
    assert list(Lead.objects.in_pool().taken_back()) == [lead]
    assert Allocation.objects.values_list("previous", "agent", "reason").get() == (agent.pk, None, "busy")
    assert trail("lead.to_pool") == [{"count": 1, "why": ["busy"]}]


def test_promises_move_along(leader, agent, other_agent):
    lead = LeadFactory(store=leader.store, agent=agent)
    FollowUpFactory(lead=lead)

    allocate(leader.store, moves_of([(lead.pk, agent.pk)], agent=other_agent.pk, reason="customer"), by=leader, now=MONDAY_10)

    assert FollowUp.objects.get().agent == other_agent


def test_moves_leave_out_who_has_it_already_and_out_of_the_pool_needs_no_reason():
    moves = moves_of([(1, None), (2, 7), (3, 8)], agent=7, reason="busy")

    assert moves == [Move(1, 7, "hand", None), Move(3, 7, "busy", 8)]


def test_the_last_deed_is_undone_where_nobody_touched_the_leads(leader, agent):
    leads = LeadFactory.create_batch(2, store=leader.store)
    dealt = give(leads, agent, by=leader)

    undone = undo_allocation(Allocation.objects.get(pk=dealt.first), by=leader, now=MONDAY_9)

    assert sorted(undone.given) == [lead.pk for lead in leads]
    assert list(Lead.objects.in_pool().fresh()) == leads
    assert list(Allocation.objects.filter(reason="undo").values_list("previous", "agent")) == [(agent.pk, None)] * 2


def test_what_was_called_or_given_on_stays_when_a_deed_is_undone(leader, agent, other_agent):
    called, moved, idle = leads = LeadFactory.create_batch(3, store=leader.store)
    dealt = give(leads, agent, by=leader)
    Lead.objects.filter(pk=called.pk).update(last_call_at=MONDAY_9)
    allocate(leader.store, [Move(moved.pk, other_agent.pk, "busy", agent.pk)], by=leader, now=MONDAY_10)

    undone = undo_allocation(Allocation.objects.get(pk=dealt.first), by=leader, now=MONDAY_10.replace(minute=0, hour=9))

    assert (undone.given, sorted(undone.missed)) == ([idle.pk], [called.pk, moved.pk])
    assert dict(Lead.objects.values_list("pk", "agent")) == {called.pk: agent.pk, moved.pk: other_agent.pk, idle.pk: None}


@pytest.mark.parametrize("gone", ["left", "away"])
def test_a_deed_is_not_undone_towards_somebody_who_left_or_is_away(leader, agent, other_agent, gone):
    back, free = LeadFactory(store=leader.store, agent=other_agent), LeadFactory(store=leader.store)
    moves = [Move(back.pk, agent.pk, "busy", other_agent.pk), Move(free.pk, agent.pk, "hand")]
    dealt = allocate(leader.store, moves, by=leader, now=MONDAY_9)
    if gone == "left":
        User.objects.filter(pk=other_agent.pk).update(left_at=MONDAY_9)
    else:
        mark_away(other_agent, last=MONDAY_9.date(), by=leader, now=MONDAY_9)

    with pytest.raises(Refused, match=other_agent.name):
        undo_allocation(Allocation.objects.get(pk=dealt.first), by=leader, now=MONDAY_9)

    assert (set(Lead.objects.values_list("agent", flat=True)), Allocation.objects.filter(reason="undo").count()) == ({agent.pk}, 0)


def test_what_was_handed_over_on_leaving_is_not_undone(leader, agent, other_agent):
    lead = LeadFactory(store=leader.store, agent=agent)
    dealt = allocate(leader.store, [Move(lead.pk, other_agent.pk, "left", agent.pk)], by=leader, now=MONDAY_9)

    with pytest.raises(Refused, match="离职"):
        undo_allocation(Allocation.objects.get(pk=dealt.first), by=leader, now=MONDAY_9)

    assert Lead.objects.get().agent == other_agent


def test_undone_twice_is_undone_once(leader, agent):
    dealt = give([LeadFactory(store=leader.store)], agent, by=leader)
    allocation = Allocation.objects.get(pk=dealt.first)

    counts = [len(undo_allocation(allocation, by=leader, now=MONDAY_9).given) for _time in range(2)]

    assert counts == [1, 0]


def test_only_whoever_did_it_undoes_it_and_only_for_half_an_hour(leader, agent):
    dealt = give([LeadFactory(store=leader.store)], agent, by=leader)
    allocation = Allocation.objects.get(pk=dealt.first)
    other = UserFactory(store=leader.store, roles=["leader"])

    for person, now in ((other, MONDAY_9), (leader, MONDAY_11)):
        with pytest.raises(Refused):
            undo_allocation(allocation, by=person, now=now)

    assert Lead.objects.get().agent == agent


def test_three_hundred_leads_take_as_many_questions_as_ten(leader, agent):
    few, many = LeadFactory.create_batch(10, store=leader.store), LeadFactory.create_batch(300, store=leader.store)

    with CaptureQueriesContext(connection) as small:
        give(few, agent, by=leader)
    with CaptureQueriesContext(connection) as large:
        give(many, agent, by=leader, now=MONDAY_10)

    assert len(large) == len(small)
