"""What happened, put on its way into the group chats that want it: each thing once."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation

from dcc import sockets
from dcc.models import Robot, RobotMessage
from dcc.sockets import RobotKind

log = logging.getLogger(__name__)
LOOKED_BACK = timedelta(hours=1)  # what is older is no news any more, when the worker stood still
LANGUAGE = "zh-hans"  # of a group chat


def announce(*, now: datetime) -> int:
    """Write what happened within the last hour, and since the robot is there, for each group chat that wants its kind. Return how much was new."""
    robots = list(Robot.objects.at_work().select_related("store").order_by("pk"))
    with translation.override(LANGUAGE):
        return sum(_write(robot, name, kind, now) for robot in robots for name, kind in sockets.robot_kinds.named() if name in robot.kinds)


@transaction.atomic
def _write(robot: Robot, name: str, kind: RobotKind, now: datetime) -> int:
    since = max(now - LOOKED_BACK, robot.at)
    news = [each for each in kind.news(robot.store, since, now) if since <= each.at <= now]
    told = set(RobotMessage.objects.filter(robot=robot, kind=name, key__in=[each.key for each in news]).values_list("key", flat=True))
    fresh = [each for each in news if each.key not in told]
    RobotMessage.objects.bulk_create(
        [RobotMessage(robot=robot, kind=name, key=each.key, words=each.words[:500], url=each.url, at=now) for each in fresh], ignore_conflicts=True
    )
    return len(fresh)
