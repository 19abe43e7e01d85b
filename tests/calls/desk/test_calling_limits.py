"""Calls of which two lie at one moment, or exactly at a limit: which is first, late, answered; which missed one is kept."""

from contextlib import nullcontext
from datetime import timedelta

import pytest

from calls.desk.queue import agenda_of
from calls.desk.rules.calling import Said, log_call
from calls.models import Call
from dcc.errors import Refused
from dcc.models import Notice
from leads.models import FollowUp, Lead
from tests.factories import FollowUpFactory, InquiryFactory, LeadFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, MONDAY_17, TUESDAY_9, moment

TICK = timedelta.resolution
SILENCE = Said(outcome="no_answer")
TALKED = Said(outcome="connected", direction="in")


def missed(at) -> Said:
    return Said(outcome="missed", direction="in", at=at)


@pytest.fixture
def lead(agent) -> Lead:
    return LeadFactory(store=agent.store, agent=agent)


def noted(*facts: str) -> list[tuple]:
    return list(Call.objects.order_by("pk").values_list(*facts))


def test_of_several_missed_calls_the_oldest_is_kept_in_whatever_order_they_are_noted(agent):
    for moments in ((MONDAY_9, MONDAY_10), (MONDAY_10, MONDAY_9)):
        lead = LeadFactory(store=agent.store, agent=agent)

        for at in moments:
            log_call(lead, said=missed(at), by=None, now=MONDAY_11)

        lead.refresh_from_db()
        assert lead.missed_at == MONDAY_9


@pytest.mark.parametrize(("at", "stands"), [(MONDAY_10 - TICK, None), (MONDAY_10, None), (MONDAY_10 + TICK, MONDAY_10 + TICK)])
def test_only_a_call_missed_after_the_last_one_wants_another(agent, lead, at, stands):
    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    log_call(lead, said=missed(at), by=None, now=MONDAY_11)

    lead.refresh_from_db()
    assert lead.missed_at == stands


@pytest.mark.parametrize("now", [MONDAY_10, MONDAY_10 + TICK])
def test_a_call_at_the_moment_of_the_missed_one_or_later_ends_the_duty(agent, lead, now):
    log_call(lead, said=missed(MONDAY_10), by=None, now=MONDAY_10)

    log_call(lead, said=TALKED, by=agent, now=now)

    lead.refresh_from_db()
    assert lead.missed_at is None


def test_a_missed_call_is_nobodys_first_call(agent, lead):
    log_call(lead, said=missed(MONDAY_9), by=None, now=MONDAY_10)

    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    assert noted("outcome", "is_first", "is_late") == [("missed", False, False), ("no_answer", True, False)]


def test_of_two_calls_at_one_moment_the_one_noted_first_is_the_first_one(agent, leader, lead):
    log_call(lead, said=TALKED, by=agent, now=MONDAY_10)

    log_call(lead, said=TALKED, by=leader, now=MONDAY_10)

    assert noted("agent", "is_first", "is_first_connected") == [(agent.pk, True, True), (leader.pk, False, False)]


def test_the_first_call_and_the_first_connected_one_are_told_apart(agent, lead):
    for said, now in ((SILENCE, MONDAY_9), (SILENCE, MONDAY_10), (TALKED, MONDAY_11), (TALKED, MONDAY_14)):
        log_call(lead, said=said, by=agent, now=now)

    lead.refresh_from_db()
    assert noted("is_first", "is_first_connected") == [(True, False), (False, False), (False, True), (False, False)]
    assert (lead.first_call_at, lead.reached_at, lead.last_call_at, lead.call_count) == (MONDAY_9, MONDAY_11, MONDAY_14, 4)


def test_an_earlier_call_that_is_noted_later_becomes_the_first_one(agent, leader, lead):
    Lead.objects.update(respond_by=MONDAY_9)
    log_call(lead, said=TALKED, by=agent, now=MONDAY_14)

    log_call(lead, said=Said(outcome="connected", direction="in", at=MONDAY_10), by=leader, now=MONDAY_17)

    assert noted("at", "is_first", "is_first_connected") == [(MONDAY_14, False, False), (MONDAY_10, True, True)]
    assert noted("is_late")[0] == (False,)


def test_a_missed_call_of_a_lead_in_the_pool_tells_nobody(store):
    pooled = LeadFactory(store=store)

    log_call(pooled, said=missed(MONDAY_10), by=None, now=MONDAY_10)

    pooled.refresh_from_db()
    assert (pooled.missed_at, Notice.objects.count()) == (MONDAY_10, 0)


@pytest.mark.parametrize(("at", "refused"), [(MONDAY_10, False), (MONDAY_10 + TICK, True)])
def test_a_call_does_not_lie_ahead_of_now(agent, lead, at, refused):
    with pytest.raises(Refused) if refused else nullcontext():
        log_call(lead, said=Said(outcome="connected", direction="in", at=at), by=agent, now=MONDAY_10)

    assert Call.objects.exists() is not refused


@pytest.mark.parametrize(("now", "late"), [(MONDAY_10 - TICK, False), (MONDAY_10, False), (MONDAY_10 + TICK, True)])
def test_the_first_call_is_late_only_after_the_limit(agent, lead, now, late):
    Lead.objects.update(respond_by=MONDAY_10)

    log_call(lead, said=SILENCE, by=agent, now=now)
    log_call(lead, said=TALKED, by=agent, now=MONDAY_11)

    assert noted("is_first", "is_late") == [(True, late), (False, False)]


def test_an_expired_virtual_number_ends_the_ladder(agent):
    lead = LeadFactory(store=agent.store, agent=agent, phone="15400000001,1234")
    InquiryFactory(lead=lead)

    log_call(lead, said=SILENCE, by=agent, now=MONDAY_9)
    log_call(lead, said=Said(outcome="virtual_expired"), by=agent, now=MONDAY_11)

    assert list(FollowUp.objects.filter(kind="retry", done_at=None)) == []
    assert agenda_of(agent, now=MONDAY_14).places == []


@pytest.mark.parametrize(
    ("outcome", "retried"),
    [("no_answer", True), ("busy", True), ("off", True), ("rejected", True), ("out_of_service", True), ("no_signal", True), ("empty_number", False)],
)
def test_only_where_nobody_will_ever_answer_the_ladder_ends_at_once(agent, lead, outcome, retried):
    log_call(lead, said=Said(outcome=outcome), by=agent, now=MONDAY_10)

    assert FollowUp.objects.filter(kind="retry", done_at=None).exists() is retried


def test_a_further_call_in_vain_at_the_end_of_the_ladder_leaves_its_end_where_it_was(agent, lead):
    Lead.objects.update(tries=4, unreached_at=MONDAY_9, ungraded_since=None)

    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert (lead.tries, lead.unreached_at, lead.ungraded_since, FollowUp.objects.count()) == (4, MONDAY_9, None, 0)


def test_what_was_ticked_of_the_check_list_is_kept_in_its_order_and_nothing_else(agent, lead):
    ticked = ("wechat", "date", "policy", "model", "need", "weather")

    call = log_call(lead, said=Said(outcome="connected", checks=ticked), by=agent, now=MONDAY_10)

    assert call.checks == ["need", "model", "policy", "date", "wechat"]


def test_an_unanswered_incoming_call_climbs_no_ladder(agent, lead):
    log_call(lead, said=Said(outcome="no_answer", direction="in"), by=agent, now=MONDAY_10)

    lead.refresh_from_db()
    assert (lead.tries, FollowUp.objects.count()) == (0, 0)


def test_a_retry_lies_two_hours_from_every_hour_at_which_they_were_called_in_vain(agent, lead):
    for now in (moment(23, 9), moment(23, 11)):
        log_call(lead, said=SILENCE, by=agent, now=now)

    assert FollowUp.objects.get(done_at=None).due_at == moment(24, 15)


def test_a_call_that_connected_is_no_hour_to_avoid(agent, lead):
    log_call(lead, said=Said(outcome="connected"), by=agent, now=moment(23, 11))
    for now in (moment(23, 13), moment(23, 17)):
        log_call(lead, said=SILENCE, by=agent, now=now)

    assert FollowUp.objects.get(done_at=None).due_at == moment(24, 11)


@pytest.mark.parametrize(("said", "ended_as"), [(SILENCE, "replaced"), (TALKED, "done")])
def test_a_retry_that_lies_ahead_is_answered_by_any_call(agent, lead, said, ended_as):
    FollowUpFactory(lead=lead, kind="retry", due_at=TUESDAY_9)

    log_call(lead, said=said, by=agent, now=MONDAY_10)

    assert FollowUp.objects.get(due_at=TUESDAY_9).ended_as == ended_as


def test_a_level_that_was_not_stated_leaves_the_one_before(agent, lead):
    for level, now in (("A", MONDAY_9), ("", MONDAY_10), ("H", MONDAY_11)):
        log_call(lead, said=Said(outcome="connected", level=level), by=agent, now=now)
        lead.refresh_from_db()
        assert lead.level == ("H" if level == "H" else "A")


@pytest.mark.parametrize("now", [moment(23, 8), moment(23, 21) - TICK])
def test_customers_are_called_from_the_first_moment_of_the_window_until_just_before_its_end(agent, lead, now):
    log_call(lead, said=SILENCE, by=agent, now=now)

    assert noted("at") == [(now,)]


def test_a_moment_before_the_window_nobody_is_called(agent, lead):
    with pytest.raises(Refused):
        log_call(lead, said=SILENCE, by=agent, now=moment(23, 8) - TICK)

    assert noted("at") == []
