"""Messages on their way into group chats."""

from datetime import timedelta

import pytest

from dcc.errors import Refused
from dcc.models import Robot, RobotMessage
from dcc.robots.posting import post
from dcc.robots.rules.delivering import send_one, send_test
from dcc.robots.rules.robots import add_robot, change_robot, retire_robot
from tests.moments import MONDAY_9
from tests.trail import trail

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def robot(store, leader, chat):
    """A robot of the test's own chat."""
    return Robot.objects.create(store=store, maker="wecom", name="电销群", address=f"http://{chat.host}/send?key=abc", kinds=[], by=leader, at=MONDAY_9)


def waiting(robot, key="1", **facts):
    return RobotMessage.objects.create(robot=robot, kind="test", key=key, words="李先生到店 5 分钟没人接待", **{"at": MONDAY_9} | facts)


def test_a_message_is_sent_once(robot, chat, settings):
    settings.SITE = "https://dcc.example.com"
    message = waiting(robot, url="/reception/mine/")

    assert [send_one(now=MONDAY_9), send_one(now=MONDAY_9)] == [True, False]

    message.refresh_from_db()
    said = "李先生到店 5 分钟没人接待\nhttps://dcc.example.com/reception/mine/"
    assert chat.got == [("/send?key=abc", {"msgtype": "text", "text": {"content": said}})]
    assert (message.sent_at, message.tries, message.answer) == (MONDAY_9, 1, "200 0")


def test_feishu_wants_another_form(chat):
    answer = post("feishu", f"http://{chat.host}/hook", "你好")

    assert answer.taken
    assert chat.got == [("/hook", {"msg_type": "text", "content": {"text": "你好"}})]


def test_a_redirect_is_not_followed(robot, chat):
    chat.says(302, "", Location=f"http://{chat.host}/elsewhere")
    waiting(robot)

    send_one(now=MONDAY_9)

    assert [path for path, _body in chat.got] == ["/send?key=abc"]
    assert RobotMessage.objects.get().answer == "302"


def test_three_tries_a_minute_and_five_apart_then_it_is_given_up(robot, chat):
    chat.says(500)
    message = waiting(robot)
    second, third = MONDAY_9 + MINUTE, MONDAY_9 + 6 * MINUTE

    tried = [send_one(now=now) for now in (MONDAY_9, second - SECOND, second, third - SECOND, third, third + timedelta(days=1))]

    message.refresh_from_db()
    assert tried == [True, False, True, False, True, False]
    assert (message.tries, message.sent_at, message.given_up_at, message.answer) == (3, None, third, "500")


def test_a_second_try_may_succeed(robot, chat):
    chat.answers = [(500, "", {}), (200, '{"errcode": 0}', {})]
    message = waiting(robot)

    send_one(now=MONDAY_9)
    send_one(now=MONDAY_9 + MINUTE)

    message.refresh_from_db()
    assert (message.tries, message.sent_at, message.given_up_at) == (2, MONDAY_9 + MINUTE, None)


def test_twenty_a_minute_go_to_one_address_whatever_robot_it_is_of(robot, store, chat):
    twin = Robot.objects.create(store=store, maker="wecom", name="同一个群", address=robot.address, kinds=[], at=MONDAY_9)
    other = Robot.objects.create(store=store, maker="wecom", name="别的群", address=f"http://{chat.host}/other", kinds=[], at=MONDAY_9)
    for number in range(21):
        waiting(twin if number % 2 else robot, key=f"{number:02}", at=MONDAY_9 - (21 - number) * SECOND)

    first = [send_one(now=MONDAY_9) for _each in range(21)]
    waiting(other, at=MONDAY_9)
    beside = [send_one(now=MONDAY_9), send_one(now=MONDAY_9)]
    later = [send_one(now=MONDAY_9 + MINUTE - SECOND), send_one(now=MONDAY_9 + MINUTE)]

    assert first == [True] * 20 + [False]
    assert (beside, later) == ([True, False], [False, True])
    assert [path for path, _body in chat.got].count("/other") == 1


def test_what_cannot_be_reached_is_told_by_its_kind(robot, chat, settings):
    settings.ROBOT_TEST_HOST = "127.0.0.1:1"
    Robot.objects.update(address="http://127.0.0.1:1/send")
    waiting(robot)

    send_one(now=MONDAY_9)

    assert RobotMessage.objects.get().answer == "ConnectionRefusedError"


def test_a_robot_is_added_changed_and_taken_away(store, leader):
    robot = add_robot(store, maker="dingtalk", name="展厅群", address="https://oapi.dingtalk.com/robot/send?x=1", kinds=[], by=leader, now=MONDAY_9)
    message = waiting(robot)

    changed = [change_robot(robot, kinds=kinds, by=leader, now=MONDAY_9) for kinds in (["call.missed"], ["call.missed"])]
    retired = [retire_robot(robot, by=leader, now=MONDAY_9 + MINUTE) for _each in range(2)]

    message.refresh_from_db()
    assert (changed, retired) == ([True, False], [True, False])
    assert message.given_up_at == MONDAY_9 + MINUTE
    assert send_one(now=MONDAY_9 + 2 * MINUTE) is False
    assert trail("robot.change") == [{"before": [], "after": ["call.missed"]}]
    with pytest.raises(Refused):
        send_test(Robot.objects.get(), by=leader, now=MONDAY_9)


@pytest.mark.parametrize("address", ["https://example.com/x", "http://oapi.dingtalk.com/robot/send?x=1", "https://oapi.dingtalk.com/robot/send?x=1"])
def test_a_wrong_address_and_one_there_is_already_are_refused(store, leader, address):
    Robot.objects.create(store=store, maker="dingtalk", name="展厅群", address="https://oapi.dingtalk.com/robot/send?x=1", kinds=[], at=MONDAY_9)

    with pytest.raises(Refused) as refusal:
        add_robot(store, maker="dingtalk", name="又一个", address=address, kinds=[], by=leader, now=MONDAY_9)

    assert refusal.value.about == "address"
    assert Robot.objects.count() == 1
