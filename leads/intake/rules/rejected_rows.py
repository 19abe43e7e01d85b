"""The rows nobody could take in, as a workbook: the sender's cells as they were, why beside them, the faulty cell marked.

See docs/rules/intake.md#rejected-rows.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from leads.intake.cells import Cell, says_nothing
from leads.intake.column_names import OUR_OWN_NAMES, WRITTEN_NAMES, normalise
from leads.intake.columns import column_letter
from leads.intake.reading.file import SheetRows
from leads.intake.refusal_words import REASONS
from leads.intake.written_cells import cell
from leads.models import ImportBatch

KEPT = timedelta(days=7)  # after the import
MOST_WIDE = 40  # characters of a column
FAULTY = PatternFill("solid", start_color="FFFDE2E1")
NAMES, WHY = Font(bold=True), Font(color="FFB42318")
FIELD_AT_FAULT = {  # the reason → the field whose cell is wrong
    **dict.fromkeys(("no_phone", "masked_phone", "precision_lost", "bad_phone", "do_not_call"), "phone"),
    **dict.fromkeys(("bad_time", "future_time"), "received_at"),
    **{"name_too_long": "name", "unknown_channel": "channel", "test_lead": "name"},
}


def workbook_of(rows: SheetRows, columns: Sequence[dict[str, str]], reasons: dict[int, str]) -> bytes:
    """Return the workbook of the rows whose number has a reason. Cells stay what they were: a text that looks like a formula is a text."""
    book = Workbook(write_only=True)
    if rows.from_1904:
        book.epoch = CALENDAR_MAC_1904
    sheet = book.create_sheet((rows.sheet or "Sheet1").translate(dict.fromkeys(map(ord, "[]:*?/\\"), "_"))[:31])
    names, own = _names(rows, columns), [index for index, name in enumerate(rows.headers) if normalise(name) == OUR_OWN_NAMES]
    kept = [index for index in range(len(names)) if index not in own]
    for place, index in enumerate(kept, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(MOST_WIDE, max(14, 2 * len(names[index])))
    sheet.column_dimensions[get_column_letter(len(kept) + 1)].width = MOST_WIDE
    sheet.append([cell(sheet, names[index], font=NAMES) for index in kept] + [cell(sheet, OUR_OWN_NAMES, font=NAMES)])
    for number, cells in rows.rows:
        if number in reasons:
            fault = _fault(reasons[number], cells, columns)
            drawn = [cell(sheet, cells[index], fill=FAULTY if index == fault else None) for index in kept]
            sheet.append([*drawn, cell(sheet, _why(reasons[number]), font=WHY)])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _names(rows: SheetRows, columns: Sequence[dict[str, str]]) -> list[str]:
    """Return the names of the columns as they were; of a sheet that has none those by which it is read alike."""
    if any(rows.headers):
        return list(rows.headers)
    return [WRITTEN_NAMES.get(column["field"], column_letter(index)) for index, column in enumerate(columns)]


def _fault(reason: str, cells: Sequence[Cell], columns: Sequence[dict[str, str]]) -> int:
    """Return the column of the faulty cell: of several of a field the first that is filled, else the first; 0 where no cell is."""
    found = [index for index, column in enumerate(columns) if column["field"] == FIELD_AT_FAULT.get(reason)]
    return next((index for index in found if not says_nothing(cells[index])), found[0] if found else 0)


def _why(reason: str) -> str:
    sentence, advice = REASONS[reason]
    return _("%(why)s. %(advice)s") % {"why": sentence, "advice": advice}


def may_fetch(batch: ImportBatch, *, by: User, now: datetime) -> bool:
    """Whether somebody may have the rejected rows of a file: whoever uploaded it, until seven days after."""
    since = batch.committed_at or batch.uploaded_at
    return batch.by_id == by.pk and bool(batch.rejected) and now - since <= KEPT


def fetch(batch: ImportBatch, workbook: bytes | None, *, by: User, now: datetime) -> bytes:
    """Hand out the workbook: what was kept at the import, before it what was just made. On the trail. Refused for another's, and after seven days."""
    if not may_fetch(batch, by=by, now=now):
        raise Refused(_("Rejected rows are for whoever uploaded the file, for 7 days."))
    path = settings.UPLOADS / batch.rejected_file
    if workbook is None and not (batch.rejected_file and path.exists()):
        raise Refused(_("The rows are no longer kept. Upload the file again."))
    audit.record("import.rejected", batch, by=by, now=now, rows=batch.rejected)
    return path.read_bytes() if workbook is None else workbook


def sweep_rejected(*, now: datetime) -> int:
    """Remove the workbooks nobody may fetch any more; return how many files had one."""
    old = ImportBatch.objects.exclude(rejected_file="").filter(committed_at__lt=now - KEPT)
    for name in old.values_list("rejected_file", flat=True):
        (settings.UPLOADS / name).unlink(missing_ok=True)
    _sweep_left_over(now)
    return old.update(rejected_file="")


def _sweep_left_over(now: datetime) -> None:
    """Remove what no import waits for: files somebody looked at and went away, and what a crash left."""
    files = {path.name: path for path in settings.UPLOADS.glob("*") if now.timestamp() - path.stat().st_mtime > KEPT.total_seconds()}
    if files:
        waiting = ImportBatch.objects.filter(Q(file__in=files) & ~Q(state__in=["done", "undone", "dropped", "refused"]) | Q(rejected_file__in=files))
        used = {name for names in waiting.values_list("file", "rejected_file") for name in names}
        for name in files.keys() - used:
            files[name].unlink(missing_ok=True)
