"""What robots hang on the sockets: their place, deeds of the trail, the worker's share."""

from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.robots.robot_words import robots_on_the_trail
from dcc.robots.rules.announcing import announce
from dcc.robots.rules.courier import carry_one
from dcc.robots.rules.delivering import oldest_waiting
from dcc.trail import audit

audit.register(
    {
        "robot.add": _("Robot of a group chat added"),
        "robot.change": _("Messages of a group chat chosen"),
        "robot.retire": _("Robot of a group chat taken away"),
        "robot.test": _("Test message sent to a group chat"),
    }
)
sockets.due_verbs.add(announce, name="announce")
sockets.jobs.add(carry_one, name="robots")
sockets.queues.add(oldest_waiting, name="robots")
sockets.trail_links.add(robots_on_the_trail, name="robot")
sockets.navigation.add(sockets.Section("robots", _("Robots"), "message-report", "robot.manage", group="manage", pages=("robot",)), name="robots", position=88)
