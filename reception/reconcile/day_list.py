"""The visits of a day as they are gone through: those with a hint or a handing over without its order first (docs/rules/domain.md#hints).

A fixed number of questions for any number of visits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _

from dcc.models import Store
from dcc.reckoning.clock import day_range
from reception.day_close.day_table import is_unknown
from reception.models import Leakage, TagChange, Visit
from reception.reconcile.fetched import Fetched, fetched_of, not_joined_in, words_of_fetched
from reception.reconcile.hints import Hint, hints_of, known_by, words_of

PAGE = 100
BESIDE = ("lead", "agent", "reception", "by", "named_user", "annulled_by")


@dataclass(frozen=True)
class Hinted:
    """A visit one looks at first: it has hints, the rules see its tag otherwise now, or it is a handing over without an order."""

    visit: Visit
    hints: Sequence[Hint] = ()


Hints = Mapping[int, Sequence[Hint]]
PARTS = {  # of a day, by the name in the address
    "hint": lambda visit, hints: visit.pk in hints,
    "leak": lambda visit, _hints: visit.leak_at is not None,
    "late": lambda visit, _hints: visit.after_signing,
    "unknown": lambda visit, _hints: is_unknown(visit),
}


@dataclass(frozen=True)
class Day:
    """The visits of a day on one page: those to look at first all on the first page, the others by arrival; `page` of `pages`.

    `annulled`: the registrations of that day that were taken back: kept, and counted nowhere; `parts` says how many there are of each of PARTS,
    `only` which of them are shown. `fetched`: what was handed over or sold that day and stands beside no order.
    """

    hinted: Sequence[Hinted]
    others: Sequence[Visit]
    annulled: Sequence[Visit]
    count: int
    page: int = 1
    pages: int = 1
    parts: Mapping[str, int] = field(default_factory=dict)
    only: str = ""
    fetched: Sequence[Fetched] = ()

    @property
    def said_parts(self) -> list[tuple[str, str, int]]:
        """Each part: its name, in words, how many."""
        words = {"hint": _("With a hint"), "leak": _("Leakages"), "late": _("After signing"), "unknown": _("No number")}
        return [(name, words[name], count) for name, count in self.parts.items()]

    @property
    def leaks(self) -> bool:
        """Whether a leakage among the others still waits for its end."""
        return any(visit.leak_at and not visit.leak_outcome for visit in self.others)

    @property
    def numbers(self) -> range:
        """The pages there are."""
        return range(1, self.pages + 1)

    def opened(self, asked: int | None) -> Hinted | None:
        """Return the visit that is open: the one asked for where it stands here, else the first."""
        listed = [*self.hinted, *map(Hinted, self.others)]
        return next((one for one in listed if one.visit.pk == asked), next(iter(listed), None))


def visits_on(store: Store, day: date, only: int | None = None) -> Sequence[Visit]:
    """Return every group of a day, or that one, in the order of arrival, those that were taken back too; each with what became of its leakage."""
    start, end = day_range(day, store.zone)
    changes = Prefetch("changes", queryset=TagChange.objects.select_related("named_user", "by").order_by("at", "id"))
    leaks = {f"leak_{name}": Subquery(Leakage.objects.filter(visit=OuterRef("pk")).values(name)[:1]) for name in ("at", "told_at", "outcome")}
    rows = Visit.every.filter(store=store, at__gte=start, at__lt=end).select_related(*BESIDE).annotate(**leaks)
    rows = rows.filter(pk=only) if only else rows
    visits = list(rows.prefetch_related(changes).order_by("at", "id"))
    for visit in visits:
        visit.store = store
    return visits


def day_of_visits(store: Store, day: date, *, page: int = 1, only: str = "") -> Day:
    """Return a page of the visits of a day; what is to be looked at first is never on a second page. `only`: one of PARTS."""
    every = visits_on(store, day)
    whole = [visit for visit in every if visit.annulled_at is None]
    fetches, sold = not_joined_in(store, *day_range(day, store.zone))
    leads = known_by(store, words_of(whole) | words_of_fetched(fetches, sold))
    fetched = fetched_of(store, fetches, sold, leads)
    looked: Hints = {visit.pk: [] for visit in whole if visit.sees_otherwise} | {one.visit.pk: [] for one in fetched if one.visit}
    hints = {**looked, **hints_of(store, whole, leads)}
    parts = {name: sum(holds(visit, hints) for visit in whole) for name, holds in PARTS.items()}
    only = only if parts.get(only) else ""
    visits = [visit for visit in whole if PARTS[only](visit, hints)] if only else whole
    hinted = sorted((Hinted(visit, hints[visit.pk]) for visit in visits if visit.pk in hints), key=lambda one: not one.hints)
    others = [visit for visit in visits if visit.pk not in hints]
    first = max(PAGE - len(hinted), 0)  # how many of the others still fit beside those
    pages = 1 + -(-max(len(others) - first, 0) // PAGE)
    page = min(max(page, 1), pages)
    shown = others[:first] if page == 1 else others[first + (page - 2) * PAGE : first + (page - 1) * PAGE]
    annulled = [] if only else [visit for visit in every if visit.annulled_at]
    return Day(hinted if page == 1 else [], shown, annulled, len(whole), page, pages, parts, only, fetched)
