"""Questions about files with full numbers."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from dcc.people.permissions import scopes

ALIVE = timedelta(hours=1)  # a request waits so long for its approval, and an approval for its file


class PersonExportQuerySet(models.QuerySet):
    """Questions about what was asked for, decided and fetched."""

    def visible_to(self, user) -> "PersonExportQuerySet":
        """All of the person's store, or those they asked for."""
        held = scopes(user, "export.see")
        if not user.store_id or not held:
            return self.none()
        mine = self.filter(store_id=user.store_id)
        return mine if "all" in held else mine.filter(by=user)

    def waiting(self, now: datetime) -> "PersonExportQuerySet":
        """Those that may be approved still."""
        return self.filter(decided_at=None, withdrawn_at=None, at__gte=now - ALIVE)

    def approved(self, now: datetime) -> "PersonExportQuerySet":
        """Those whose file was fetched, or may be."""
        return self.filter(Q(fetched_at__isnull=False) | Q(decided_at__gte=now - ALIVE), is_approved=True)

    def refused(self) -> "PersonExportQuerySet":
        """Those that were not approved."""
        return self.filter(decided_at__isnull=False, is_approved=False)

    def lapsed(self, now: datetime) -> "PersonExportQuerySet":
        """Those nobody decided in time or who asked took back, and approved ones nobody fetched in time."""
        undecided = Q(decided_at=None) & (Q(withdrawn_at__isnull=False) | Q(at__lt=now - ALIVE))
        return self.filter(undecided | Q(is_approved=True, fetched_at=None, decided_at__lt=now - ALIVE))

    def fetched_since(self, start: datetime) -> "PersonExportQuerySet":
        """Those that left since a moment."""
        return self.filter(fetched_at__gte=start)
