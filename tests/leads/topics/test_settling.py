"""Topics: raised by anybody, agreed by leader and director, ended by whoever owns them."""

from datetime import date, timedelta

import pytest

from dcc.errors import Changed, Refused
from dcc.models import Notice
from leads.models import Topic
from leads.topics.rules.settling import Seen, agree, change_plan, drop, finish, may_settle, note_progress, owners, raise_topic
from tests.factories import LeadFactory, TopicFactory, UserFactory
from tests.moments import MONDAY_9, MONDAY_10, TUESDAY_9, WEDNESDAY_9
from tests.trail import trail

FRIDAY, SUNDAY = date(2026, 11, 27), date(2026, 11, 29)
SEEN = Seen("talk", "报价太早", "先问预算再报价", text="第一通就报价，问完就没下文")


def steps(topic):
    return list(topic.steps.values_list("kind", "by", "owner", "due_on", "words"))


def test_a_topic_is_raised_with_its_first_step_and_waits_to_be_agreed(store, agent):
    lead = LeadFactory(store=store)

    topic = raise_topic(store, seen=Seen("sales", "没人再约", "当天再约", lead=lead, figure="by=channel", figure_then="23"), by=agent, now=MONDAY_9)

    assert (topic.kind, topic.title, topic.state, topic.lead, topic.figure_then, topic.at) == ("sales", "没人再约", "open", lead, "23", MONDAY_9)
    assert steps(topic) == [("raised", agent.pk, None, None, "")]
    assert trail("topic.raise") == [{"topic_kind": "sales"}]


@pytest.mark.parametrize(("seen", "about"), [(Seen("talk", " ", "先问"), "title"), (Seen("talk", "太早", " "), "proposal")])
def test_a_topic_needs_what_was_seen_and_a_proposal(store, agent, seen, about):
    with pytest.raises(Refused) as refusal:
        raise_topic(store, seen=seen, by=agent, now=MONDAY_9)

    assert refusal.value.about == about
    assert not Topic.objects.exists()


@pytest.mark.parametrize(("after", "count"), [(timedelta(minutes=10), 1), (timedelta(minutes=10, seconds=1), 2)])
def test_the_same_topic_of_the_same_person_within_ten_minutes_is_one(store, agent, other_agent, after, count):
    raise_topic(store, seen=SEEN, by=agent, now=MONDAY_9)

    raise_topic(store, seen=SEEN, by=agent, now=MONDAY_9 + after)

    assert Topic.objects.filter(by=agent).count() == count
    raise_topic(store, seen=SEEN, by=other_agent, now=MONDAY_9)
    assert Topic.objects.filter(by=other_agent).count() == 1


def test_a_due_day_may_be_today_and_not_yesterday(store, leader, agent):
    today = raise_topic(store, seen=Seen("talk", "甲", "改", due_on=date(2026, 11, 24)), by=agent, now=TUESDAY_9)

    with pytest.raises(Refused) as refusal:
        raise_topic(store, seen=Seen("talk", "乙", "改", due_on=date(2026, 11, 23)), by=agent, now=TUESDAY_9)

    assert refusal.value.about == "due_on"
    assert list(Topic.objects.all()) == [today]


def test_leader_and_director_agree_with_owner_and_day_and_the_owner_is_told(store, leader, agent, director):
    topic = TopicFactory(store=store, by=agent)

    agree(topic, owner=agent, due_on=FRIDAY, words="先试一周", by=leader, now=MONDAY_10)

    topic.refresh_from_db()
    assert (topic.state, topic.owner, topic.due_on) == ("agreed", agent, FRIDAY)
    assert steps(topic) == [("agreed", leader.pk, agent.pk, FRIDAY, "先试一周")]
    assert list(Notice.objects.values_list("user", "kind", "detail")) == [(agent.pk, "topic.given", {"topic": topic.pk})]
    second = agree(TopicFactory(store=store, by=agent), owner=director, due_on=FRIDAY, by=director, now=MONDAY_10)
    assert second.state == "agreed"
    assert Notice.objects.filter(user=director).count() == 0


@pytest.mark.parametrize(("owner", "due_on", "about"), [(False, FRIDAY, "owner"), (True, None, "due_on"), (True, date(2026, 11, 22), "due_on")])
def test_nothing_is_agreed_without_owner_and_a_day_ahead(store, leader, agent, owner, due_on, about):
    topic = TopicFactory(store=store)

    with pytest.raises(Refused) as refusal:
        agree(topic, owner=agent if owner else None, due_on=due_on, by=leader, now=MONDAY_10)

    topic.refresh_from_db()
    assert (refusal.value.about, topic.state, topic.steps.count()) == (about, "open", 0)


def test_who_owns_a_topic_works_in_the_store(store, leader, agent, manager, foreign_agent):
    topic = TopicFactory(store=store)
    gone = UserFactory(store=store, roles=["agent"], left_at=MONDAY_9)

    for stranger in (manager, foreign_agent, gone):
        with pytest.raises(Refused):
            agree(topic, owner=stranger, due_on=FRIDAY, by=leader, now=MONDAY_10)

    assert list(owners(store)) == [agent, leader]


def test_an_agent_agrees_to_nothing_and_two_agree_once(store, leader, agent, director):
    topic = TopicFactory(store=store)

    with pytest.raises(Refused):
        agree(topic, owner=agent, due_on=FRIDAY, by=agent, now=MONDAY_10)
    agree(topic, owner=agent, due_on=FRIDAY, by=leader, now=MONDAY_10)
    with pytest.raises(Changed):
        agree(topic, owner=director, due_on=SUNDAY, by=director, now=MONDAY_10)

    topic.refresh_from_db()
    assert (topic.owner, topic.due_on, topic.steps.count()) == (agent, FRIDAY, 1)


def test_a_changed_day_and_a_changed_owner_are_steps_that_say_only_what_changed(store, leader, agent, other_agent):
    topic = TopicFactory(store=store, state="agreed", owner=agent, due_on=FRIDAY)

    assert change_plan(topic, owner=agent, due_on=SUNDAY, words="周末多看两天", by=leader, now=TUESDAY_9)
    assert change_plan(topic, owner=other_agent, due_on=SUNDAY, by=leader, now=WEDNESDAY_9)
    assert not change_plan(topic, owner=other_agent, due_on=SUNDAY, by=leader, now=WEDNESDAY_9)

    topic.refresh_from_db()
    assert (topic.owner, topic.due_on) == (other_agent, SUNDAY)
    assert steps(topic) == [("changed", leader.pk, None, SUNDAY, "周末多看两天"), ("changed", leader.pk, other_agent.pk, None, "")]
    assert list(Notice.objects.values_list("user", "kind")) == [(other_agent.pk, "topic.given")]


def test_a_late_topic_is_given_to_another_without_a_new_day(store, leader, agent, other_agent):
    topic = TopicFactory(store=store, state="agreed", owner=agent, due_on=date(2026, 11, 23))

    change_plan(topic, owner=other_agent, due_on=date(2026, 11, 23), by=leader, now=WEDNESDAY_9)

    topic.refresh_from_db()
    assert (topic.owner, topic.due_on) == (other_agent, date(2026, 11, 23))


def test_the_plan_is_changed_by_leader_and_director_once_it_is_agreed(store, leader, agent, other_agent):
    agreed, waiting = TopicFactory(store=store, state="agreed", owner=agent, due_on=FRIDAY), TopicFactory(store=store)

    for topic, person in ((agreed, agent), (waiting, leader)):
        with pytest.raises(Refused):
            change_plan(topic, owner=other_agent, due_on=FRIDAY, by=person, now=TUESDAY_9)

    agreed.refresh_from_db()
    assert agreed.owner == agent


def test_anybody_notes_progress_until_the_end(store, agent, other_agent):
    topic = TopicFactory(store=store, state="agreed", owner=agent, due_on=FRIDAY)

    note_progress(topic, words=" 中位 9 分钟 ", by=other_agent, now=TUESDAY_9)
    with pytest.raises(Refused):
        note_progress(topic, words="  ", by=other_agent, now=TUESDAY_9)
    finish(topic, outcome="13 到 9 分钟", by=agent, now=WEDNESDAY_9)
    with pytest.raises(Changed):
        note_progress(topic, words="晚了", by=other_agent, now=WEDNESDAY_9)

    assert steps(topic) == [("noted", other_agent.pk, None, None, "中位 9 分钟"), ("done", agent.pk, None, None, "13 到 9 分钟")]


def test_the_owner_ends_it_with_a_result_and_who_raised_it_is_told(store, agent, other_agent):
    topic = TopicFactory(store=store, by=other_agent, state="agreed", owner=agent, due_on=FRIDAY)

    with pytest.raises(Refused):
        finish(topic, outcome=" ", by=agent, now=TUESDAY_9)
    finish(topic, outcome="再约成 9/23", by=agent, now=TUESDAY_9)

    topic.refresh_from_db()
    assert (topic.state, topic.ended_at, topic.outcome) == ("done", TUESDAY_9, "再约成 9/23")
    assert list(Notice.objects.values_list("user", "kind")) == [(other_agent.pk, "topic.done")]


def test_who_does_not_own_it_ends_nothing_and_leader_and_director_end_any(store, agent, other_agent, leader, director, manager):
    topic = TopicFactory(store=store, by=other_agent, state="agreed", owner=agent, due_on=FRIDAY)

    with pytest.raises(Refused):
        drop(topic, reason="没人手", by=other_agent, now=TUESDAY_9)

    assert [may_settle(topic, each) for each in (agent, other_agent, leader, director, manager)] == [True, False, True, True, False]
    assert drop(topic, reason="没人手", by=director, now=TUESDAY_9).state == "dropped"
    assert not may_settle(Topic.objects.get(pk=topic.pk), agent)


def test_what_nobody_agreed_to_is_dropped_but_has_no_result(store, leader):
    topic = TopicFactory(store=store)

    with pytest.raises(Refused):
        finish(topic, outcome="好了", by=leader, now=TUESDAY_9)
    drop(topic, reason="明年再看", by=leader, now=TUESDAY_9)

    topic.refresh_from_db()
    assert (topic.state, topic.outcome) == ("dropped", "明年再看")


def test_waiting_for_somebody_are_those_they_own_and_for_who_agrees_the_new_ones(store, agent, leader, other_store):
    new = TopicFactory(store=store)
    owned = TopicFactory(store=store, state="agreed", owner=agent, due_on=FRIDAY)
    TopicFactory(store=store, state="done", owner=agent, due_on=FRIDAY, ended_at=MONDAY_10, outcome="好了")
    TopicFactory(store=other_store)

    assert list(Topic.objects.waiting_for(agent)) == [owned]
    assert list(Topic.objects.waiting_for(leader)) == [new]


def test_the_orders_are_the_oldest_first_the_earliest_due_first_and_the_latest_end_first(store, agent):
    young, old = TopicFactory(store=store, at=TUESDAY_9), TopicFactory(store=store, at=MONDAY_9)
    later, late = (TopicFactory(store=store, state="agreed", owner=agent, due_on=day) for day in (SUNDAY, FRIDAY))
    ended = [TopicFactory(store=store, state="dropped", ended_at=at, outcome="不做") for at in (MONDAY_10, TUESDAY_9)]

    assert list(Topic.objects.to_agree()) == [old, young]
    assert list(Topic.objects.at_work()) == [late, later]
    assert list(Topic.objects.ended()) == ended[::-1]
    assert list(Topic.objects.ended_lately(TUESDAY_9 + timedelta(days=30))) == ended[1:]
    assert list(Topic.objects.ended_lately(TUESDAY_9 + timedelta(days=30, seconds=1))) == []
