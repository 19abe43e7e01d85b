"""The groups of a day as it is signed, the days that wait for a signature, and what happened after one. A fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from dcc.models import Store, TrailEntry, User, Word
from dcc.reckoning.clock import day_of, day_range
from dcc.store.store_settings import values_at, working_hours
from reception.day_close.day_sums import Group, sum_of
from reception.day_close.day_table import is_unknown
from reception.door.rules.stating import closed_days
from reception.models import DaySigning, KeptGroup, Leakage, TagChange, Visit
from reception.models.querysets.visit import LOOK

LOOK_BACK = 62  # days that may wait for a signature: what lies further back is in a closed month
CHANGES = ("visit.identify", "visit.same", "visit.annul", "visit.leave", "visit.return")


@dataclass(frozen=True)
class Change:
    """Something that was changed after the signature: `kind` is the deed; a changed tag says both."""

    visit: Visit
    kind: str
    by: User | None
    at: datetime
    reason: str = ""
    change: TagChange | None = None


def groups_of(store: Store, day: date) -> list[Visit]:
    """Return every group of a day that stands, in the order of arrival."""
    first, last = day_range(day, store.zone)
    rows = Visit.objects.filter(store=store, at__gte=first, at__lt=last)
    return list(rows.select_related("lead", "reception", "called", "by", "agent", "appointment__agent").order_by("at", "id"))


def kept_of(store: Store, day: date) -> list[KeptGroup]:
    """Return the groups of a day that were typed without a connection and about which the desk is still asked."""
    first, last = day_range(day, store.zone)
    return list(KeptGroup.objects.waiting().filter(store=store, at__gte=first, at__lt=last).select_related("by"))


def counted(visits: Sequence[Visit]) -> dict[str, Any]:
    """Return the sum of some groups as it is signed."""
    return sum_of(_group(visit) for visit in visits)


def _group(visit: Visit) -> Group:
    looks = visit.purpose == LOOK
    return Group(visit.tag, visit.visit_class, visit.purpose, visit.heads, not is_unknown(visit), visit.left_at is None, looks)


def purposes_of(store: Store) -> list[str]:
    """Return what else people come for, in the store's order."""
    words = Word.objects.filter(store=store, kind="visit_purpose").exclude(meaning=LOOK)
    return list(words.order_by("position", "id").values_list("name", flat=True))


def leakages_of(store: Store, day: date) -> int:
    """Return how many visits of a day leaked."""
    first, last = day_range(day, store.zone)
    return Leakage.objects.filter(store=store, visit__at__gte=first, visit__at__lt=last).count()


def signing_of(store: Store, day: date) -> DaySigning | None:
    """Return what was signed of a day."""
    return DaySigning.objects.filter(store=store, day=day).select_related("by").first()


def unsigned_days(store: Store, *, now: datetime) -> list[date]:
    """Return the past days that wait for a signature, the oldest first: the store was open, nobody closed them, and the desk has begun to sign."""
    today = day_of(now, store.zone)
    signed = set(DaySigning.objects.filter(store=store, day__lt=today).order_by("day").values_list("day", flat=True))
    if not signed:
        return []
    begin = max(min(signed), today - timedelta(days=LOOK_BACK))
    hours = working_hours(store, values_at(store, now))
    days = [begin + timedelta(days=number) for number in range((today - begin).days)]
    waiting = [day for day in days if day not in signed and hours.works_on(day)]
    closed = closed_days(store, waiting)
    return [day for day in waiting if day not in closed]


def changes_after(store: Store, visits: Sequence[Visit], signing: DaySigning) -> list[Change]:
    """Return what was changed of the signed groups since: tags, numbers, heads, registrations taken back."""
    first, last = day_range(signing.day, store.zone)
    annulled = Visit.every.filter(store=store, at__gte=first, at__lt=last, annulled_at__gt=signing.at, after_signing=False)
    of = {visit.pk: visit for visit in (*visits, *annulled.select_related("lead")) if not visit.after_signing}
    tags = TagChange.objects.filter(visit__in=of, at__gt=signing.at).select_related("by").order_by("at", "id")
    found = [Change(of[row.visit_id], "tag", row.by, row.at, row.reason, row) for row in tags]
    deeds = TrailEntry.objects.filter(store=store, object_type="visit", object_id__in=of, at__gt=signing.at, action__in=CHANGES)
    found += [_deed(of[row.object_id], row) for row in deeds.select_related("by").order_by("at", "id") if row.object_id]
    return sorted(found, key=lambda one: (one.at, one.visit.pk))


def _deed(visit: Visit, row: TrailEntry) -> Change:
    return Change(visit, row.action.partition(".")[2], row.by, row.at, visit.annulled_reason if row.action == "visit.annul" else "")
