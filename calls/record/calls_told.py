"""The calls of some leads as evidence: when, with what outcome, how long. No number, no note."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from calls.models import Call
from calls.models.call import OUTCOMES


def calls_of(leads: Sequence[int]) -> dict[int, list[tuple[datetime, str, int]]]:
    """Return the calls of each lead, the first first, missed ones left out: one question."""
    found: dict[int, list[tuple[datetime, str, int]]] = defaultdict(list)
    rows = Call.objects.filter(lead__in=leads).exclude(outcome="missed").order_by("at", "pk")
    for lead, at, outcome, name, seconds in rows.values_list("lead", "at", "outcome", "outcome_name", "seconds"):
        found[lead].append((at, name or str(dict(OUTCOMES)[outcome]), seconds if outcome == "connected" else 0))
    return found
