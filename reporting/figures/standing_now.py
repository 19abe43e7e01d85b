"""What stands now (现在), whatever the period: customers overdue, leads untouched past the limit. Each by its one definition in the rooms below."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from calls.desk.overdue import overdue
from dcc.models import Store, User
from leads.models import Lead

Counts = dict[int | None, int]  # by person, None for nobody
Key = str | Collection[str] | None  # one person's username, "" for nobody, several people's, None for everybody


@dataclass(frozen=True)
class Standing:
    """One count of what stands: set-wise by person, and its rows. `explain` says in one sentence what is counted, `moment` since when a row stands."""

    name: str
    label: Any
    explain: Any
    counts: Callable[[Store, datetime], Counts]
    rows: Callable[[Store, Key, datetime], QuerySet]
    moment: str


def _overdue(store: Store, now: datetime) -> Counts:
    return dict(Counter(owed.person for owed in overdue(store, now=now).values()))


def _overdue_rows(store: Store, key: Key, now: datetime) -> QuerySet:
    owed = overdue(store, now=now)
    people = set(User.objects.filter(_named("username", key)).values_list("pk", flat=True)) if key is not None else {one.person for one in owed.values()}
    leads = Lead.objects.filter(pk__any_of=[lead for lead, one in owed.items() if one.person in people])
    return leads.annotate(since=Min("follow_ups__due_at", filter=Q(follow_ups__done_at=None)))


def _untouched(store: Store, now: datetime) -> Counts:
    return dict(Lead.objects.filter(store=store).past_limit(now).order_by().values_list("agent").annotate(Count("pk")))


def _untouched_rows(store: Store, key: Key, now: datetime) -> QuerySet:
    rows = Lead.objects.filter(store=store).past_limit(now).annotate(since=F("respond_by"))
    return rows if key is None else rows.filter(_named("agent__username", key))


def _named(path: str, key: Key) -> Q:
    if isinstance(key, str):
        return Q(**{path: key}) if key else Q(**{f"{path}__isnull": True})
    return Q(**{f"{path}__in": key})


STANDING: dict[str, Standing] = {
    line.name: line
    for line in (
        Standing(
            "overdue",
            _("Overdue"),
            _(
                "Customers to whom something was due before today, each once. Left out are those on the do-not-call list and those without a number, "
                "unless they stand on their specialist's board. Where agent and specialist are both overdue, it is the agent's."
            ),
            _overdue,
            _overdue_rows,
            "since",
        ),
        Standing(
            "untouched",
            _("Untouched past the limit"),
            _(
                "Open leads with a number that nobody has called yet although their first-response limit has passed, given to somebody or in the pool. "
                "Left out are those on the do-not-call list and those who have bought."
            ),
            _untouched,
            _untouched_rows,
            "since",
        ),
    )
}
