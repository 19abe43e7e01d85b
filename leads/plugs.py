"""What this room hangs on the sockets of the rooms below, and on its own."""

from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from dcc import audit, sockets
from leads import sockets as own_sockets
from leads.rules.background import take_one_batch
from leads.rules.telling import tell_owners

audit.register(
    {
        "import.commit": _("File imported"),
        "import.drop": _("File dropped before import"),
    }
)

sockets.jobs.add(take_one_batch, name="imports")


@receiver(own_sockets.inquiries_joined)
def tell_owners_of_joined(*, store, joined, at, **_sent) -> None:
    """Whose lead asked again is told (01, step 1)."""
    tell_owners(store, [lead_id for lead_id, _inquiry_id in joined], now=at)
