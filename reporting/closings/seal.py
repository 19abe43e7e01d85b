"""The seal of a closing: what is hashed, and where a chain of them is broken. Knows no database (docs/rules/trust.md#closings-sealed).

Sealed are kind, number, period, figures and the seal before (`before`, "" of the first) as JSON: keys sorted, no spaces, UTF-8. No database key is among them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

GAP, SEAL = "gap", "seal"


class Sealed(Protocol):
    """What a chain is made of."""

    kind: str
    number: int
    period: str
    figures: dict[str, Any]
    hash: str


@dataclass(frozen=True)
class Broken:
    """Where a chain is broken first: at which number, and whether it is the number (gap) or its seal."""

    number: int
    why: str


def canonical(kind: str, number: int, period: str, figures: dict[str, Any], before: str) -> bytes:
    """Return what is hashed."""
    said = {"before": before, "figures": figures, "kind": kind, "number": number, "period": period}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def seal_of(closing: Sealed, before: str) -> str:
    """Return the seal of a closing that follows one with the seal `before`."""
    return sha256(canonical(closing.kind, closing.number, closing.period, closing.figures, before)).hexdigest()


def first_broken(closings: Iterable[Sealed]) -> Broken | None:
    """Return where a store's closings, in the order of their numbers, are broken first."""
    before, number = "", None
    for closing in closings:
        if number is not None and closing.number != number + 1:
            return Broken(number + 1, GAP)
        if closing.hash != seal_of(closing, before):
            return Broken(closing.number, SEAL)
        before, number = closing.hash, closing.number
    return None
