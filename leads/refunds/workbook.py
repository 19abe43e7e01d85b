"""What a platform is sent: its own ids, masked numbers, why, and the moments and outcomes of the calls. No name, no note."""

from collections.abc import Iterable
from io import BytesIO

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from leads.intake.written_cells import cell
from leads.models import Refund
from leads.models.refund import BAD
from leads.refunds.grounds import Evidence
from leads.refunds.refund_rows import BadLead

WIDTHS = (22, 18, 18, 16, 60)


def workbook_of(rows: Iterable[BadLead], evidence: Evidence) -> bytes:
    """Return the workbook of a claim."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Claim"))
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    heads = (_("Platform's id"), _("Phone"), _("Arrival"), _("Why"), _("Evidence"))
    sheet.append([cell(sheet, str(head), font=Font(bold=True)) for head in heads])
    for row in rows:
        arrived = f"{localtime(row.inquiry.received_at):%Y-%m-%d %H:%M}"
        words = (row.inquiry.external_id, row.number, arrived, str(dict(BAD)[row.reason]), evidence.of(row, outside=True))
        sheet.append([cell(sheet, word) for word in words])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def name_of(refund: Refund) -> str:
    """Return what the workbook of a claim is called: 汽车之家_申退_1120.xlsx."""
    return _("%(channel)s_claim_%(day)s.xlsx") % {"channel": refund.inquiry.channel.name, "day": f"{localtime(refund.at):%m%d}"}
