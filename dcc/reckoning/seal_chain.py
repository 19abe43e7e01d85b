"""A chain of seals: each is the sha256 of canonical JSON that holds the seal before. Knows no database (docs/rules/trust.md#trail-sealed).

Canonical is JSON with its keys sorted, without spaces, in UTF-8; moments are said in UTC.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol, TypeVar

GAP, SEAL = "gap", "seal"


class Link(Protocol):
    """What a chain is made of."""

    number: int
    hash: str


L = TypeVar("L", bound=Link)


@dataclass(frozen=True)
class Broken:
    """Where a chain is broken first: at which number, and whether it is the number (gap) or its seal."""

    number: int
    why: str


def canonical(said: Mapping[str, Any]) -> bytes:
    """Return what is hashed."""
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_said).encode()


def seal_over(said: Mapping[str, Any]) -> str:
    """Return the seal over what is said; the seal before is among it."""
    return sha256(canonical(said)).hexdigest()


def first_broken(links: Iterable[L], seal_of: Callable[[L, str], str], *, first: int | None = None) -> Broken | None:
    """Return where links in the order of their numbers are broken first; `first`: the number the chain has to begin with."""
    before, due = "", first
    for link in links:
        if due is not None and link.number != due:
            return Broken(due, GAP)
        if link.hash != seal_of(link, before):
            return Broken(link.number, SEAL)
        before, due = link.hash, link.number + 1
    return None


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(f"{type(value)} has no canonical form")
