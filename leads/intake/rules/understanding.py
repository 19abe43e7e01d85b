"""From the upload of a batch to its arrivals: as somebody chose, as such files were read before, or as the program finds it (docs/rules/intake.md#mapping)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings

from leads.intake.choosing import Choice
from leads.intake.reading.file import SheetRows, read_file
from leads.intake.reading.refusals import Unreadable
from leads.intake.rules.reading_files import LeadFile, Told, nothing_kept, read_lead_file
from leads.intake.rules.remembering import kept_lines, kept_mapping
from leads.models import ImportBatch


def path_of(batch: ImportBatch) -> Path:
    """Where the upload of a batch waits."""
    return settings.UPLOADS / batch.file


def understand(batch: ImportBatch, *, now: datetime, progress: Callable[[int, int], None] | None = None) -> LeadFile:
    """Read the upload of a batch as somebody chose, else as such files were read before, else by its names. Raises Unreadable.

    One without names, or without one for the numbers, is read for whoever maps its columns by hand, if somebody in it could be called.
    """
    choice = Choice.of(batch.choice) if batch.choice else Choice()
    remember = partial(kept_mapping, batch) if batch.state == "reading" else nothing_kept  # once it is previewed it is settled
    try:
        return read_lead_file(path_of(batch), batch.store, batch.channel, read=_reader(choice), now=now, progress=progress, told=Told(choice, remember))
    except FileNotFoundError:
        raise Unreadable("gone") from None
    except Unreadable as refusal:
        if refusal.code not in ("no_header", "no_phone_column") or choice.header_row is not None:
            raise
        by_hand = replace(choice, sheet=refusal.facts.get("sheet") or None, header_row=refusal.facts.get("header_row", 0))
        for line in (*_lines_of_names(batch), by_hand.header_row):
            tried = replace(by_hand, header_row=line)
            lead_file = read_lead_file(path_of(batch), batch.store, batch.channel, read=_reader(tried), now=now, progress=progress, told=Told(tried, remember))
            if lead_file.kept and lead_file.kept.is_same:
                return lead_file
        if "phone" not in lead_file.columns.fields:
            raise
        return lead_file


def _lines_of_names(batch: ImportBatch) -> list[int]:
    """Return the lines in which somebody said that names nobody else knows stand, and the first, where our own workbook of rejected rows has them."""
    chosen = kept_lines(batch)
    return [1, *sorted(chosen - {0, 1})] if chosen else []


def _reader(choice: Choice) -> Callable[[Path], SheetRows]:
    return partial(read_file, sheet=choice.sheet, header_row=choice.header_row)
