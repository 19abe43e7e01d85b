"""Two leads that look like one person are said to be two."""

from datetime import datetime

from django.db import transaction

from dcc.models import User
from dcc.trail import audit
from leads.models import Lead, ToldApart


@transaction.atomic
def tell_apart(one: Lead, other: Lead, *, by: User, now: datetime) -> bool:
    """Remember that two leads are two people (不是同一人): the pair is proposed no more. False where that was said before."""
    first, second = sorted((one, other), key=lambda lead: lead.pk)
    _row, is_new = ToldApart.objects.get_or_create(lead=first, other=second, defaults={"store": first.store, "by": by, "at": now})
    if is_new:
        audit.record("lead.tell_apart", first, by=by, now=now, lead=second.pk)
    return is_new
