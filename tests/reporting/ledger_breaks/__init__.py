"""For every rule of the checker a way to break it: small changes of a clean ledger's lines, by the name of the rule they break."""

from tests.reporting.ledger_breaks import calls, judging, leads, people, reception, showroom, visits  # noqa: F401 - they keep their ways in BREAKS
from tests.reporting.ledger_breaks.breaking import BREAKS

__all__ = ["BREAKS"]
