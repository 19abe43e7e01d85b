"""Questions about allocations."""

from django.db.models import F

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import may

INCOMING = "incoming"  # the reason of an agent's own: a stranger called, and they answered


class AllocationQuerySet(StandingQuerySet):
    """Questions about who was given what."""

    def visible_to(self, user) -> "AllocationQuerySet":
        """Those of the person's store, for whoever allocates."""
        return self.filter(store_id=user.store_id) if user.store_id and may(user, "lead.allocate") else self.none()

    def of_callers(self) -> "AllocationQuerySet":
        """Those by which agents had a stranger as their own whose call they answered."""
        return self.filter(reason=INCOMING, by=F("agent"))
