"""What the import hangs on the sockets: its place, its deeds in words, the worker's share, whom it tells."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.trail import audit, trail_words
from leads.intake.rules.background import take_one_batch
from leads.models import OUTCOMES, ImportBatch

audit.register({"import.commit": _("File imported"), "import.drop": _("File dropped before import")})
trail_words.register({"rows": _("Rows"), "taken_over": _("Taken from other channels"), **dict(OUTCOMES)}, {})
sockets.navigation.add(sockets.Section("import", _("Import"), "file-import", "import", key="I", pages=("import_batch",)), name="import", position=20)
sockets.jobs.add(take_one_batch, name="imports")


def batches_on_the_trail(user, ids, _now):
    """Name the files and link them for whoever may see them."""
    seen = ImportBatch.objects.visible_to(user).filter(pk__in=ids).exclude(state="dropped")
    return {batch.pk: (batch.filename, reverse("import_batch", args=[batch.pk])) for batch in seen}


sockets.trail_links.add(batches_on_the_trail, name="importbatch")
