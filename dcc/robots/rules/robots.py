"""The robots of a store's group chats, kept by leader and director."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc import sockets
from dcc.errors import Refused
from dcc.models import MAKERS, Robot, Store, User
from dcc.robots.chat_addresses import split
from dcc.trail import audit


@transaction.atomic
def add_robot(store: Store, *, maker: str, name: str, address: str, kinds: list[str], by: User, now: datetime) -> Robot:
    """Let messages of these kinds go into a group chat from now on. Refused for an address that is not the robot of a chat, and for one there is already."""
    if maker not in dict(MAKERS):
        raise ValueError(maker)
    if split(address) is None:
        raise Refused(_("This is no address of a robot: https, and a host the operator allows."), about="address")
    Store.objects.select_for_update().get(pk=store.pk)
    if Robot.objects.at_work().filter(store=store, address=address).exists():
        raise Refused(_("This robot is there already."), about="address")
    robot = Robot.objects.create(store=store, maker=maker, name=name, address=address, kinds=known(kinds), by=by, at=now)
    audit.record("robot.add", robot, by=by, now=now, kinds=robot.kinds)
    return robot


@transaction.atomic
def change_robot(robot: Robot, *, kinds: list[str], by: User, now: datetime) -> bool:
    """Choose other messages for a group chat. False if nothing differs."""
    stored = Robot.objects.select_for_update().get(pk=robot.pk)
    before, after = stored.kinds, known(kinds)
    if before == after:
        return False
    stored.kinds = after
    stored.save(update_fields=["kinds"])
    audit.record("robot.change", stored, by=by, now=now, before=before, after=after)
    return True


@transaction.atomic
def retire_robot(robot: Robot, *, by: User, now: datetime) -> bool:
    """Send nothing more into a group chat; what waits is given up. False if it was so already."""
    if not Robot.objects.at_work().filter(pk=robot.pk).update(retired_at=now):
        return False
    robot.messages.filter(sent_at=None, given_up_at=None).update(given_up_at=now)
    audit.record("robot.retire", robot, by=by, now=now)
    return True


def known(kinds: list[str]) -> list[str]:
    """Return those kinds of messages there are, in their order."""
    return [name for name, _kind in sockets.robot_kinds.named() if name in kinds]
