"""What numbers hang on the sockets: their end, which comes by itself."""

from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.trail import audit
from leads import sockets as lead_sockets
from leads.numbers.rules.expiring import expire_numbers

audit.register({"lead.number_ended": _("Virtual number ended")})
sockets.due_verbs.add(expire_numbers, name="expire_numbers")
lead_sockets.number_writings.add("lead.number_ended", name="lead.number_ended")
