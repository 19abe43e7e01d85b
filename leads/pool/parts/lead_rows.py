"""A lead as a row of a table: its number masked, what is left of its limit in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dcc.reckoning.clock import WorkingHours
from leads.intake.phones import mask
from leads.models import Lead
from leads.models.querysets.lead import rung_no_more
from leads.pool.first_response import Left, is_short, time_left
from leads.pool.first_response_words import in_words
from leads.pool.next_steps import NextStep


@dataclass
class Row:
    """One line: the lead, its masked number, its limit. `is_short`: it wants somebody now."""

    lead: Lead
    phone: str
    limit: str
    is_late: bool = False
    is_short: bool = False
    agent: str = ""
    why: str = ""
    is_picked: bool = False
    next_step: NextStep | None = None


def rows_of(leads: Iterable[Lead], *, values: dict[str, Any], hours: WorkingHours, now: datetime) -> list[Row]:
    """Return the rows of these leads; one query at most, the channel comes with them."""
    leads = list(leads)
    quiet = unlimited(leads, now=now)
    return [_row_of(lead, values=values, hours=hours, now=now, quiet=quiet) for lead in leads]


def _row_of(lead: Lead, *, values: dict[str, Any], hours: WorkingHours, now: datetime, quiet: Collection[int]) -> Row:
    """Return one row. `quiet`: the leads that have no limit (`unlimited`)."""
    left = None if lead.pk in quiet else limit_of(lead, hours=hours, now=now)
    limit = lead.channel.first_response_minutes or values["first_response_minutes"]
    return Row(lead, mask(lead.phone or ""), in_words(left), bool(left and left.is_late), is_short(left, limit))


def unlimited(leads: Iterable[Lead], *, now: datetime) -> frozenset[int]:
    """Return those of some leads whom nobody is to call, never called though they are."""
    waiting = [lead.pk for lead in leads if lead.is_open and lead.first_call_at is None]
    return frozenset(Lead.objects.filter(rung_no_more(now), pk__in=waiting).order_by().values_list("pk", flat=True)) if waiting else frozenset()


def limit_of(lead: Lead, *, hours: WorkingHours, now: datetime) -> Left | None:
    """Return what is left of a lead's limit; none once it was called or closed, nor where there is no number to call."""
    return time_left(lead.respond_by, now, hours) if lead.is_open and lead.phone and lead.first_call_at is None else None
