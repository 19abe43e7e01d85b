"""The worker's share of the letters: one at a time, with the worker's clock."""

from django.utils import timezone

from reporting.evening_report.rules.letter_tries import deliver_one


def carry_one() -> bool:
    """Send the letter that is next; False where none may go now."""
    return deliver_one(now=timezone.now())
