"""For every rule of the checker a way to break it: small changes of a clean ledger's lines, by the name of the rule they break."""

from tests.reporting.ledger_breaks import (  # noqa: F401 - they keep their ways in BREAKS
    appraisal,
    calls,
    checks,
    closings,
    days,
    dealing,
    delays,
    forecasts,
    given,
    judging,
    keeping,
    leads,
    merging,
    money,
    numbers,
    people,
    reception,
    remarks,
    rewards,
    second_looks,
    showroom,
    steps,
    taking_back,
    topics,
    trials,
    visits,
)
from tests.reporting.ledger_breaks.breaking import BREAKS

__all__ = ["BREAKS"]
