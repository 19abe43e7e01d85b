"""What lists of persons that leave hang on the sockets: deeds of the trail, notices, their place in the navigation."""

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dcc import sockets
from dcc.people.permissions import may
from dcc.trail import audit, trail_words
from leads.exports.person_file import list_named
from leads.models import PersonExport

audit.register(
    {
        "export.persons": _("List of persons taken along, masked"),
        "export.ask": _("File with full numbers asked for"),
        "export.withdraw": _("Request for a file taken back"),
        "export.approve": _("File with full numbers approved"),
        "export.refuse": _("File with full numbers not approved"),
        "export.fetch": _("File with full numbers fetched"),
        "export.number": _("Number taken along in a file"),
    }
)


def title_of(name: str) -> str:
    """Return what a list is called."""
    listing = list_named(name)
    return str(listing.title) if listing else name


trail_words.register(
    {
        "persons": "",
        "rows": _("Rows"),
        "numbers": _("Numbers"),
        "request": "",
        "asked": _("Filters"),
        "fingerprint": _("Fingerprint"),
        "approves_too": "",
    },
    {
        "persons": title_of,
        "fingerprint": lambda value: f"{value[:4]}…{value[-4:]}",
        "approves_too": lambda value: str(_("who asked may approve others'")) if value else "",
    },
)


def asked(notice):
    """Somebody asks for a file with full numbers."""
    return _now("%(name)s asks for a file with full numbers: an hour to decide") % {"name": _who(notice)}, page_of(notice)


def approved(notice):
    """A file one asked for is ready."""
    return _now("%(name)s approved your file: fetch it within an hour") % {"name": _who(notice)}, page_of(notice)


def refused(notice):
    """A file one asked for does not go."""
    return _now("%(name)s did not approve your file: the reason stands there") % {"name": _who(notice)}, page_of(notice)


def _who(notice) -> str:
    person = notice.person("by")
    return person.name if person else ""


def page_of(notice) -> str:
    """The request a notice speaks of."""
    return f"{reverse('exports')}?x={notice.detail['number']}"


def waiting(user, now):
    """How many this person may approve, or fetch."""
    every = PersonExport.objects.visible_to(user)
    if may(user, "export.approve"):
        return {"exports": every.waiting(now).exclude(by=user)}
    return {"exports": every.approved(now).filter(fetched_at=None)}


def exports_on_the_trail(user, ids, _now):
    """Name the requests a deed was about, for whoever may see them."""
    rows = PersonExport.objects.visible_to(user).filter(pk__in=ids)
    return {export.pk: (str(export), f"{reverse('exports')}?x={export.number}") for export in rows}


sockets.number_showings.add("export.number", name="export.number")
sockets.notice_kinds.add_each({"export.asked": asked, "export.approved": approved, "export.refused": refused})
sockets.trail_links.add(exports_on_the_trail, name="personexport")
sockets.navigation.add(
    sockets.Section("exports", _("Exports"), "file-export", "export.see", group="manage", pages=("export_ask",), rows=waiting), name="exports", position=86
)
