"""What the question who saw a number hangs on the sockets."""

from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.trail import audit, trail_words

audit.register({"number.who_saw": _("Asked who saw a number"), "number.who_saw_export": _("Who saw a number, taken along")})
trail_words.hide("visits", "cards")
sockets.navigation.add(sockets.Section("who_saw", _("Who saw a number"), "eye-search", "number.who_saw", group="manage"), name="who_saw", position=87)
