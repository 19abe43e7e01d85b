"""What a refused file or row is told, in the sentences of a dealer's day."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS = {
    "picture": gettext_lazy("a picture"),
    "pdf": gettext_lazy("a PDF"),
    "archive": gettext_lazy("an archive"),
    "document": gettext_lazy("a document"),
    "presentation": gettext_lazy("a presentation"),
    "recording": gettext_lazy("a recording or a film"),
    "database": gettext_lazy("a database"),
    "program": gettext_lazy("a program or a shortcut"),
    "mail": gettext_lazy("a mail"),
    "data": gettext_lazy("data for programs (JSON or XML)"),
    "contacts": gettext_lazy("an address book"),
    "page": gettext_lazy("a web page without a table"),
    "text": gettext_lazy("a text without columns"),
}
OTHER_FORMATS = {
    "excel5": gettext_lazy("This is a workbook of Excel 5 or 95. Open it, save it as xlsx, and upload that."),
    "xml": gettext_lazy("This is an XML table of Excel 2003. Open it, save it as xlsx, and upload that."),
    "xlsb": gettext_lazy("This is a binary workbook (xlsb). Open it, save it as xlsx, and upload that."),
    "ods": gettext_lazy("This is a table of OpenOffice or LibreOffice (ods). Open it, save it as xlsx, and upload that."),
    "mht": gettext_lazy("This is a saved web page (mht). Open it, save it as xlsx, and upload that."),
    "numbers": gettext_lazy("This is a table of Apple Numbers. Export it as xlsx and upload that."),
}
REASONS = {
    "broken_row": (gettext_lazy("The row breaks off: a quote is not closed"), gettext_lazy("Fetch the file again, or correct the row")),
    "no_phone": (gettext_lazy("No phone number"), gettext_lazy("Ask the sender for it")),
    "masked_phone": (gettext_lazy("The number has asterisks"), gettext_lazy("Take the full number from the platform")),
    "precision_lost": (gettext_lazy("A spreadsheet rounded the number"), gettext_lazy("Export again with the column as text")),
    "bad_phone": (gettext_lazy("Not a phone number"), gettext_lazy("Correct the number and upload again")),
    "test_lead": (gettext_lazy("A test or example row"), gettext_lazy("Nothing to do")),
    "bad_time": (gettext_lazy("The time is not readable"), gettext_lazy("Write it as 2026-11-23 14:32")),
    "future_time": (gettext_lazy("The time lies in the future"), gettext_lazy("Correct the time and upload again")),
    "name_too_long": (gettext_lazy("The name is longer than 60 characters"), gettext_lazy("Shorten the name")),
    "unknown_channel": (gettext_lazy("The channel is not known"), gettext_lazy("Add it as an alias, or choose a channel")),
    "erased": (gettext_lazy("Erased on the person's own request"), gettext_lazy("Cannot be imported")),
    "do_not_call": (gettext_lazy("On the do-not-call list"), gettext_lazy("Cannot be imported")),
}


def file_refusal(code: str, facts: dict) -> str:
    """Return why a file was refused as a whole and what to do; an unknown code gets the plain sentence."""
    sentences = {
        "empty": _("The file is empty. Export it again and upload that."),
        "not_a_table": _("This is %(kind)s, no table of leads. Upload xlsx, xls or csv."),
        "other_format": OTHER_FORMATS.get(str(facts.get("kind")), _("This kind of table is not read. Save it as xlsx and upload that.")),
        "encrypted": _("The file opens with a password only. Save it without one and upload that."),
        "broken": _("The file is damaged, or was not fetched to its end. Fetch it again; or open it, save it as xlsx, and upload that."),
        "encoding": _("The text of the file is not readable. Save it as xlsx or as CSV UTF-8."),
        "no_header": _("No line with column names was found. It needs a phone column and at least one more, within the first 20 lines."),
        "no_phone_column": _("No phone column was found. Name it 手机号 or 联系电话."),
        "no_card_date": _("No column with the day of the card was found. Name it 建卡日期."),
        "no_such_sheet": _("There is no sheet “%(sheet)s” to be seen in this file."),
        "too_large": _("The file is too large: up to 20 MB are read. Split it and upload the parts."),
        "unpacks_too_large": _("The file unpacks to more than 200 MB. Delete what is not needed and save it again."),
        "too_many_rows": _("The file has more than %(limit)s rows. Split it and upload the parts."),
        "too_many_columns": _("The file has more than %(limit)s columns. Delete what is not needed."),
        "too_slow": _("Reading took too long. Save the file as csv and upload that."),
        "gone": _("The uploaded file is no longer there. Upload it again."),
    }
    kind = KINDS.get(str(facts.get("kind")))
    if code == "not_a_table" and kind is None:
        return _("This is no table. Upload xlsx, xls or csv.")
    return str(sentences.get(code, sentences["broken"])) % {**facts, "kind": kind or ""}
