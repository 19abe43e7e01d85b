"""The page of the robots."""

from django.urls import reverse

from dcc.models import Robot, RobotMessage
from tests.moments import MONDAY_9

ADDRESS = "https://open.feishu.cn/open-apis/bot/v2/hook/geheim99"


def test_a_robot_is_added_and_its_address_shown_in_part(client_of, store, leader):
    client = client_of(leader)
    client.post(reverse("robots"), {"maker": "feishu", "name": "电销群", "address": ADDRESS, "kinds": ["call.missed"]})

    page = client.get(reverse("robots")).content.decode()

    robot = Robot.objects.get()
    assert (robot.maker, robot.name, robot.address, robot.kinds, robot.by) == ("feishu", "电销群", ADDRESS, ["call.missed"], leader)
    assert "open.feishu.cn …im99" in page
    assert "geheim" not in page


def test_a_host_that_is_not_on_the_list_comes_back(client_of, store, leader):
    answer = client_of(leader).post(
        reverse("robots"), {"maker": "feishu", "name": "电销群", "address": "https://169.254.169.254/latest", "kinds": ["call.missed"]}
    )

    assert answer.status_code == 422
    assert "https://169.254.169.254/latest" in answer.content.decode()
    assert not Robot.objects.exists()


def test_what_was_sent_stands_in_the_log(client_of, store, leader, other_store):
    robot, foreign = (Robot.objects.create(store=each, maker="wecom", name="群", address=ADDRESS, at=MONDAY_9) for each in (store, other_store))
    facts = {"kind": "call.missed", "at": MONDAY_9}
    RobotMessage.objects.create(robot=robot, key="1", words="漏接：王", tries=1, sent_at=MONDAY_9, answer="200 0", **facts)
    RobotMessage.objects.create(robot=robot, key="2", words="漏接：李", tries=3, given_up_at=MONDAY_9, answer="500", **facts)
    RobotMessage.objects.create(robot=foreign, key="1", words="漏接：赵", **facts)

    page = client_of(leader).get(reverse("robots")).content.decode()

    assert "已发 · 200 0" in page
    assert "试了三次，不再发 · 500" in page
    assert "漏接：赵" not in page


def test_kinds_are_chosen_anew_a_test_goes_out_and_it_is_taken_away(client_of, store, leader):
    robot = Robot.objects.create(store=store, maker="wecom", name="群", address=ADDRESS, kinds=["call.missed"], at=MONDAY_9)
    client = client_of(leader)

    client.post(reverse("robot", args=[robot.pk]), {"kinds": ["visit.waiting", "lead.late"]})
    client.post(reverse("robot_test", args=[robot.pk]))
    client.post(reverse("robot_retire", args=[robot.pk]))

    robot.refresh_from_db()
    assert robot.kinds == ["visit.waiting", "lead.late"]
    assert list(RobotMessage.objects.values_list("kind", "words")) == [("test", "DCC 可以往这里发消息。")]
    assert robot.retired_at is not None
