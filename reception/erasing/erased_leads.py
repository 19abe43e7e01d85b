"""A lead of somebody who was erased: what its page says, and that it is not opened again."""

from datetime import datetime

from django.utils.translation import gettext as _

from leads.models import Lead
from leads.numbers.erased_numbers import is_word


def erased_tag(lead: Lead) -> list[str]:
    """Return what stands at the head of the customer's page."""
    return [_("Personal data erased")] if is_word(lead.phone) else []


def erased_obstacle(lead: Lead, now: datetime) -> str | None:
    """Return why the lead of somebody who was erased is not opened again: there is nobody to ring."""
    return _("This person was erased. Who comes again is somebody new.") if is_word(lead.phone) else None
