"""What happens by itself in this room."""

from datetime import datetime

from calls.rules.appointments import mark_no_shows


def run_due(*, now: datetime) -> None:
    """Do what should have happened up to `now`, each with the moment it should have had. Safe to run twice and after any pause."""
    mark_no_shows(now=now)
