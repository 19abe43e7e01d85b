"""What the import hangs on the sockets: its place, its deeds in words, the worker's share, whom it tells."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dcc import sockets
from dcc.trail import audit, trail_words
from leads.intake.rules.background import oldest_waiting, take_one_batch
from leads.intake.rules.rejected_rows import sweep_rejected
from leads.intake.taken_back import why_gone
from leads.models import OUTCOMES, ImportBatch

audit.register(
    {
        "import.commit": _("File imported"),
        "import.drop": _("File dropped before import"),
        "import.undo": _("Import undone"),
        "import.rejected": _("Rejected rows of a file fetched"),
    }
)
trail_words.register(
    {
        **{"rows": _("Rows"), "taken_over": _("Taken from other channels"), **dict(OUTCOMES)},
        **{"leads": _("Leads"), "inquiries": _("Inquiries"), "kept": _("Leads that stay")},
    },
    {},
)
sockets.navigation.add(
    sockets.Section("import", _("Import"), "file-import", "import", key="I", pages=("import_batch", "import_undo", "import_record")), name="import", position=20
)


def undone(notice):
    """Leads of an agent's were imported by mistake and are gone."""
    by, count = notice.person("by"), notice.detail["count"]
    sentence = ngettext(
        "%(by)s undid an import: %(count)d lead of yours is gone with it", "%(by)s undid an import: %(count)d leads of yours are gone with it", count
    )
    return sentence % {"by": by.name if by else "", "count": count}, ""


sockets.notice_kinds.add_each({"lead.undone": undone})
sockets.due_verbs.add(sweep_rejected, name="sweep_rejected")
sockets.gone.add(why_gone, name="undone_imports")
sockets.jobs.add(take_one_batch, name="imports")
sockets.queues.add(oldest_waiting, name="imports")


def batches_on_the_trail(user, ids, _now):
    """Name the files and link them for whoever may see them."""
    seen = ImportBatch.objects.visible_to(user).filter(pk__in=ids).exclude(state="dropped")
    return {batch.pk: (batch.filename, reverse("import_batch", args=[batch.pk])) for batch in seen}


sockets.trail_links.add(batches_on_the_trail, name="importbatch")
