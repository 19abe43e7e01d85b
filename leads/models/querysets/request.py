"""Questions about requests."""

from django.db import models

from dcc.database.related_rows import across
from dcc.people.permissions import scopes


class RequestQuerySet(models.QuerySet):
    """Questions about requests. Whose lead one may not see, their requests one may not see either."""

    def visible_to(self, user) -> "RequestQuerySet":
        """Those of the leads this person may see; whoever sees every lead of the store is not asked lead by lead."""
        if user.store_id and "all" in scopes(user, "lead.see"):
            return self.filter(store_id=user.store_id)
        leads = across(self.model, "lead").visible_to(user)
        return self.filter(lead__in=leads)

    def open(self, kind: str) -> "RequestQuerySet":
        """Those of a kind that wait for their answer, the oldest first."""
        return self.filter(kind=kind, decided_at=None).order_by("at", "id")
