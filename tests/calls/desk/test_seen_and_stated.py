"""What the server saw of a call's beginning, and what is only said of it."""

from datetime import timedelta

import pytest

from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.checking_proposals import enough_calls
from calls.desk.rules.dialling import dial
from calls.models import Call, Dial
from dcc.errors import Refused
from leads.grading.rules.naming_specialist import name_reception
from leads.models import FollowUp
from leads.pool.rules.giving import give_lead
from tests.calling import ring
from tests.factories import CallFactory, FollowUpFactory, LeadFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, MONDAY_14, TUESDAY_9, TUESDAY_10, moment

TICK, MINUTE, HOUR = timedelta.resolution, timedelta(minutes=1), timedelta(hours=1)
SILENCE = Said(outcome="no_answer")


@pytest.fixture
def lead(agent):
    return LeadFactory(store=agent.store, agent=agent, respond_by=MONDAY_10)


def said(at, outcome="no_answer", seconds=0):
    return Said(outcome=outcome, at=at, seconds=seconds)


def begun(call):
    return call.at, call.logged_at


def test_a_call_begins_when_the_server_saw_it_dialled(agent, lead):
    dial(lead, by=agent, now=MONDAY_10)

    call = log_call(lead, said=Said(outcome="connected", seconds=60), by=agent, now=MONDAY_10 + MINUTE)

    assert (begun(call), call.seconds, call.entered_later) == ((MONDAY_10, None), 60, False)
    assert Dial.objects.get().call == call


def test_of_two_dials_the_last_is_the_calls(agent, lead):
    for at in (MONDAY_9, MONDAY_10):
        dial(lead, by=agent, now=at)

    call = log_call(lead, said=SILENCE, by=agent, now=MONDAY_11)

    assert begun(call) == (MONDAY_10, None)
    assert list(Dial.objects.order_by("at").values_list("at", "call")) == [(MONDAY_9, None), (MONDAY_10, call.pk)]


def test_a_dial_is_used_once(agent, lead):
    dial(lead, by=agent, now=MONDAY_10)
    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10 + MINUTE)

    call = log_call(lead, said=SILENCE, by=agent, now=MONDAY_11)

    assert begun(call) == (MONDAY_11, MONDAY_11)


@pytest.mark.parametrize(("age", "seen"), [(4 * HOUR - TICK, True), (4 * HOUR, True), (4 * HOUR + TICK, False)])
def test_a_dial_lasts_four_hours(agent, lead, age, seen):
    dial(lead, by=agent, now=MONDAY_10)

    call = log_call(lead, said=SILENCE, by=agent, now=MONDAY_10 + age)

    assert begun(call) == ((MONDAY_10, None) if seen else (MONDAY_10 + age, MONDAY_10 + age))


def test_a_dial_is_of_one_person_and_one_lead(agent, leader, lead):
    dial(lead, by=leader, now=MONDAY_10)
    dial(LeadFactory(store=agent.store, agent=agent), by=agent, now=MONDAY_10)

    call = log_call(lead, said=SILENCE, by=agent, now=MONDAY_11)

    assert begun(call) == (MONDAY_11, MONDAY_11)


def test_what_was_dialled_began_then_whatever_is_said(agent, lead):
    dial(lead, by=agent, now=MONDAY_10)

    call = log_call(lead, said=said(MONDAY_9), by=agent, now=MONDAY_11)

    assert begun(call) == (MONDAY_10, None)


def test_an_incoming_call_uses_no_dial(agent, lead):
    dial(lead, by=agent, now=MONDAY_10)

    call = log_call(lead, said=Said(outcome="connected", direction="in", seen_at=MONDAY_11), by=agent, now=MONDAY_11)

    assert (begun(call), Dial.objects.get().call) == ((MONDAY_11, None), None)


def test_a_stated_start_carries_when_it_was_logged(agent, lead):
    call = log_call(lead, said=said(MONDAY_10, "connected", 60), by=agent, now=MONDAY_11)

    assert (begun(call), call.known_at, call.entered_later) == ((MONDAY_10, MONDAY_11), MONDAY_11, True)


def test_a_call_nobody_says_anything_of_began_when_it_was_logged(agent, lead):
    call = log_call(lead, said=SILENCE, by=agent, now=MONDAY_10)

    assert (begun(call), call.entered_later) == ((MONDAY_10, MONDAY_10), False)


@pytest.mark.parametrize(("at", "allowed"), [(TUESDAY_9 - 24 * HOUR - TICK, False), (TUESDAY_9 - 24 * HOUR, True)])
def test_a_call_is_written_down_within_a_day(agent, lead, at, allowed):
    lead.opened_at = lead.allocated_at = moment(20, 9)
    lead.save()

    if allowed:
        log_call(lead, said=said(at), by=agent, now=TUESDAY_9)
    else:
        with pytest.raises(Refused, match="24"):
            log_call(lead, said=said(at), by=agent, now=TUESDAY_9)

    assert Call.objects.count() == allowed


def test_nobody_called_ahead_of_now(agent, lead):
    with pytest.raises(Refused):
        log_call(lead, said=said(MONDAY_10 + TICK), by=agent, now=MONDAY_10)

    assert Call.objects.count() == 0


@pytest.mark.parametrize(("at", "allowed"), [(moment(23, 21) - TICK, True), (moment(23, 21), False), (moment(24, 8) - TICK, False), (moment(24, 8), True)])
def test_a_stated_start_lies_inside_the_call_window(agent, lead, at, allowed):
    if allowed:
        log_call(lead, said=said(at), by=agent, now=TUESDAY_9)
    else:
        with pytest.raises(Refused, match="08:00"):
            log_call(lead, said=said(at), by=agent, now=TUESDAY_9)

    assert Call.objects.count() == allowed


@pytest.mark.parametrize(("shift", "allowed"), [(-TICK, False), (timedelta(), True), (TICK, True)])
def test_an_agent_states_a_start_only_while_the_lead_was_theirs(agent, other_agent, leader, lead, shift, allowed):
    give_lead(lead, agent=other_agent, reason="", by=leader, now=MONDAY_10)

    if allowed:
        log_call(lead, said=said(MONDAY_10 + shift), by=other_agent, now=MONDAY_11)
    else:
        with pytest.raises(Refused, match="11-23 09:59"):
            log_call(lead, said=said(MONDAY_10 + shift), by=other_agent, now=MONDAY_11)

    assert Call.objects.count() == allowed


@pytest.mark.parametrize(("shift", "allowed"), [(-TICK, True), (timedelta(), False)])
def test_who_had_it_then_states_a_start_of_then_whoever_has_it_now(agent, other_agent, leader, shift, allowed):
    lead = LeadFactory(store=agent.store)
    for at, person in ((MONDAY_9, agent), (MONDAY_10, other_agent), (MONDAY_11, leader)):
        give_lead(lead, agent=person, reason="", by=leader, now=at)

    if allowed:
        log_call(lead, said=said(MONDAY_10 + shift), by=agent, now=MONDAY_14)
    else:
        with pytest.raises(Refused):
            log_call(lead, said=said(MONDAY_10 + shift), by=agent, now=MONDAY_14)

    assert Call.objects.count() == allowed


def test_a_leader_who_covers_states_any_start_since_the_lead_came(leader, lead):
    log_call(lead, said=said(MONDAY_9), by=leader, now=MONDAY_11)
    with pytest.raises(Refused, match="08:59"):
        log_call(lead, said=said(MONDAY_9 - TICK), by=leader, now=MONDAY_11)

    assert Call.objects.count() == 1


@pytest.mark.parametrize(("shift", "allowed"), [(-TICK, False), (timedelta(), True)])
def test_a_specialist_states_a_start_only_since_the_lead_was_handed_to_them(reception, data_manager, lead, shift, allowed):
    name_reception(lead, reception=reception, by=data_manager, now=MONDAY_10)

    if allowed:
        log_call(lead, said=said(MONDAY_10 + shift), by=reception, now=MONDAY_11)
    else:
        with pytest.raises(Refused):
            log_call(lead, said=said(MONDAY_10 + shift), by=reception, now=MONDAY_11)

    assert Call.objects.count() == allowed


def test_a_dial_needs_no_history_of_hands(other_agent, lead):
    dial(lead, by=other_agent, now=MONDAY_10)

    call = log_call(lead, said=SILENCE, by=other_agent, now=MONDAY_11)

    assert begun(call) == (MONDAY_10, None)


@pytest.mark.parametrize(("seconds", "kept"), [(60, 60), (62, 60), (63, None)])
def test_a_dialled_call_lasts_no_longer_than_since_the_dial(agent, lead, seconds, kept):
    dial(lead, by=agent, now=MONDAY_10)

    if kept is None:
        with pytest.raises(Refused):
            log_call(lead, said=Said(outcome="connected", seconds=seconds), by=agent, now=MONDAY_10 + MINUTE)
    else:
        log_call(lead, said=Said(outcome="connected", seconds=seconds), by=agent, now=MONDAY_10 + MINUTE)

    assert list(Call.objects.values_list("seconds", flat=True)) == ([] if kept is None else [kept])


def test_nobody_holds_two_calls_at_once_and_is_told_which_other(agent, lead):
    ring(LeadFactory(store=agent.store, agent=agent), said=Said(outcome="connected", seconds=600), by=agent, at=MONDAY_10)

    with pytest.raises(Refused, match="11-23 10:00"):
        log_call(lead, said=said(MONDAY_10 + 5 * MINUTE, "connected", 60), by=agent, now=MONDAY_11)
    log_call(lead, said=said(MONDAY_10 + 10 * MINUTE, "connected", 60), by=agent, now=MONDAY_11)

    assert Call.objects.count() == 2


def test_a_call_that_was_taken_back_and_one_of_a_colleague_are_in_nobodys_way(agent, other_agent, lead):
    CallFactory(lead=lead, agent=other_agent, at=MONDAY_10, seconds=600)
    CallFactory(lead=lead, agent=agent, at=MONDAY_10, seconds=600, annulled_at=MONDAY_11)

    log_call(lead, said=said(MONDAY_10, "connected", 60), by=agent, now=MONDAY_14)

    assert Call.objects.count() == 2


def test_a_missed_call_written_down_later_says_when(lead):
    call = log_call(lead, said=Said(outcome="missed", direction="in", at=MONDAY_9), by=None, now=TUESDAY_10)

    assert begun(call) == (MONDAY_9, TUESDAY_10)


def test_the_first_response_is_in_time_by_what_the_server_knew(agent, lead):
    log_call(lead, said=said(MONDAY_10), by=agent, now=MONDAY_10 + MINUTE)

    lead.refresh_from_db()
    call = Call.objects.get()
    assert (lead.first_call_at, lead.responded_at) == (MONDAY_10, MONDAY_10 + MINUTE)
    assert (call.is_first, call.is_late) == (True, True)


@pytest.mark.parametrize(("shift", "late"), [(-TICK, False), (timedelta(), False), (TICK, True)])
def test_a_response_is_in_time_up_to_the_limit(agent, lead, shift, late):
    log_call(lead, said=SILENCE, by=agent, now=MONDAY_10 + shift)

    assert Call.objects.get().is_late is late


def test_a_stated_start_before_the_first_call_takes_its_place_and_its_time_stays(agent, lead):
    first = ring(lead, said=SILENCE, by=agent, at=MONDAY_10)

    stated = log_call(lead, said=said(MONDAY_10 - MINUTE), by=agent, now=MONDAY_11)

    lead.refresh_from_db()
    assert (lead.first_call_at, lead.responded_at) == (MONDAY_10 - MINUTE, MONDAY_10)
    assert list(Call.objects.order_by("id").values_list("pk", "is_first", "is_late")) == [(first.pk, False, False), (stated.pk, True, False)]


def test_a_dial_logged_after_a_statement_brings_the_response_back_in_time(agent, lead):
    dial(lead, by=agent, now=MONDAY_10)
    CallFactory(lead=lead, agent=agent, at=MONDAY_9, logged_at=MONDAY_11, outcome="no_answer", is_first=True, is_late=True)
    lead.first_call_at, lead.responded_at, lead.call_count = MONDAY_9, MONDAY_11, 1
    lead.save()

    log_call(lead, said=SILENCE, by=agent, now=MONDAY_11 + MINUTE)

    lead.refresh_from_db()
    assert (lead.first_call_at, lead.responded_at) == (MONDAY_9, MONDAY_10)
    assert list(Call.objects.order_by("id").values_list("is_first", "is_late")) == [(True, False), (False, False)]


@pytest.mark.parametrize(("missed_at", "waits"), [(MONDAY_10 - TICK, False), (MONDAY_10, False), (MONDAY_10 + TICK, True)])
def test_a_missed_call_is_answered_by_a_dial_since(agent, lead, missed_at, waits):
    dial(lead, by=agent, now=MONDAY_10)
    log_call(lead, said=Said(outcome="missed", direction="in", at=missed_at), by=None, now=MONDAY_11)

    log_call(lead, said=SILENCE, by=agent, now=MONDAY_11 + MINUTE)

    lead.refresh_from_db()
    assert lead.missed_at == (missed_at if waits else None)


def test_a_missed_call_is_answered_by_what_is_written_down_since_whenever_it_is_said_to_have_been(agent, lead):
    log_call(lead, said=Said(outcome="missed", direction="in", at=MONDAY_11), by=None, now=MONDAY_11)

    log_call(lead, said=said(MONDAY_10), by=agent, now=MONDAY_14)

    lead.refresh_from_db()
    assert lead.missed_at is None


def test_of_two_missed_calls_a_dial_between_them_answers_the_first(agent, lead):
    for at in (MONDAY_9, MONDAY_11):
        log_call(lead, said=Said(outcome="missed", direction="in", at=at), by=None, now=at)

    dial(lead, by=agent, now=MONDAY_10)
    log_call(lead, said=SILENCE, by=agent, now=MONDAY_11 + MINUTE)

    lead.refresh_from_db()
    assert lead.missed_at == MONDAY_11


@pytest.mark.parametrize(("missed_at", "waits"), [(MONDAY_11 - TICK, False), (MONDAY_11, False), (MONDAY_11 + TICK, True)])
def test_a_missed_call_noted_late_was_answered_by_what_the_server_knew_since(agent, lead, missed_at, waits):
    log_call(lead, said=said(MONDAY_10), by=agent, now=MONDAY_11)

    log_call(lead, said=Said(outcome="missed", direction="in", at=missed_at), by=None, now=MONDAY_14)

    lead.refresh_from_db()
    assert lead.missed_at == (missed_at if waits else None)


@pytest.mark.parametrize(("due_at", "ended"), [(MONDAY_11 + 30 * MINUTE, True), (MONDAY_11 + 30 * MINUTE + TICK, False)])
def test_a_stated_call_keeps_what_is_promised_up_to_when_it_was_logged(agent, lead, due_at, ended):
    FollowUpFactory(lead=lead, kind="callback", due_at=due_at)

    log_call(lead, said=said(MONDAY_10), by=agent, now=MONDAY_11)

    assert FollowUp.objects.filter(kind="callback", done_at=None).exists() is not ended


def test_a_retry_is_due_after_the_logging(agent, lead):
    log_call(lead, said=said(MONDAY_9), by=agent, now=MONDAY_11)

    assert FollowUp.objects.get().due_at == MONDAY_11 + 2 * HOUR


@pytest.mark.parametrize(("last", "allowed"), [(moment(23, 20), False), (moment(24, 8, 1), True)])
def test_unanswered_calls_are_of_two_days_as_the_server_knew_of_them(agent, lead, last, allowed):
    for number in range(4):
        CallFactory(lead=lead, agent=agent, outcome="no_answer", at=moment(22, 9 + number), logged_at=moment(23, 9 + number) if number < 3 else last)

    why = enough_calls(lead, "invalid", "never_reached", TUESDAY_10)

    assert (why is None) is allowed


def test_a_lead_of_another_store_is_dialled_by_nobody_of_this_one(agent):
    stranger = UserFactory(roles=["agent"])

    dialled = dial(LeadFactory(store=stranger.store, agent=stranger), by=stranger, now=MONDAY_10)

    assert (len(dialled), Dial.objects.get().store) == (11, stranger.store)
