"""What this room does by itself, each thing with the moment it should have had."""

from datetime import datetime

from reception.rules.receiving import alarm_waiting
from reception.rules.transfers import list_ripe


def run_due(*, now: datetime) -> None:
    """Tell of groups that wait, and make the director's list of the morning. Safe to run twice and after any pause."""
    alarm_waiting(now=now)
    list_ripe(now=now)
