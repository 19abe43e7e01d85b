"""Questions about imported files."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from dcc.people.permissions import scopes

WAITING = ("reading", "ready", "queued", "committing")


class ImportBatchQuerySet(models.QuerySet):
    """Questions about batches."""

    def visible_to(self, user) -> "ImportBatchQuerySet":
        """The files of the person's store: all of them, or those they uploaded themselves (docs/rules/trust.md#duties)."""
        held = scopes(user, "import")
        if not user.store_id or not held:
            return self.none()
        mine = self.filter(store_id=user.store_id)
        return mine if "all" in held else mine.filter(by=user)

    def at_hand(self, since: datetime) -> "ImportBatchQuerySet":
        """The files somebody works through now: those that want something done, and what was imported or could not be read since a moment."""
        return self.filter(Q(state__in=WAITING) | Q(state="done", committed_at__gte=since) | Q(state="refused", uploaded_at__gte=since))

    def taken_in(self) -> "ImportBatchQuerySet":
        """Those that were imported, be it that the import was undone."""
        return self.filter(state__in=["done", "undone"])

    def waiting(self) -> "ImportBatchQuerySet":
        """Those that want something done yet."""
        return self.filter(state__in=WAITING)
