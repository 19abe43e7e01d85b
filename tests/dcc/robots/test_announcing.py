"""What goes into group chats: each thing that happened, once, with a surname at most."""

from datetime import timedelta

import pytest

from dcc.models import Robot, RobotMessage
from dcc.robots.rules.announcing import announce
from tests.factories import LeadFactory, VisitFactory
from tests.moments import MONDAY_8, MONDAY_9, MONDAY_10

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def robot(store):
    """Return a function: a robot that sends these kinds since eight."""
    return lambda *kinds, at=MONDAY_8: Robot.objects.create(store=store, maker="wecom", name="群", address="https://x", kinds=list(kinds), at=at)


def told():
    return list(RobotMessage.objects.order_by("pk").values_list("kind", "words"))


def test_a_missed_call_is_told_ten_minutes_later_once(store, agent, robot):
    robot("call.missed")
    LeadFactory(store=store, agent=agent, name="欧阳建国", missed_at=MONDAY_9)
    LeadFactory(store=store, name="未留名", missed_at=MONDAY_9 + SECOND)

    counts = [announce(now=MONDAY_9 + late) for late in (10 * MINUTE - SECOND, 10 * MINUTE, 10 * MINUTE, 11 * MINUTE)]

    assert counts == [0, 1, 0, 1]
    assert told() == [("call.missed", "漏接 10 分钟没回：欧阳，王伟"), ("call.missed", "漏接 10 分钟没回：一位客户，在池里")]


def test_a_limit_that_passed_is_told_of_whom_nobody_called(store, agent, robot):
    robot("lead.late")
    LeadFactory(store=store, agent=agent, name="王建国", respond_by=MONDAY_9)
    LeadFactory(store=store, agent=agent, name="李女士", respond_by=MONDAY_9, first_call_at=MONDAY_8)

    counts = [announce(now=now) for now in (MONDAY_9, MONDAY_9 + SECOND)]

    assert counts == [0, 1]
    assert told() == [("lead.late", "首触超时：王，王伟")]


def test_a_group_that_waits_is_told_until_somebody_went(store, robot):
    robot("visit.waiting")
    VisitFactory(store=store, name="张先生", alarmed_at=MONDAY_9)
    VisitFactory(store=store, name="赵先生", alarmed_at=MONDAY_9, taken_at=MONDAY_9)

    announce(now=MONDAY_9)

    assert told() == [("visit.waiting", "到店没人接待：张")]


def test_a_robot_sends_only_what_it_is_asked_to_and_nothing_from_before_it_was_there(store, other_store, robot):
    robot("visit.waiting"), robot("call.missed", at=MONDAY_9 + 10 * MINUTE + SECOND)
    retired = robot("call.missed")
    Robot.objects.filter(pk=retired.pk).update(retired_at=MONDAY_9)
    LeadFactory(store=store, missed_at=MONDAY_9)
    LeadFactory(store=other_store, missed_at=MONDAY_9 + MINUTE)

    assert announce(now=MONDAY_10) == 0


@pytest.mark.parametrize(("after", "count"), [(70 * MINUTE, 1), (70 * MINUTE + SECOND, 0)])
def test_what_is_older_than_an_hour_is_no_news(store, robot, after, count):
    robot("call.missed")
    LeadFactory(store=store, missed_at=MONDAY_9)

    assert announce(now=MONDAY_9 + after) == count
