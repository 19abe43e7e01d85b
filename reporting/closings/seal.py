"""The seal of a closing: what is hashed, and where a chain of them is broken. Knows no database (docs/rules/trust.md#closings-sealed).

Sealed are kind, number, period, figures and the seal before (`before`, "" of the first) as canonical JSON. No database key is among them.
"""

from collections.abc import Iterable
from typing import Any, Protocol

from dcc.reckoning import seal_chain
from dcc.reckoning.seal_chain import Broken, seal_over


class Sealed(Protocol):
    """What a chain is made of."""

    kind: str
    number: int
    period: str
    figures: dict[str, Any]
    hash: str


def seal_of(closing: Sealed, before: str) -> str:
    """Return the seal of a closing that follows one with the seal `before`."""
    return seal_over({"before": before, "figures": closing.figures, "kind": closing.kind, "number": closing.number, "period": closing.period})


def first_broken(closings: Iterable[Sealed]) -> Broken | None:
    """Return where a store's closings, in the order of their numbers, are broken first."""
    return seal_chain.first_broken(closings, seal_of)
