"""What was written in words about the pay of somebody's deal goes with the person."""

from collections.abc import Collection

from leads.numbers.erased_numbers import GONE
from reporting.models import DealTick, Objection


def forget_why(sender, *, lead_ids: Collection[int], **said) -> None:
    """Take out why a deal was refused its extra, and what was said in objections; that they were, and how they were answered, stays."""
    DealTick.objects.filter(order__lead__in=lead_ids).exclude(reason="").update(reason=GONE)
    objections = Objection.objects.filter(lead__in=lead_ids)
    objections.update(text=GONE)
    objections.exclude(answer="").update(answer=GONE)
