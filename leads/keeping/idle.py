"""Leads that have had no next step for two evenings: they stand before the leader (docs/rules/domain.md#nobody-stands-nowhere)."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from leads.grading.waiting_lists import without_next_step
from leads.models import Lead

PATIENCE = timedelta(days=2)


def idle_too_long(leads: QuerySet[Lead], now: datetime) -> QuerySet[Lead]:
    """Those of some leads that were found without a next step two days ago or more, and have none; the longest first."""
    return without_next_step(leads.filter(idle_since__lte=now - PATIENCE), now).order_by("idle_since", "pk")
