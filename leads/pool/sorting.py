"""What the list of leads may be sorted by; each order is held to an index, or asks for open leads alone."""

from dataclasses import dataclass

from django.db.models import Case, Exists, F, FilteredRelation, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from dcc.database.collation import ByCodePoint
from dcc.models import Store
from leads.grading.waiting_lists import level_days
from leads.models import FollowUp
from leads.models.querysets.or_never import OrNever
from leads.models.querysets.unindexed import Unindexed

LAST = 10_000  # comes after every level of a store


@dataclass(frozen=True)
class Sort:
    """One order: what it is called, its keys, and the state (`status` of the filter) without which it is not to be had."""

    label: str
    order: tuple[str, ...]
    status: str = ""


SORTS = {
    "arrival": Sort(_("By arrival, newest first"), ("-received_at", "-id")),
    "limit": Sort(_("By first-response limit"), ("due", "id")),
    "name": Sort(_("By name"), ("letters", "called", "id")),
    "last_call": Sort(_("By last call, longest ago first"), ("called_at", "id")),
    "next_step": Sort(_("By next step, the soonest first"), ("next_at", "id"), "owed"),
    "level": Sort(_("By level, the soonest purchase first"), ("rank", "id"), "hand"),
}


def sort_of(params) -> str:
    """Return the name of the order an address asks for; one it cannot have is that of arrival."""
    name = params.get("sort", "")
    return name if name in SORTS and SORTS[name].status in {"", params.get("status")} else "arrival"


def sorted_rows(rows: QuerySet, sort: str, store: Store, *, narrow: bool) -> QuerySet:
    """Return the rows with what they are sorted by; who has no limit, no call or no level comes last.

    Where all are asked for, each key is said as its index says it. Where few are, it is not: an index in the right order would be walked until they turn
    up, and to find them first and sort them is a moment's work.
    """
    if sort == "next_step":
        return by_next_step(rows, store)
    if sort == "level":
        return rows.annotate(rank=_rank(store))
    keys = {
        "limit": {"due": OrNever("respond_by")},
        "name": {"letters": ByCodePoint("initials"), "called": ByCodePoint("name")},
        "last_call": {"called_at": OrNever("last_call_at")},
    }.get(sort, {})
    return rows.annotate(**{name: Unindexed(key) if narrow else key for name, key in keys.items()})


def by_next_step(rows: QuerySet, store: Store) -> QuerySet:
    """Those with an open follow-up, each with the moment of the earliest as `next_at`: walked by the follow-ups as they fall due."""
    open_one = FilteredRelation("follow_ups", condition=Q(follow_ups__store=store, follow_ups__done_at=None, follow_ups__annulled_at=None))
    earlier = Q(due_at__lt=OuterRef("owed__due_at")) | Q(due_at=OuterRef("owed__due_at"), pk__lt=OuterRef("owed__pk"))
    others = FollowUp.objects.filter(earlier, lead=OuterRef("pk"), done_at=None)
    return rows.annotate(owed=open_one).filter(~Exists(others), owed__isnull=False).annotate(next_at=F("owed__due_at"))


def _rank(store: Store) -> Case:
    """The place of a lead's level among those of the store, by the days each means."""
    days = sorted(level_days(store).items(), key=lambda level: level[1])
    places = [When(level=name, then=Value(place)) for place, (name, _days) in enumerate(days)]
    return Case(*places, default=Value(LAST), output_field=IntegerField())
