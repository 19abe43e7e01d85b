"""What a preview, and then the result, keeps of a file on its batch."""

from typing import Any

from django.db import transaction

from leads.intake.choosing import key_of
from leads.intake.rules.asking_channel import of_another_channel
from leads.intake.rules.collecting import Collected
from leads.intake.rules.reading_files import LeadFile, shown_row
from leads.intake.rules.reading_files import shown as cell_shown
from leads.intake.rules.remembering import compared, such_files
from leads.models import BatchRow, ImportBatch

SHOWN_PER_OUTCOME = 50
NAMED = 50  # unknown words of a kind that one may choose for; the others stay as they are


@transaction.atomic
def keep_preview(batch: ImportBatch, lead_file: LeadFile, result: Collected) -> None:
    """Write what a preview or a commit found to the batch: columns, counts, reasons, remarks, and the rows worth showing."""
    counts, columns = result.counts, lead_file.column_list()
    batch.channel = lead_file.channel
    ImportBatch.objects.filter(pk=batch.pk, state="reading").update(state="ready", **_as_mapped(lead_file))
    ImportBatch.objects.filter(pk=batch.pk).update(
        sheet=lead_file.rows.sheet[:100],
        header_row=lead_file.rows.header_row,
        columns=columns,
        names_key=key_of(lead_file.rows.headers),
        rows=len(result.judged),
        progress=len(result.judged),
        reasons=result.reasons,
        remarks=[*_asked(batch, lead_file, len(result.judged)), *result.remarks],
        found=_found(lead_file),
        leased_until=None,
        **{outcome: counts[outcome] for outcome in ("created", "merged", "repeated", "rejected")},
    )
    BatchRow.objects.filter(batch=batch).delete()
    BatchRow.objects.bulk_create(_rows_to_show(batch, lead_file, result), batch_size=1000)


def _as_mapped(lead_file: LeadFile) -> dict[str, Any]:
    """What a preview settles: how the file is read, where it belongs, and who said so of such files before."""
    kept = lead_file.kept
    said = {"mapped_by": kept.by, "mapped_at": kept.at} if kept else {"mapped_by": None, "mapped_at": None}
    return {"choice": lead_file.choice.as_json(), "channel": lead_file.channel, **said}


def _asked(batch: ImportBatch, lead_file: LeadFile, rows: int) -> list[dict[str, Any]]:
    """Return what is to be asked of an upload beside those like it; nothing where it came by the command line."""
    if not batch.file:
        return []
    headers = lead_file.rows.headers
    return [*of_another_channel(batch, headers), *compared(headers, rows, such_files(batch, headers))]


def _found(lead_file: LeadFile) -> dict[str, Any]:
    """What else stands in the file, for whoever chooses: its sheets, and the words nobody knows with their rows."""
    unknown = {kind: counted.most_common(NAMED) for kind, counted in lead_file.unknown.items()}
    kept = lead_file.kept
    before: dict[str, Any] = {"usual_reasons": sorted(kept.batch.reasons), "as_before": len(kept.fields)} if kept else {}
    if kept and kept.names_channel:
        before["names_channel"] = True
    if kept and kept.new_names:
        before["renamed"] = kept.new_names
    return {"sheets": [lead_file.rows.sheet, *lead_file.rows.other_sheets], **unknown, **before}


def _rows_to_show(batch: ImportBatch, lead_file: LeadFile, result: Collected) -> list[BatchRow]:
    shown: list[BatchRow] = []
    first: dict[str, BatchRow] = {}
    seen = dict.fromkeys(("created", "merged", "repeated", "rejected"), 0)
    for arrival, outcome, reason in result.judged:
        seen[outcome] += 1
        if outcome == "rejected" or seen[outcome] <= SHOWN_PER_OUTCOME:
            name, phone, model = shown_row(arrival, lead_file)
            facts = {"number": arrival.number, "outcome": outcome, "reason": reason, "name": name, "phone": phone, "model": model}
            word = lead_file.foreign.get(arrival.number, "") if reason == "unknown_channel" else ""
            shown.append(BatchRow(batch=batch, word=cell_shown(word), **facts))
            if word and first.setdefault(word, shown[-1]) is not shown[-1]:
                first[word].like, shown[-1].like = first[word].like + 1, 0
    return shown
