"""What was taken back, in a line and in a row: `annulled` of a whole deed, and the deliveries and cancellations of an order that were none.

A line names a person by username and a moment in the store's zone; a row keeps the key, and inside JSON the moment in UTC.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from reporting.ledger.values import Wrong, moment, text

LONGEST = 200  # signs of a reason
ENDS = ("delivered_at", "cancelled_at")  # of an order
Facts = dict[str, Any]
Person = Callable[[Any], Any]  # a username's key, or a key's username


def annulled(value: Any) -> Facts:
    """Read when, by whom and why a deed was taken back."""
    facts = _facts(value, ("at", "by", "reason"))
    return {"at": _said(facts, "at", moment)} | _who_and_why(facts)


def taken_back(value: Any) -> list[Facts]:
    """Read the ends of an order that were none, each with when, by whom and why it was taken back."""
    if not isinstance(value, list):
        raise Wrong("must be a list")
    return [_end_of_order(each) for each in value]


def _end_of_order(value: Any) -> Facts:
    facts = _facts(value, (*ENDS, "at", "by", "reason"))
    ends = [name for name in ENDS if name in facts]
    if len(ends) != 1:
        raise Wrong(f"must say one of {', '.join(ENDS)}")
    return {name: _said(facts, name, moment) for name in (*ends, "at")} | _who_and_why(facts)


def _facts(value: Any, known: tuple[str, ...]) -> Facts:
    """An object that says nothing else."""
    if not isinstance(value, dict):
        raise Wrong("must be an object")
    strange = next((name for name in value if name not in known), None)
    if strange is not None:
        raise Wrong(f"{strange}: is no key of it")
    return value


def _who_and_why(facts: Facts) -> Facts:
    """Who took it back, and why; either may be unknown."""
    said = {name: _said(facts, name, text) if facts.get(name) is not None else None for name in ("by", "reason")}
    if len(said["reason"] or "") > LONGEST:
        raise Wrong(f"reason: longer than {LONGEST} signs")
    return said


def _said(facts: Facts, name: str, reader: Callable[[Any], Any]) -> Any:
    """One fact of an object; what is wrong with it is said with its name."""
    if name not in facts:
        raise Wrong(f"{name}: is missing")
    try:
        return reader(facts[name])
    except Wrong as problem:
        raise Wrong(f"{name}: {problem}") from None


def columns(facts: Facts, person: Person) -> Facts:
    """The columns of a row that was taken back."""
    return {"annulled_at": facts["at"], "annulled_by_id": person(facts["by"]), "annulled_reason": facts["reason"] or ""}


def kept(entries: list[Facts], person: Person) -> list[Facts]:
    """What an order keeps of its ends that were none."""
    return [{**{name: _turned(value, UTC) for name, value in each.items()}, "by": person(each["by"]), "reason": each["reason"] or ""} for each in entries]


def annulled_of(row: Any, person: Person, zone: ZoneInfo) -> Facts | None:
    """What a line says of a row that was taken back; None where it stands."""
    if row.annulled_at is None:
        return None
    return {"at": row.annulled_at.astimezone(zone).isoformat(), "by": person(row.annulled_by_id), "reason": row.annulled_reason or None}


def taken_back_of(entries: list[Facts], person: Person, zone: ZoneInfo) -> list[Facts]:
    """What a line says of an order's ends that were none."""
    found = []
    for each in entries:
        moments = {name: datetime.fromisoformat(each[name]).astimezone(zone).isoformat() for name in (*ENDS, "at") if name in each}
        found.append({**moments, "by": person(each.get("by")), "reason": each.get("reason") or None})
    return found


def _turned(value: Any, zone) -> Any:
    return value.astimezone(zone).isoformat() if isinstance(value, datetime) else value


READERS: dict[str, Callable[[Any], Any]] = {"annulled": annulled, "taken_back": taken_back}
