"""A hint that led nowhere is ended for good (docs/rules/domain.md#hints)."""

from datetime import datetime

from django.db import transaction

from dcc.models import User
from dcc.trail import audit
from leads.models import Lead
from reception.models import NoRelation, Visit


@transaction.atomic
def end_hint(visit: Visit, lead: Lead, *, by: User, now: datetime) -> bool:
    """Remember that a visit and a lead are not one family (不是一家人): the hint comes never again. False where that was said before."""
    _row, is_new = NoRelation.objects.get_or_create(visit=visit, lead=lead, defaults={"store_id": visit.store_id, "by": by, "at": now})
    if is_new:
        audit.record("visit.no_relation", visit, by=by, now=now, lead=lead.pk)
    return is_new
