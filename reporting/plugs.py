"""What this room hangs on the sockets of the rooms below."""

from django.utils.translation import gettext_lazy as _

from dcc import audit

audit.register(
    {
        "ledger.import": _("Ledger imported"),
        "ledger.export": _("Ledger exported"),
    }
)
