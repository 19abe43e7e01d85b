"""What stands now, whatever the period: leads nobody called in time, follow-ups overdue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dcc.models import Store
from leads.models import FollowUp, Lead


@dataclass(frozen=True)
class Standing:
    """One count of what stands. Its rows have an `agent`."""

    name: str
    label: Any
    rows: Callable[[Store, datetime], QuerySet]
    moment: str


def untouched(store: Store, now: datetime) -> QuerySet:
    """Open leads that nobody has called although their limit has passed."""
    return Lead.objects.filter(store=store).overdue(now)


def overdue(store: Store, now: datetime) -> QuerySet:
    """Follow-ups that were due before now and are open still."""
    return FollowUp.objects.filter(store=store, done_at=None, due_at__lt=now)


STANDING: dict[str, Standing] = {
    line.name: line
    for line in (
        Standing("overdue", _("Overdue"), overdue, "due_at"),
        Standing("untouched", _("Untouched past the limit"), untouched, "respond_by"),
    )
}


def standing_rows(store: Store, name: str, agent: str | None, now: datetime) -> QuerySet:
    """The rows of a count; of one agent by username, of nobody (""), or of all (None)."""
    rows = STANDING[name].rows(store, now)
    if agent is None:
        return rows
    return rows.filter(Q(agent__username=agent) if agent else Q(agent=None))
