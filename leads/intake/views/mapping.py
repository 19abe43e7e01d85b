"""What somebody chooses on a preview (docs/rules/intake.md#mapping)."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dcc.frame.answers import refusal_kept, refusal_said, to
from dcc.frame.downloads import workbook
from dcc.people.permissions import requires
from leads.intake.forms.mapping import MappingForm
from leads.intake.open_questions import is_straight
from leads.intake.rules import importing
from leads.intake.views.batches import batch_of
from leads.models import OUTCOMES, ImportBatch


@require_POST
@requires("import")
def remap(request, pk) -> HttpResponseBase:
    """Judge the file anew as somebody chose."""
    batch = batch_of(request, pk)
    form = MappingForm(request.POST, batch=batch, user=request.user)
    if form.is_valid():
        with refusal_said(request):
            importing.remap(batch, form.choice(), channel=form.channel, now=timezone.now())
    else:
        messages.error(request, _("This choice is not there any more. Choose again."))
    return to("import_batch", pk)


@require_POST
@requires("import")
def import_straight(request) -> HttpResponseBase:
    """Take in every file that is as its sender's always are; each stays an import of its own. One that changed meanwhile waits for a look."""
    ready = [batch for batch in ImportBatch.objects.visible_to(request.user).waiting().select_related("store", "channel", "by") if is_straight(batch)]
    done: list[ImportBatch] = []
    for batch in ready:
        with refusal_kept() as refusal:
            done.append(importing.ask_commit(batch, by=request.user, now=timezone.now()))
        if refusal.sentence:
            messages.error(request, f"{batch.filename}: {refusal.sentence}")
    if done:
        messages.success(request, _said(done))
    return to("import")


def _said(done: list[ImportBatch]) -> str:
    """Say how many files were taken in and what came of their rows; one the worker has yet to take in has no figures."""
    said = ngettext("%(count)d file imported", "%(count)d files imported", len(done)) % {"count": len(done)}
    written = [batch for batch in done if batch.state == "done"]
    if not written:
        return said
    counts = {outcome: sum(getattr(batch, outcome) for batch in written) for outcome, _word in OUTCOMES}
    return said + "\n" + _("%(created)d new, %(merged)d joined, %(repeated)d repeated, %(rejected)d rejected") % counts


@require_POST
@requires("import")
def rejected(request, pk) -> HttpResponseBase:
    """The rows nobody could take in, as a workbook, for whoever uploaded the file (docs/rules/intake.md#rejected-rows)."""
    batch = batch_of(request, pk)
    with refusal_said(request):
        content = importing.rejected_workbook(batch, by=request.user, now=timezone.now())
        name = _("%(file)s-rejected") % {"file": batch.filename.rpartition(".")[0] or batch.filename}
        return workbook(content, f"{name}.xlsx")
    return to("import_batch", pk)
