"""Long lists: a page by key, a count up to a cap. The address holds the key of one row, never what it is sorted by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Count as CountOf
from django.db.models import Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from dcc.models import Store

CAP = 1_000  # a pager counts no further


def whole(text: str | None) -> int | None:
    """Return the whole number somebody sent: a key, a place, a count. None where it is none, or larger than a column holds."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass(frozen=True)
class Count:
    """How many there are, counted up to the cap; `more`: there are further ones."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}+" if self.more else f"{self.number:,}"

    def __bool__(self) -> bool:
        return self.number > 0


def count_up_to(rows: QuerySet, cap: int = CAP) -> Count:
    """Count rows, but look at no more than the cap and one (docs/rules/speed.md#capped-counts)."""
    found = rows.order_by()[: cap + 1].count()
    return Count(min(found, cap), found > cap)


def counts_of(store: Store, questions: Mapping[str, QuerySet]) -> dict[str, int]:
    """Return how many rows of a store each question finds: one query for all of them. Each model has a `store`."""
    parts = {name: number_of(rows.filter(store=store)) for name, rows in questions.items()}
    return Store.objects.filter(pk=store.pk).values(**parts).get()


def number_of(rows: QuerySet) -> Coalesce:
    """Return how many rows there are, as a part of another query."""
    return Coalesce(Subquery(rows.order_by().values("store").annotate(number=CountOf("pk")).values("number")), 0)


@dataclass
class KeyPage:
    """One page of a list: its rows, the place of the first one as far as it is known, and the keys of the pages around it (None: there is none)."""

    rows: list = field(default_factory=list)
    first: int = 1
    size: int = 50
    after: int | None = None
    before: int | None = None

    @property
    def last(self) -> int:
        """The place of the last row."""
        return self.first + len(self.rows) - 1

    @property
    def next_first(self) -> int:
        """The place at which the next page begins."""
        return self.first + self.size

    @property
    def previous_first(self) -> int:
        """The place at which the previous page begins."""
        return max(1, self.first - self.size)


@dataclass(frozen=True)
class Position:
    """Where a page begins, as the address says: behind or before the row of this key, and its place."""

    after: int | None = None
    before: int | None = None
    first: int = 1

    @classmethod
    def of(cls, params) -> "Position":
        """Read it out of the address; what is no number means nothing."""
        after, before, first = (whole(params.get(name)) for name in ("after", "before", "n"))
        return cls(after, None if after else before, max(1, first or 1) if after or before else 1)


PLACE = ("after", "before", "n")


def address_of(params: QueryDict, *without: str, **changes: object) -> str:
    """Return an address's query with some fields left out or changed; the page begins anew unless it says where."""
    changed = params.copy()
    for name in (*PLACE, *without):
        changed.pop(name, None)
    for name, value in changes.items():
        changed[name] = str(value)
    return changed.urlencode()


@dataclass(frozen=True)
class Pager:
    """What `parts/pager.html` shows: the places on this page, how many there are where that is known, and the addresses of the pages around it."""

    first: int
    last: int
    total: Count | None
    before: str
    after: str

    @property
    def turns(self) -> bool:
        """Whether there is another page."""
        return bool(self.before or self.after)


def pager_of(page: KeyPage, params: QueryDict, total: Count | None = None) -> Pager:
    """Return the pager of a page; whatever else the address asks for is kept."""
    before = address_of(params, before=page.before, n=page.previous_first) if page.before else ""
    after = address_of(params, after=page.after, n=page.next_first) if page.after else ""
    return Pager(page.first, page.last, total, before, after)


def page_by_key(rows: QuerySet, order: Sequence[str], position: Position, *, size: int = 50, anchors: QuerySet | None = None) -> KeyPage:
    """Return one page of `rows` in `order` ("-received_at", "-id"; no nulls, the last one unique): one index range, at whatever depth.

    `anchors`: where the row of the key is looked up, for it may not belong to the list any more. A key nobody has begins at the first page.
    """
    key = position.after or position.before
    names = [name.lstrip("-") for name in order]
    anchor = (anchors if anchors is not None else rows).filter(pk=key).values_list(*names).first() if key else None
    if anchor is None:
        found = list(rows.order_by(*order)[: size + 1])
        return KeyPage(found[:size], 1, size, after=found[size - 1].pk if len(found) > size else None)
    if position.after:
        found = list(rows.filter(_beyond(order, anchor)).order_by(*order)[: size + 1])
        shown = found[:size]
        return KeyPage(shown, position.first, size, shown[-1].pk if len(found) > size else None, shown[0].pk if shown else key)
    backwards = [_turned(name) for name in order]
    found = list(rows.filter(_beyond(backwards, anchor)).order_by(*backwards)[: size + 1])
    if len(found) < size + 1:
        return page_by_key(rows, order, Position(), size=size)
    shown = found[:size][::-1]
    return KeyPage(shown, position.first, size, shown[-1].pk, shown[0].pk)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], anchor: Sequence) -> Q:
    """Behind the anchor in this order: (a, b) > (x, y). The first part alone is said as well, so that both databases find the index range."""
    ways, equal = [], Q()
    for name, at in zip(order, anchor, strict=True):
        field_name, side = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
        ways.append(equal & Q(**{f"{field_name}__{side}": at}))
        equal &= Q(**{field_name: at})
    first = order[0].lstrip("-")
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": anchor[0]}) & reduce(or_, ways)
