"""The worker's share of the messages: one at a time, with the worker's clock."""

from django.utils import timezone

from dcc.robots.rules.delivering import send_one


def carry_one() -> bool:
    """Send the message that is next; False where none may go now."""
    return send_one(now=timezone.now())
