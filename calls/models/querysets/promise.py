"""Questions about promises."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from dcc.database.kept_rows import StandingQuerySet
from dcc.database.related_rows import across


class PromiseQuerySet(StandingQuerySet):
    """Questions about promises. They are seen with the customer they were made to."""

    def workable_by(self, user, *, now: datetime) -> "PromiseQuerySet":
        """Those made to the customers this person keeps: who may say whether they were kept."""
        leads = across(across(self.model, "appointment").model, "lead").workable_by(user, "order.keep", now=now)
        return self.filter(Exists(leads.filter(pk=OuterRef("appointment__lead"))))
