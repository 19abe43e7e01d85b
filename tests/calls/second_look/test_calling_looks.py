"""A call of a second look: dialled, and what came of it."""

from datetime import UTC, timedelta
from uuid import uuid4

import pytest

from calls.desk.queue import agenda_of
from calls.desk.rules.annulling_calls import annul_call
from calls.desk.rules.calling import Said, log_call
from calls.desk.rules.finishing import Next
from calls.desk.unlogged_dials import unlogged
from calls.incoming.rules.incoming import Agreed
from calls.models import Call, SecondLook
from calls.second_look.rules.calling_looks import Answer, dial_look, log_look
from calls.second_look.rules.drawing_looks import keep_looks
from dcc.errors import Refused
from dcc.models import Notice, TrailEntry
from leads.intake.arrival import Arrival
from leads.intake.rules.collecting import collect_one
from leads.models import Allocation, Channel, DoNotCall, Inquiry, Lead
from tests.factories import DoNotCallFactory, LeadFactory, SecondLookFactory
from tests.moments import MONDAY_9, MONDAY_10, MONDAY_11, TUESDAY_9, TUESDAY_10, moment

TALKED, NOBODY = Said("connected", "已接通", seconds=84, note="年底再定"), Said("no_answer", "无人接听")
AGAIN, BOUGHT, NOT_BUYING = Answer("again"), Answer("bought", "凯美瑞"), Answer("not_buying")
COMES = Agreed(then=Next("callback", at=TUESDAY_10))


@pytest.fixture
def look(agent, other_agent):
    channel = Channel.objects.get(store=agent.store, name="懂车帝")
    facts = {"store": agent.store, "agent": other_agent, "closed_agent": other_agent, "channel": channel, "reason": "价格不合"}
    lead = LeadFactory(name="戴先生", model="卡罗拉", city="长春", closed_at=moment(16, 10), closed_as="lost", received_at=moment(9, 9), **facts)
    return SecondLookFactory(agent=agent, lead=lead)


def places(user, now):
    return [(place.group, place.look.pk, place.look.attempt) for place in agenda_of(user, now=now).places if place.look]


def outcome(look):
    look.refresh_from_db()
    return look.outcome, look.ended_at


def test_it_stands_among_what_is_due_today_and_only_the_facts_one_may_know(look, agent, other_agent):
    agenda = agenda_of(agent, now=MONDAY_9)

    (place,) = agenda.places
    lead = agenda.leads[place.lead_id]
    assert (place.group, place.look.attempt, places(other_agent, MONDAY_9)) == ("today", 1, [])
    assert (lead.name, lead.phone, lead.model, lead.city) == ("戴先生", look.lead.phone, "卡罗拉", "长春")
    assert (lead.channel_id, lead.agent_id, lead.grade, lead.reason, lead.closed_at) == (None, None, "", "", None)


def test_nobody_on_the_list_is_called(look, agent):
    DoNotCallFactory(store=agent.store, phone=look.lead.phone)

    with pytest.raises(Refused):
        dial_look(look, by=agent, now=MONDAY_9)

    assert places(agent, MONDAY_9) == []


def test_outside_the_call_window_nobody_is_dialled(look, agent):
    with pytest.raises(Refused):
        dial_look(look, by=agent, now=moment(23, 21))

    assert dial_look(look, by=agent, now=moment(23, 20, 59)) == look.lead.phone


def test_who_wants_to_buy_becomes_a_new_lead_at_the_moment_the_call_began(look, agent):
    dial_look(look, by=agent, now=MONDAY_9)

    looked = log_look(look, said=TALKED, answer=AGAIN, agreed=COMES, by=agent, now=MONDAY_9 + timedelta(minutes=3))

    look.refresh_from_db()
    lead, call = look.new_lead, looked.call
    (inquiry,) = Inquiry.objects.filter(lead=lead)
    (given,) = Allocation.objects.filter(lead=lead)
    assert (look.outcome, look.lead.closed_as, lead.is_open, lead.agent) == ("again", "lost", True, agent)
    assert [lead.received_at, inquiry.received_at, given.at, call.at, lead.first_call_at] == [MONDAY_9] * 5
    assert (inquiry.channel, given.by, given.reason) == (look.lead.channel, None, "second_look")
    assert (call.logged_at, call.seconds, lead.name, lead.model, lead.city, lead.call_count) == (None, 84, "戴先生", "卡罗拉", "长春", 1)
    assert (Call.objects.filter(lead=look.lead).count(), look.lead.call_count, places(agent, MONDAY_10)) == (0, 0, [])


@pytest.mark.parametrize(("answer", "kept"), [(BOUGHT, ("bought", "凯美瑞")), (NOT_BUYING, ("not_buying", ""))])
def test_who_bought_or_does_not_buy_is_kept_on_the_look_alone(look, agent, answer, kept):
    dial_look(look, by=agent, now=MONDAY_9)

    looked = log_look(look, said=TALKED, answer=answer, by=agent, now=MONDAY_9 + timedelta(minutes=3))

    look.refresh_from_db()
    (one,) = look.tries
    assert (looked.call, Call.objects.count(), look.new_lead) == (None, 0, None)
    assert (look.outcome, look.model, look.note, look.ended_at) == (*kept, "年底再定", MONDAY_9 + timedelta(minutes=3))
    assert one == {"at": MONDAY_9.astimezone(UTC).isoformat(), "outcome": "connected", "seconds": 84}


def test_two_tries_on_two_days_and_nobody_was_reached(look, agent):
    log_look(look, said=NOBODY, answer=Answer(), by=agent, now=MONDAY_9)
    same_day = places(agent, MONDAY_11)
    with pytest.raises(Refused):
        log_look(look, said=NOBODY, answer=Answer(), by=agent, now=MONDAY_11)
    between = outcome(look), places(agent, TUESDAY_9)

    log_look(look, said=NOBODY, answer=Answer(), by=agent, now=TUESDAY_9)

    assert (same_day, between) == ([], (("", None), [("today", look.pk, 2)]))
    assert (outcome(look), len(look.tries), places(agent, TUESDAY_10)) == (("unreached", TUESDAY_9), 2, [])


def test_somebody_one_speaks_with_says_something(look, agent):
    for said, answer in ((TALKED, Answer()), (NOBODY, NOT_BUYING)):
        with pytest.raises(Refused):
            log_look(look, said=said, answer=answer, by=agent, now=MONDAY_9)

    assert outcome(look) == ("", None)


def test_the_same_form_again_is_the_same_try(look, agent):
    said = Said("no_answer", "无人接听", token=uuid4())
    log_look(look, said=said, answer=Answer(), by=agent, now=MONDAY_9)

    log_look(look, said=said, answer=Answer(), by=agent, now=MONDAY_9 + timedelta(seconds=2))

    look.refresh_from_db()
    assert len(look.tries) == 1


def test_the_same_form_again_is_the_same_new_lead(look, agent):
    said = Said("connected", "已接通", seconds=5, token=uuid4())
    dial_look(look, by=agent, now=MONDAY_9)
    first = log_look(look, said=said, answer=AGAIN, agreed=COMES, by=agent, now=MONDAY_10)

    second = log_look(look, said=said, answer=AGAIN, agreed=COMES, by=agent, now=MONDAY_10 + timedelta(seconds=1))

    assert (second.call, Lead.objects.count()) == (first.call, 2)


def test_who_does_not_want_to_be_called_is_on_the_list(look, agent):
    log_look(look, said=Said("connected", seconds=0), answer=Answer("not_buying", refuses=True), by=agent, now=MONDAY_9)

    assert DoNotCall.objects.get().phone == look.lead.phone


def test_nobody_speaks_with_two_at_once(look, agent):
    dial_look(look, by=agent, now=MONDAY_9)
    log_look(look, said=TALKED, answer=NOT_BUYING, by=agent, now=MONDAY_9 + timedelta(minutes=2))
    other = LeadFactory(store=agent.store, agent=agent, received_at=moment(22, 9))

    with pytest.raises(Refused):
        log_call(other, said=Said("connected", at=MONDAY_9 + timedelta(seconds=83)), by=agent, now=MONDAY_10)
    after = log_call(other, said=Said("connected", at=MONDAY_9 + timedelta(seconds=84)), by=agent, now=MONDAY_10)

    assert after.at == MONDAY_9 + timedelta(seconds=84)


def test_a_stated_start_lies_behind_the_draw(look, agent):
    with pytest.raises(Refused):
        log_look(look, said=Said("no_answer", at=moment(23, 8, 29)), answer=Answer(), by=agent, now=MONDAY_9)

    log_look(look, said=Said("no_answer", at=moment(23, 8, 30)), answer=Answer(), by=agent, now=MONDAY_9)

    look.refresh_from_db()
    assert look.tries[0]["logged_at"] == MONDAY_9.astimezone(UTC).isoformat()


def test_a_try_is_no_dial_without_a_logged_call(look, agent):
    dial_look(look, by=agent, now=MONDAY_9)
    before = unlogged(TrailEntry.objects.all(), MONDAY_10).count()

    log_look(look, said=NOBODY, answer=Answer(), by=agent, now=MONDAY_9 + timedelta(minutes=1))

    assert (before, unlogged(TrailEntry.objects.all(), MONDAY_10).count()) == (1, 0)


def came_back(look, at):
    arrival = Arrival(phone=look.lead.phone, received_at=at)
    return collect_one(look.store, arrival, channel=look.lead.channel, by=None, now=at).lead


def test_who_comes_back_by_themselves_is_looked_at_no_more(look, agent):
    came_back(look, MONDAY_10)

    with pytest.raises(Refused):
        dial_look(look, by=agent, now=MONDAY_11)

    assert (outcome(look), places(agent, MONDAY_11)) == (("back", MONDAY_10), [])


def test_a_call_under_way_when_they_came_back_is_one_of_the_open_lead(look, agent, other_agent):
    dial_look(look, by=agent, now=MONDAY_10)
    lead = came_back(look, MONDAY_10 + timedelta(seconds=20))
    Lead.objects.filter(pk=lead.pk).update(agent=other_agent)

    looked = log_look(look, said=TALKED, answer=AGAIN, agreed=COMES, by=agent, now=MONDAY_10 + timedelta(minutes=3))

    assert (looked.kept, looked.call.lead, looked.call.at, looked.call.agent) == (True, lead, MONDAY_10, agent)
    assert (Notice.objects.get(kind="call.taken").user, outcome(look)[0], look.tries) == (other_agent, "back", [])


def test_a_call_begun_after_they_came_back_is_not_theirs_to_log(look, agent):
    came_back(look, MONDAY_10)

    with pytest.raises(Refused):
        log_look(look, said=TALKED, answer=AGAIN, agreed=COMES, by=agent, now=MONDAY_11)

    assert Call.objects.count() == 0


@pytest.mark.parametrize(("now", "ended"), [(moment(30, 8, 29), ("", None)), (moment(30, 8, 30), ("unreached", moment(30, 8, 30)))])
def test_after_seven_days_it_ends(look, now, ended):
    keep_looks(now=now)

    assert outcome(look) == ended


def test_it_ends_when_its_agent_leaves(look, agent):
    agent.left_at = MONDAY_10
    agent.save()

    keep_looks(now=TUESDAY_9)

    assert outcome(look) == ("unreached", MONDAY_10)


def test_a_call_that_was_none_takes_the_new_lead_along_and_the_look_runs_on(look, agent):
    dial_look(look, by=agent, now=MONDAY_9)
    call = log_look(look, said=TALKED, answer=AGAIN, agreed=COMES, by=agent, now=MONDAY_9 + timedelta(minutes=3)).call

    annul_call(call, by=agent, now=MONDAY_9 + timedelta(minutes=5))

    look.refresh_from_db()
    assert (look.outcome, look.ended_at, look.new_lead, look.tried_at, len(look.tries), look.standing_tries) == ("", None, None, None, 1, [])
    assert (Lead.objects.count(), places(agent, MONDAY_10)) == (1, [("today", look.pk, 1)])
    assert log_look(look, said=TALKED, answer=NOT_BUYING, by=agent, now=MONDAY_9 + timedelta(minutes=6)).look.tries[-1]["at"] == look.tries[0]["at"]


def test_its_record_is_read_when_the_call_is_written_down_and_not_before(look, agent, other_agent):
    def sees(user):
        return Lead.objects.visible_to(user, now=MONDAY_11).filter(pk=look.lead_id).exists()

    before = sees(agent)
    log_look(look, said=Said("connected"), answer=BOUGHT, by=agent, now=MONDAY_10)

    works = Lead.objects.workable_by(agent, "call.log", now=MONDAY_11).exists()
    assert (before, sees(agent), works, SecondLook.objects.count()) == (False, True, False, 1)
