"""What was written in words about the pay of somebody's deal goes with the person."""

from collections.abc import Collection

from leads.numbers.erased_numbers import GONE
from reporting.models import DealTick


def forget_why(sender, *, lead_ids: Collection[int], **said) -> None:
    """Take out why a deal was refused its extra; that it was stays."""
    DealTick.objects.filter(order__lead__in=lead_ids).exclude(reason="").update(reason=GONE)
