"""What the import hangs on the sockets: its place, its deeds in words, the worker's share, whom it tells."""

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.people.permissions import may
from dcc.trail import audit, trail_words
from leads import sockets as own_sockets
from leads.intake.rules.background import take_one_batch
from leads.intake.rules.telling_owners import tell_owners
from leads.models import OUTCOMES, ImportBatch, Lead

audit.register({"import.commit": _("File imported"), "import.drop": _("File dropped before import")})
trail_words.register({"rows": _("Rows"), "taken_over": _("Taken from other channels"), **dict(OUTCOMES)}, {})
sockets.navigation.add(sockets.Section("import", _("Import"), "file-import", "import", key="I", pages=("import_batch",)), name="import", position=20)
sockets.jobs.add(take_one_batch, name="imports")
sockets.uploads.add("import_receive", name="import_receive")


def first_file(user, _when):
    """The first file of a new store, for whoever imports."""
    if not user.store_id or not may(user, "import") or Lead.objects.filter(store=user.store_id).exists():
        return []
    return [sockets.DeskItem(_now("No lead yet"), "file-import", _now("import the first file"), reverse("import"), _now("Import"), urgency=3)]


sockets.first_steps.add(first_file, name="first_file")


def batches_on_the_trail(user, ids):
    """Name the files and link them for whoever may see them."""
    seen = ImportBatch.objects.visible_to(user).filter(pk__in=ids).exclude(state="dropped")
    return {batch.pk: (batch.filename, reverse("import_batch", args=[batch.pk])) for batch in seen}


sockets.trail_links.add(("importbatch", batches_on_the_trail), name="importbatch")


@receiver(own_sockets.inquiries_joined)
def tell_owners_of_joined(*, store, joined, at, **_sent) -> None:
    """Whose lead asked again is told (docs/rules/domain.md#collecting)."""
    tell_owners(store, [lead_id for lead_id, _inquiry_id in joined], now=at)
