"""Who was shown a number, when, on what occasion, and what came of it (docs/rules/trust.md#who-saw)."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls.desk.unlogged_dials import unlogged
from calls.models import Dial
from dcc import sockets
from dcc.models import Store, TrailEntry, User
from dcc.store.store_settings import values_at, working_hours
from dcc.trail.audit import ACTIONS
from leads.models import Allocation, Inquiry
from reception.seen.bearers import Bearers

DIALLED, SEEN, RANG, TYPED, TAIL, EXPORTED, IMPORTED = "dialled", "seen", "rang", "typed", "tail", "exported", "imported"
KINDS: dict[str, Any] = {
    SEEN: gettext_lazy("Shown"),
    DIALLED: gettext_lazy("Dialled"),
    RANG: gettext_lazy("Incoming"),
    TYPED: gettext_lazy("Typed"),
    TAIL: gettext_lazy("Last four"),
    EXPORTED: gettext_lazy("Export"),
    IMPORTED: gettext_lazy("Import"),
}
TYPING = ("lead.create", "lead.number", "call.real_number", "visit.register", "visit.identify", "showroom_card.add")
KIND_OF = {"call.dial": DIALLED, "check.dial": DIALLED, "call.identify": RANG, "desk.match": TAIL, "export.number": EXPORTED, **dict.fromkeys(TYPING, TYPED)}
TYPES = {"lead": "leads", "visit": "visits", "showroomcard": "cards"}


@dataclass(frozen=True)
class Showing:
    """Somebody had a number before them. `entry` is its line of the trail, None where a file brought it."""

    at: datetime
    by: User | None
    kind: str
    words: Any
    why: str = ""
    came: str = ""
    url: str = ""
    entry: TrailEntry | None = None
    is_unlogged: bool = False
    is_after_hours: bool = False

    @property
    def is_exported(self) -> bool:
        """Whether the number left in a file."""
        return self.kind == EXPORTED


def showings_of(store: Store, bearers: Bearers, *, since: datetime | None, now: datetime) -> list[Showing]:
    """Return who was shown the number of these, the latest first: nothing is ever left out. A fixed number of queries."""
    entries = _entries(store, bearers, since)
    found = [*_of_trail(entries, bearers, now), *_of_files(bearers, since)]
    hours = working_hours(store, values_at(store, now))
    found = [replace(one, is_after_hours=not _at_work(hours, one.at.astimezone(store.zone))) if one.kind != IMPORTED else one for one in found]
    return sorted(found, key=lambda one: (one.at, one.entry.pk if one.entry else 0), reverse=True)


def _at_work(hours, moment: datetime) -> bool:
    if not hours.works_on(moment.date()):
        return False
    opens, closes = hours.hours_of(moment.date())
    return opens <= moment < closes


def _entries(store: Store, bearers: Bearers, since: datetime | None) -> list[TrailEntry]:
    about = Q(pk=None)
    for kind, keys in TYPES.items():
        about |= Q(object_type=kind, object_id__in=getattr(bearers, keys))
    shown = TrailEntry.objects.filter(about, store=store, action__in=[*sockets.number_showings, *TYPING])
    looked = TrailEntry.objects.filter(by__in=list(User.objects.of_store(store).values_list("pk", flat=True)), action="desk.match", store=store)
    if since:
        shown, looked = shown.filter(at__gte=since), looked.filter(at__gte=since)
    sought = set(bearers.leads)
    searches = [entry for entry in looked.select_related("by", "seal") if sought.intersection(entry.detail.get("leads", ()))] if sought else []
    return [*shown.select_related("by", "seal"), *searches]


def _of_trail(entries: Sequence[TrailEntry], bearers: Bearers, now: datetime) -> Iterable[Showing]:
    dials = TrailEntry.objects.filter(pk__in=[entry.pk for entry in entries if entry.action == "call.dial"])
    open_dials = set(unlogged(dials, now).values_list("pk", flat=True))
    calls = {(dial.agent_id, dial.lead_id, dial.at): dial.call for dial in Dial.objects.filter(lead__in=bearers.leads).select_related("call")}
    hands = _Hands(bearers.leads)
    for entry in entries:
        one = Showing(entry.at, entry.by, KIND_OF.get(entry.action, SEEN), ACTIONS[entry.action], entry=entry)
        if entry.object_type == "lead":
            call = calls.get((entry.by_id, entry.object_id, entry.at)) if entry.action == "call.dial" else None
            came = _said(call) if call else _("No call was logged") if entry.pk in open_dials else ""
            why = "" if entry.action in TYPING else hands.words(entry)
            one = replace(one, why=why, came=came, url=reverse("lead", args=[entry.object_id]), is_unlogged=entry.pk in open_dials)
        yield one


def _said(call) -> str:
    if not call.seconds:
        return call.get_outcome_display()
    return f"{call.get_outcome_display()} {call.seconds // 60}:{call.seconds % 60:02d}"


class _Hands:
    """In whose hands leads were when."""

    def __init__(self, leads: Sequence[int]) -> None:
        self.moves: dict[int, list[tuple[datetime, User | None]]] = {}
        for move in Allocation.objects.filter(lead__in=leads).select_related("agent").order_by("at", "pk"):
            self.moves.setdefault(move.lead_id, []).append((move.at, move.agent))

    def words(self, entry: TrailEntry) -> str:
        moves = self.moves.get(entry.object_id or 0, [])
        place = bisect_right(moves, entry.at, key=lambda move: move[0])
        holder = moves[place - 1][1] if place else None
        if holder is None:
            return _("nobody's customer then")
        return _("their own customer") if holder.pk == entry.by_id else _("customer of %(name)s") % {"name": holder.name}


def _of_files(bearers: Bearers, since: datetime | None) -> Iterable[Showing]:
    arrivals = Inquiry.every.filter(lead__in=bearers.leads, batch__isnull=False).select_related("batch", "by")
    for inquiry in arrivals.filter(entered_at__gte=since) if since else arrivals:
        yield Showing(inquiry.entered_at, inquiry.by, IMPORTED, "", why=inquiry.batch.filename, url=reverse("lead", args=[inquiry.lead_id]))
