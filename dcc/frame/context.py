"""What every page's frame needs: navigation by rights, the person, the store."""

from functools import cached_property

from django.conf import settings
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from dcc import sockets
from dcc.frame.answers import page_above
from dcc.frame.navigation import sections_of, shown_reports, unread_of
from dcc.people.browser_keys import browser_keys
from dcc.people.permissions import may

ALL_REPORTS = "all_reports"  # the place behind which those reports stand that are not in the navigation


def frame(request):
    """Return `frame`, made only where a template asks for it."""
    return {"frame": SimpleLazyObject(lambda: Frame(request))}


class Frame:
    """Navigation, person and store of one request. Sections appear only for those who may open them."""

    def __init__(self, request) -> None:
        self.person = request.user if request.user.is_authenticated else None
        self.reads = request.method in ("GET", "HEAD")
        self.language = get_language()
        self.demo = settings.DEMO
        self.theme = getattr(request.user, "theme", "auto")
        self.single_keys = getattr(request.user, "single_keys", True)
        self.store = getattr(request.user, "store", None)
        self.zone = self.store.timezone if self.store else ""
        self.match, self.path = request.resolver_match, request.path
        self.search_url = reverse("search") if self.person and may(self.person, "lead.see") else ""
        self.notices_url = reverse("notices") if self.person else ""

    @cached_property
    def unread(self) -> int:
        """How many notices this person has not read: known since the request began, unless it may have changed them."""
        if not self.person:
            return 0
        known = getattr(self.person, "unread_at_start", None) if self.reads else None
        return unread_of(self.person) if known is None else known

    @property
    def seals(self) -> str:
        """The keys by which this person's pages keep what waits to be sent."""
        return browser_keys(self.person) if self.person else ""

    @cached_property
    def here(self) -> str:
        """The name of the address; of one that only takes forms and that no place names, where a form came back, that of the page above it."""
        name = self.match.url_name if self.match else ""
        if self.reads or not name or any(name == section.url or name in section.pages for section in sockets.navigation):
            return name
        above = page_above(self.path)
        return name if above == "/" else resolve(above).url_name or ""

    @cached_property
    def items(self) -> list[dict]:
        """The places of this person's navigation, in order. What waits in each is asked by itself (`dcc.frame.views.counts`)."""
        shown = shown_reports(self.person, self.open_to) if self.person else []
        return [self._item(section) for section in self.open_to if not section.shelf or section in shown]

    @cached_property
    def open_to(self) -> list[sockets.Section]:
        """The sections this person may open, in order."""
        return sections_of(self.person) if self.person else []

    @cached_property
    def shelves(self) -> list[dict]:
        """The reports this person may open, by shelf."""
        labels = {"now": _("Before one's eyes"), "compare": _("Compared"), "fixed": _("Set and settled")}
        items = {name: [self._item(section) | {"answers": section.answers} for section in self.open_to if section.shelf == name] for name in labels}
        return [{"label": label, "items": items[name]} for name, label in labels.items() if items[name]]

    @property
    def among_reports(self) -> bool:
        """Whether the page is a report: then its title opens the others, for whoever may see all of them."""
        opens_all = any(section.url == ALL_REPORTS for section in self.open_to)
        return opens_all and any(item["current"] for shelf in self.shelves for item in shelf["items"])

    def _item(self, section: sockets.Section) -> dict:
        current = self.here == section.url or self.here in section.pages
        if section.url == ALL_REPORTS:
            shown = shown_reports(self.person, self.open_to)
            current |= any(self.here in (report.url, *report.pages) for report in self.open_to if report.shelf and report not in shown)
        return {
            "url": reverse(section.url) + (f"?{section.query}" if section.query else ""),
            "label": section.label_of(self.person) if section.label_of else section.label,
            "icon": section.icon,
            "counts": section.url if section.is_counted else "",
            "current": current,
            "key": section.shortcut if section.shortcut and not current else f"G {section.key}" if section.key else "",
            "interrupts": bool(section.shortcut),
            "group": section.group,
        }

    @property
    def sections(self) -> list[dict]:
        """The items by group, empty groups left out."""
        labels = {"": "", "figures": _("Figures"), "manage": _("Management")}
        groups = [{"label": labels[name], "items": [item for item in self.items if item["group"] == name]} for name in labels]
        return [group for group in groups if group["items"]]

    @property
    def tabs(self) -> list[dict]:
        """The first four items for the phone's tab bar; the rest stand under “more”."""
        return self.items[:4]
