"""What a file with full numbers says of itself, on its page and in its sheet."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from leads.exports.person_file import People
from leads.models import PersonExport
from leads.sockets import PersonList


def question_of(export: PersonExport) -> str:
    """Return what was asked for, in words: 渠道 懂车帝 · 到达 11-01 至 11-15."""
    return " · ".join(f"{name} {words}" for name, words in export.said.items()) or _("the whole list")


def stamped(export: PersonExport, listing: PersonList, people: People) -> dict[str, str]:
    """Return what the sheet of the file says: who, by whose leave, what for, which rows, what is left out."""
    approved, only = export.decided_by.name if export.decided_by else "", _("the only one")
    return {
        _("File no."): f"{export} · {only}",
        _("Taken by"): f"{export.by.name} · {export.by.roles_label} · {export.store.name}",
        _("Approved by"): f"{approved} {localtime(export.decided_at):%m-%d %H:%M}",
        pgettext("export", "Purpose"): export.purpose,
        _("Question"): f"{listing.title}: {question_of(export)}",
        **people.said(),
    }


def filename_of(export: PersonExport, listing: PersonList) -> str:
    """Return what the file is called."""
    return "{}_{}_{}.xlsx".format(listing.title, _("full numbers"), export)
