"""The import: upload, preview, progress, result (docs/rules/intake.md#importing)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dcc.frame.answers import WRONG, refusal_on, refusal_said, to
from dcc.frame.paging import Position, count_up_to, page_by_key, pager_of, whole
from dcc.people.permissions import requires
from leads.channels.rules.channels import add_channel
from leads.intake.choosing import LEFT_OUT
from leads.intake.forms.mapping import MappingForm
from leads.intake.forms.upload import UploadForm
from leads.intake.import_words import columns_in_words, reasons_in_words, refusal_in_words, row_in_words
from leads.intake.open_questions import belongs_nowhere, has_numbers
from leads.intake.remark_words import remarks_in_words
from leads.intake.rules import importing
from leads.intake.rules.rejected_rows import may_fetch
from leads.intake.rules.undoing import may_undo
from leads.intake.views.batches import around, batch_of, came_before, files_at_hand
from leads.intake.views.import_tables import FileColumnsTable, FileRowsTable, ImportsTable
from leads.models import ImportBatch

OUTCOMES = ("rejected", "created", "merged", "repeated")


@require_safe
@requires("import")
def upload(request):
    """Where the morning's files come in, and what still waits."""
    return _upload_page(request, UploadForm(user=request.user))


@require_POST
@requires("import")
def receive(request):
    """Keep the file, read it, show what it would do."""
    form = UploadForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _upload_page(request, form, status=WRONG)
    now = timezone.now()
    with refusal_on(form):
        channel = form.channel_chosen
        if form.wants_new_channel:
            channel = add_channel(
                request.user.store, name=form.cleaned_data["new_name"].strip(), source=form.cleaned_data["new_source"], by=request.user, now=now
            )
        batches = [importing.receive_upload(request.user.store, file, channel=channel, by=request.user, now=now) for file in form.cleaned_data["file"]]
        for batch in batches:
            importing.examine(batch, now=now)
        return to("import_batch", batches[0].pk) if len(batches) == 1 else to("import")
    return _upload_page(request, form, status=WRONG)


def _upload_page(request, form: UploadForm, status: int = 200):
    done = ImportBatch.objects.visible_to(request.user).taken_in()
    page = page_by_key(done.select_related("channel", "by", "undone_by"), ("-committed_at", "-pk"), Position.of(request.GET))
    shown = {"table": ImportsTable(page.rows, user=request.user, now=timezone.now()), "pager": pager_of(page, request.GET, count_up_to(done))}
    return render(request, "leads/intake/import.html", {"form": form, **shown, **files_at_hand(request)}, status=status)


@require_safe
@requires("import")
def batch(request, pk):
    """One file: its progress, its preview, or its result, whichever it has come to."""
    batch = batch_of(request, pk)
    if batch.is_busy:
        return render(request, "leads/intake/import_busy.html", {"batch": batch})
    if batch.state == "refused":
        return render(request, "leads/intake/import_refused.html", {"batch": batch, "refusal": refusal_in_words(batch), **files_at_hand(request)})
    at_hand = files_at_hand(request)
    counts = {outcome: getattr(batch, outcome) for outcome in OUTCOMES}
    shown = request.GET.get("show", "")
    if shown not in counts:
        shown = next((outcome for outcome in OUTCOMES if counts[outcome]), "created")
    why = request.GET.get("reason", "") if shown == "rejected" and request.GET.get("reason") in batch.reasons else ""
    kept = batch.shown_rows.filter(outcome=shown, like__gt=0, **({"reason": why} if why else {}))
    page = page_by_key(kept, ("number", "pk"), Position.of(request.GET))
    nowhere = belongs_nowhere(batch)
    brings_nothing = batch.state == "ready" and batch.rows > 0 and batch.repeated == batch.rows
    context = {
        "batch": batch,
        "columns": FileColumnsTable(columns_in_words(batch)),
        "mapping": MappingForm(batch=batch, user=request.user) if batch.state == "ready" else None,
        "known_columns": sum(1 for column in batch.columns if column["field"] not in ("", LEFT_OUT)),
        "has_numbers": has_numbers(batch.columns),
        "nowhere": nowhere,
        "brings_nothing": brings_nothing,
        "came_before": came_before(request, batch) if brings_nothing else None,
        "counts": counts,
        "shown": shown,
        "shown_count": counts[shown],
        "reasons": reasons_in_words(batch, nowhere=nowhere),
        "why": why,
        "pager": pager_of(page, request.GET, count_up_to(kept)),
        "rows": FileRowsTable([row_in_words(row, nowhere=nowhere) for row in page.rows], outcome=shown),
        "remarks": remarks_in_words(batch.remarks),
        "asked": next((remark for remark in batch.remarks if remark["code"] == "columns_of_another"), None),
        "may_undo": may_undo(batch, by=request.user, now=timezone.now()),
        "may_fetch": may_fetch(batch, by=request.user, now=timezone.now()),
        **at_hand,
        "around": around(at_hand["files"]["ready"], batch.pk),
    }
    return render(request, "leads/intake/import_preview.html", context)


@require_safe
@requires("import")
def progress(request, pk):
    """How far the worker has come; asked every second, sends the page on once it is done."""
    batch = batch_of(request, pk)
    if not batch.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "leads/intake/_import_progress.html", {"batch": batch})


@require_POST
@requires("import")
def commit(request, pk):
    """Take the previewed file in."""
    batch, following = batch_of(request, pk), whole(request.POST.get("next"))
    with refusal_said(request):
        batch = importing.ask_commit(batch, by=request.user, now=timezone.now())
        if batch.state == "done":
            written = {"created": batch.created, "merged": batch.merged}
            said = _("Imported: %(created)d new, %(merged)d joined") % written
            messages.success(request, f"{batch.filename} · {said}" if following else said)
        return to("import_batch", following or batch.pk)
    return to("import_batch", batch.pk)


@require_POST
@requires("import")
def drop(request, pk):
    """Forget a file that was not imported, and take another."""
    batch = batch_of(request, pk)
    with refusal_said(request):
        importing.drop(batch, by=request.user, now=timezone.now())
        return to("import")
    return to("import_batch", batch.pk)
