"""What this room hangs on the sockets of the rooms below."""

from django.utils.translation import gettext_lazy as _

from dcc import audit, sockets

audit.register(
    {
        "ledger.import": _("Ledger imported"),
        "ledger.export": _("Ledger exported"),
    }
)

sockets.navigation.add(
    sockets.Section("funnel", _("Funnel"), "filter", "figures.see", group="figures", key="F", pages=("figure_rows",)), name="funnel", position=62
)
