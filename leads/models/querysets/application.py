"""Questions about applications: proposals for the end of a lead, and requests that leave it in its owner's hands."""

from datetime import datetime

from django.db import models

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import scopes


class ApplicationQuerySet(models.QuerySet):
    """Questions about what one person proposes and another decides."""

    def open(self) -> "ApplicationQuerySet":
        """Those that wait for their answer."""
        return self.filter(decided_at=None)


class ProposalQuerySet(ApplicationQuerySet, StandingQuerySet):
    """Questions about applications for the end of a lead."""


class RequestQuerySet(ApplicationQuerySet):
    """Questions about requests. Whose lead one may not see, their requests one may not see either."""

    def visible_to(self, user, *, now: datetime) -> "RequestQuerySet":
        """Those of the leads this person may see; whoever sees every lead of the store is not asked lead by lead."""
        if user.store_id and "all" in scopes(user, "lead.see"):
            return self.filter(store_id=user.store_id)
        leads = self.model._meta.get_field("lead").related_model.objects.visible_to(user, now=now)
        return self.filter(lead__in=leads)

    def waiting(self, kind: str) -> "RequestQuerySet":
        """The open ones of a kind, the oldest first."""
        return self.open().filter(kind=kind).order_by("at", "id")
