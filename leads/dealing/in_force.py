"""The lines of a store as they stood at a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from dcc.models import Store
from leads.models import AllocationRule, AllocationShare
from leads.pool.allocation_plan import DEFAULT, Line


@dataclass(frozen=True)
class Rules:
    """The lines of a store as they stand: since when, by whom; neither where it has those it was born with."""

    lines: tuple[Line, ...] = DEFAULT
    since: datetime | None = None
    by: str = ""


def rules_at(store: Store, moment: datetime) -> Rules:
    """Return the lines of a store as they stood at a moment: one query."""
    rows = list(AllocationRule.objects.in_force(store, moment).select_related("by"))
    if not rows:
        return Rules()
    by = rows[0].by
    return Rules(tuple(line_of(row.act, row.conditions, row.users) for row in rows), rows[0].valid_from, by.name if by else "")


def last_change(store: Store, rules: Rules, moment: datetime) -> tuple[datetime | None, str]:
    """Return when lines, weights or caps of a store were written last until a moment, and by whom: what a page that shows `rules` was made from."""
    share = AllocationShare.objects.filter(user__store=store, valid_from__lte=moment).select_related("by").order_by("-valid_from", "-pk").first()
    if share is None or (rules.since is not None and share.valid_from <= rules.since):
        return rules.since, rules.by
    return share.valid_from, share.by.name if share.by else ""


def line_of(act: str, conditions: dict[str, Any], users: Iterable[int] = ()) -> Line:
    """Return a line out of what the database holds."""
    asked = {name: frozenset(conditions.get(name, ())) for name in ("source", "channel", "model")}
    hours = conditions.get("hours")
    return Line(act, **asked, hours=(time.fromisoformat(hours[0]), time.fromisoformat(hours[1])) if hours else None, users=frozenset(users))


def conditions_of(line: Line) -> dict[str, list]:
    """Return the conditions of a line as the database holds them: only what is asked."""
    asked = {"source": sorted(line.source), "channel": sorted(line.channel), "model": sorted(line.model)}
    asked["hours"] = [f"{moment:%H:%M}" for moment in line.hours] if line.hours else []
    return {name: values for name, values in asked.items() if values}
