"""What the do-not-call list hangs on the sockets: deeds of the trail, its place in the navigation."""

from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.trail import audit

audit.register({"do_not_call.list": _("Numbers put on the do-not-call list"), "do_not_call.unlist": _("Number taken off the do-not-call list")})

sockets.navigation.add(sockets.Section("barred", _("Do not call"), "phone-off", "do_not_call.see", group="manage"), name="barred", position=85)
