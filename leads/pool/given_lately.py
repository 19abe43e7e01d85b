"""What agents were given lately, as allocation by rules counts it: a deed undone counts for nobody, a lead taken back still for whom it was."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, Count, ExpressionWrapper, Q

from dcc.database.bulk import chunked
from dcc.models import Store
from dcc.reckoning.clock import day_of, start_of
from leads.dealing.agents import first_day
from leads.models import Allocation


@dataclass
class Given:
    """What one agent got: today by (reason, source), in the last 30 days by source."""

    today: Counter = field(default_factory=Counter)
    month: Counter = field(default_factory=Counter)


def given_lately(store: Store, now: datetime) -> dict[int, Given]:
    """Return what each was given in the 30 days that end with the day of `now`: one question, two more where a deed was undone."""
    today = day_of(now, store.zone)
    found: dict[int, Given] = defaultdict(Given)
    counted = list(_counted(store, today))
    given = [row for row in counted if row[0] is not None and row[2] != "undo"]
    undone = _undone(store, today) if any(row[2] == "undo" for row in counted) else []
    for agent, source, reason, is_today, count in [*given, *undone]:
        found[agent].month[source] += count
        if is_today:
            found[agent].today[reason, source] += count
    return found


def _since(store: Store, today: date):
    """The allocations of the 30 days, with whether they are of today."""
    begins = start_of(today, store.zone)
    rows = Allocation.objects.filter(store=store, at__gte=start_of(first_day(today), store.zone), at__lt=start_of(today + timedelta(days=1), store.zone))
    return rows.annotate(is_today=ExpressionWrapper(Q(at__gte=begins), BooleanField())).order_by()


def _counted(store: Store, today: date):
    return _since(store, today).values_list("agent", "lead__channel__source", "reason", "is_today").annotate(Count("pk"))


def _undone(store: Store, today: date) -> list[tuple]:
    """What was undone, each as one less of what it was: the allocation right before the one that says so."""
    undoings = list(_since(store, today).filter(reason="undo").values_list("lead", "lead__channel__source", "previous", "at", "pk"))
    before: dict[int, list[tuple]] = defaultdict(list)
    for part in chunked(sorted({lead for lead, *_more in undoings})):
        rows = _since(store, today).filter(lead__in=part).exclude(reason="undo").order_by("at", "id")
        for lead, agent, reason, is_today, *place in rows.values_list("lead", "agent", "reason", "is_today", "at", "pk"):
            before[lead].append((place, agent, reason, is_today))
    less = []
    for lead, source, agent, *place in undoings:
        meant = [row for row in before[lead] if row[0] < place and row[1] == agent]
        if agent is not None and meant:
            less.append((agent, source, meant[-1][2], meant[-1][3], -1))
    return less
