"""A file's way in: uploaded, examined, committed; at once or by the worker (docs/rules/intake.md#importing)."""

import secrets
from collections.abc import Callable
from copy import copy
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from dcc.database import statistics
from dcc.database.bulk import without_collecting
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.intake.choosing import Choice
from leads.intake.open_questions import has_numbers
from leads.intake.reading import file_limits
from leads.intake.reading.file import SheetRows, read_file
from leads.intake.reading.refusals import Unreadable
from leads.intake.refusal_words import file_refusal
from leads.intake.rules.collecting import Collected, collect, hold_door, preview
from leads.intake.rules.previewing import keep_preview
from leads.intake.rules.reading_files import LeadFile, read_lead_file
from leads.intake.rules.rejected_rows import fetch, may_fetch, workbook_of
from leads.intake.rules.remarking import known_elsewhere, remarks_on
from leads.intake.rules.remembering import kept_mapping
from leads.intake.rules.spelling import keep_spelling, settle_new_channels
from leads.intake.rules.understanding import path_of, understand
from leads.models import Channel, ImportBatch, Inquiry, Lead

AT_ONCE_ROWS = 5_000
AT_ONCE_BYTES = 2 * 1024**2
LEASE = timedelta(minutes=10)


def receive_upload(store: Store, upload: UploadedFile, *, channel: Channel | None, by: User, now: datetime) -> ImportBatch:
    """Keep an uploaded file as a batch that waits to be read. Raises Refused past 20 MB."""
    name, size = keep_file(upload), upload.size or 0
    return ImportBatch.objects.create(
        store=store, by=by, channel=channel, filename=_display_name(upload.name), file=name, size=size, uploaded_at=now, leased_until=now + LEASE
    )


def keep_file(upload: UploadedFile) -> str:
    """Keep an uploaded file under a random name outside the web root, and return the name. Raises Refused past 20 MB."""
    size = upload.size or 0
    if size > file_limits.FILE_BYTES:
        sizes = {"found": size // 1024**2, "limit": file_limits.FILE_BYTES // 1024**2}
        raise Refused(_("The file has %(found)d MB; up to %(limit)d MB are read. Split it and upload the parts.") % sizes)
    settings.UPLOADS.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    with (settings.UPLOADS / name).open("wb") as file:
        for part in upload.chunks():
            file.write(part)
    return name


def _display_name(name: str | None) -> str:
    """Return a file's own name without its path and without control or direction characters."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(character for character in last if character.isprintable())[-200:] or "?"


def examine(batch: ImportBatch, *, now: datetime) -> None:
    """Read a batch at once, or leave it to the worker where it is large. Afterwards it is ready, refused, or waits being read."""
    if batch.size > AT_ONCE_BYTES:
        ImportBatch.objects.filter(pk=batch.pk, state="reading").update(leased_until=None)
        return
    lead_file = _read(batch, now=now)
    if lead_file is None:
        return
    if len(lead_file.arrivals) > AT_ONCE_ROWS:
        ImportBatch.objects.filter(pk=batch.pk, state="reading").update(leased_until=None, rows=len(lead_file.arrivals))
        return
    _preview(batch, lead_file, now=now)


def examine_in_background(batch: ImportBatch, *, now: datetime) -> None:
    """The worker's share: read a large batch with its progress on the page."""
    lead_file = _read(batch, now=now, progress=keep_progress(batch))
    if lead_file is not None:
        _preview(batch, lead_file, now=now)


def _preview(batch: ImportBatch, lead_file: LeadFile, *, now: datetime) -> None:
    keep_preview(batch, lead_file, foresee(batch.store, lead_file, now=now))


def foresee(store: Store, lead_file: LeadFile, *, now: datetime) -> Collected:
    """Say what a file would become, with the remarks on it, and write nothing."""
    result = preview(store, lead_file.arrivals, now=now)
    result.remarks = remarks_on(lead_file, result.judged, known_elsewhere(store, lead_file.arrivals, now=now))
    return result


def _read(batch: ImportBatch, *, now: datetime, progress: Callable[[int, int], None] | None = None) -> LeadFile | None:
    try:
        return understand(batch, now=now, progress=progress)
    except Unreadable as refusal:
        refuse(batch, refusal)
    return None


def remap(batch: ImportBatch, choice: Choice, *, channel: Channel | None, now: datetime) -> None:
    """Judge a previewed file anew, as somebody chose. Raises Refused where it cannot be read so, or is on its way in; then it stays as it was."""
    trial = copy(batch)
    trial.choice, trial.channel, trial.state = choice.as_json(), channel, "reading"
    large = batch.rows > AT_ONCE_ROWS or batch.size > AT_ONCE_BYTES
    try:
        lead_file = None if large else understand(trial, now=now)
    except Unreadable as refusal:
        raise Refused(file_refusal(refusal.code, refusal.facts)) from refusal
    chosen = {"choice": trial.choice, "channel": channel, "state": "reading", "progress": 0, "leased_until": None if large else now + LEASE}
    if not ImportBatch.objects.filter(pk=batch.pk, state="ready").update(**chosen):
        raise Refused(_("This file was imported or dropped meanwhile. Nothing was done twice."))
    if lead_file is not None:
        _preview(trial, lead_file, now=now)


def refuse(batch: ImportBatch, refusal: Unreadable) -> None:
    """End a batch whose file cannot be read; the page says why."""
    ImportBatch.objects.filter(pk=batch.pk).update(state="refused", refusal=refusal.code, reasons=_plain_facts(refusal))
    remove_upload(batch)


def _plain_facts(refusal: Unreadable) -> dict:
    return {name: fact if isinstance(fact, int | str) else [str(entry) for entry in fact] for name, fact in refusal.facts.items()}


def remove_upload(batch: ImportBatch) -> None:
    """Take the file of a finished batch off the disk."""
    if batch.file:
        path_of(batch).unlink(missing_ok=True)


def keep_progress(batch: ImportBatch) -> Callable[[int, int], None]:
    """Return a callback that keeps how far a batch was read."""

    def keep(done: int, total: int) -> None:
        ImportBatch.objects.filter(pk=batch.pk).update(progress=done, rows=total)

    return keep


def ask_commit(batch: ImportBatch, *, by: User, now: datetime) -> ImportBatch:
    """Commit a batch that is ready: at once, or by the worker where it is large. Raises Refused if it is not ready any more."""
    batch.refresh_from_db(fields=["columns", "rows", "state"])
    if batch.state == "ready" and not has_numbers(batch.columns):
        raise Refused(_("No column is the phone number yet. Choose it, then the file can be imported."))
    large = batch.rows > AT_ONCE_ROWS
    changes = {"state": "queued", "leased_until": None, "progress": 0} if large else {"state": "committing", "leased_until": now + LEASE}
    if not ImportBatch.objects.filter(pk=batch.pk, state="ready").update(**changes):
        raise Refused(_("This file was imported or dropped meanwhile. Nothing was done twice."))
    batch.refresh_from_db()
    if not large:
        commit(batch, by=by, now=now)
        batch.refresh_from_db()
    return batch


def commit(batch: ImportBatch, *, by: User, now: datetime, progress: Callable[[int, int], None] | None = None) -> None:
    """Read the file again and take it in, all or nothing; what was new at the preview may be known by now, and the counts say what was done."""
    lead_file = _read(batch, now=now, progress=progress)
    if lead_file is None:
        return
    with transaction.atomic():
        hold_door(batch.store)
        keep_spelling(batch.store, lead_file.choice, by=by, now=now)
        settle_new_channels(batch.store, lead_file.arrivals, lead_file.new_channels)
        mapped = _mapped(batch, lead_file, by=by, now=now)
        result = take_in(batch.store, lead_file, batch=batch, by=by, now=now)
        keep_preview(batch, lead_file, result)
        ImportBatch.objects.filter(pk=batch.pk).update(state="done", committed_at=now, rejected_file=_keep_rejected(lead_file, result), **mapped)
    remove_upload(batch)
    _know_sizes(result)


def _keep_rejected(lead_file: LeadFile, result: Collected) -> str:
    """Keep the rows nobody could take in as a workbook, under a random name; return it, "" where there are none."""
    reasons = {arrival.number: reason for arrival, outcome, reason in result.judged if outcome == "rejected"}
    if not reasons:
        return ""
    name = secrets.token_hex(16)
    (settings.UPLOADS / name).write_bytes(workbook_of(lead_file.rows, lead_file.column_list(), reasons))
    return name


def rejected_workbook(batch: ImportBatch, *, by: User, now: datetime) -> bytes:
    """Return the rejected rows for whoever uploaded the file: as it was judged last before the import, as it was imported since. Raises Refused."""
    if batch.state != "ready":
        return fetch(batch, None, by=by, now=now)
    if not may_fetch(batch, by=by, now=now):
        return fetch(batch, b"", by=by, now=now)
    try:
        rows = understand(batch, now=now).rows
    except Unreadable as refusal:
        raise Refused(file_refusal(refusal.code, refusal.facts)) from refusal
    reasons = dict(batch.shown_rows.filter(outcome="rejected").values_list("number", "reason"))
    return fetch(batch, workbook_of(rows, batch.columns, reasons), by=by, now=now)


def _mapped(batch: ImportBatch, lead_file: LeadFile, *, by: User, now: datetime) -> dict[str, Any]:
    """Who said what these columns mean: whoever did so first of all the files since that were read alike, else whoever imports this one."""
    kept = kept_mapping(batch, lead_file.rows.headers)
    meant = lead_file.columns.choice
    if kept and kept.is_same and kept.fields == meant and kept.batch.channel_id == batch.channel_id:
        return {"mapped_by": kept.by, "mapped_at": kept.at}
    return {"mapped_by": by, "mapped_at": now}


@without_collecting()
def take_in(store: Store, lead_file: LeadFile, *, batch: ImportBatch, by: User, now: datetime) -> Collected:
    """Collect a file's arrivals for a batch, and say so on the trail. Inside the caller's transaction."""
    known = known_elsewhere(store, lead_file.arrivals, now=now)
    result = collect(store, lead_file.arrivals, by=by, now=now, batch=batch)
    result.remarks = remarks_on(lead_file, result.judged, known)
    taken = sum(remark["people"] for remark in known if remark["code"] == "taking_over")
    told = {"taken_over": taken} if taken else {}
    audit.record("import.commit", batch, by=by, now=now, rows=len(result.judged), **dict(result.counts), **told)
    return result


def drop(batch: ImportBatch, *, by: User, now: datetime) -> None:
    """Forget a file that was not imported. Raises Refused once it is on its way in."""
    if not ImportBatch.objects.filter(pk=batch.pk, state__in=["reading", "ready", "refused"]).update(state="dropped"):
        raise Refused(_("This file is being imported or was imported already."))
    remove_upload(batch)
    audit.record("import.drop", batch, by=by, now=now)


def import_file(
    path: Path,
    store: Store,
    *,
    channel: Channel | None,
    by: User,
    now: datetime,
    dry_run: bool = False,
    read: Callable[[Path], SheetRows] = read_file,
) -> tuple[ImportBatch | None, Collected]:
    """The command line's way: read and take in at once. With `dry_run` nothing is written and the batch is None. Raises Unreadable."""
    lead_file = read_lead_file(path, store, channel, now=now, read=read)
    if dry_run:
        return None, foresee(store, lead_file, now=now)
    with transaction.atomic():
        batch = ImportBatch.objects.create(
            store=store,
            by=by,
            channel=channel,
            filename=_display_name(path.name),
            size=path.stat().st_size,
            uploaded_at=now,
            state="done",
            committed_at=now,
            mapped_by=by,
            mapped_at=now,
        )
        result = take_in(store, lead_file, batch=batch, by=by, now=now)
        keep_preview(batch, lead_file, result)
    _know_sizes(result)
    return batch, result


def _know_sizes(result: Collected) -> None:
    """After a large file let the database look at the tables it filled."""
    if len(result.judged) > AT_ONCE_ROWS:
        statistics.gather([model._meta.db_table for model in (Lead, Inquiry)])
