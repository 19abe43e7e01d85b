"""Makes files as senders make them, and says what must come of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import openpyxl
from django.utils import timezone

from leads.intake.rules.importing import import_file
from leads.models import Inquiry
from tests.moments import NOW

HEADER = ("姓名", "手机号", "意向车型", "提交时间")
WANG = ("王伟", "15400000001", "卡罗拉", "2026-01-05 09:30:00")
LI = ("李娜", "15400000002", "凌放", "2026-01-05 10:30:00")
AT_NINE, AT_TEN = "2026-01-05 09:30", "2026-01-05 10:30"
BOTH = [("王伟", "15400000001", "卡罗拉", AT_NINE), ("李娜", "15400000002", "凌放", AT_TEN)]


@dataclass
class Case:
    """A file and what must come of it: (name, phone, model, moment) of each inquiry, reasons of the rejected, codes of the remarks."""

    content: bytes | Callable[[], bytes]
    come: list = field(default_factory=lambda: BOTH)
    reasons: dict = field(default_factory=dict)
    remarks: tuple = ()


def text(*rows, separator=",", end="\n", encoding="utf-8"):
    return end.join(separator.join(row) for row in rows).encode(encoding)


def book(*rows, merged=(), change=None):
    def make():
        made = openpyxl.Workbook()
        for row in rows:
            made.active.append(row)
        for cells in merged:
            made.active.merge_cells(cells)
        if change:
            change(made)
        written = BytesIO()
        made.save(written)
        return written.getvalue()

    return make


def one_time(cell, moment=AT_NINE):
    return Case(text(HEADER, (*WANG[:3], cell)), [(*BOTH[0][:3], moment)])


def html(*rows, attributes=""):
    cells = "".join("<tr>" + "".join(f"<td{attributes}>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><body><table>{cells}</table></body></html>".encode("gb18030")


def quoted(*rows):
    return text(*[[f'"{cell}"' for cell in row] for row in rows])


def taken_in(content, path, store, **deed):
    """Import a file with these bytes; return its batch, the counts and the moment."""
    path.write_bytes(content() if callable(content) else content)
    now = NOW
    batch, result = import_file(path, store, now=now, **deed)
    batch.refresh_from_db()
    return batch, result, now


def inquiries(now):
    """(name, phone, model, moment) of each inquiry, in the order they were entered."""
    return [
        (name, phone, model, "now" if at == now else f"{timezone.localtime(at):%Y-%m-%d %H:%M}")
        for name, phone, model, at in Inquiry.objects.order_by("pk").values_list("name", "phone", "model", "received_at")
    ]
