"""Questions about the do-not-call list."""

from datetime import datetime

from django.db.models import Q

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import may


class DoNotCallQuerySet(StandingQuerySet):
    """Questions about numbers nobody may call."""

    def visible_to(self, user) -> "DoNotCallQuerySet":
        """Those of the person's store, for whoever sees leads."""
        return self.filter(store_id=user.store_id) if user.store_id and may(user, "lead.see") else self.none()

    def holding(self, now: datetime) -> "DoNotCallQuerySet":
        """The entries that hold at this moment: begun, not lifted, not run out."""
        return self.filter(Q(until=None) | Q(until__gt=now), lifted_at=None, at__lte=now)

    def over(self, now: datetime) -> "DoNotCallQuerySet":
        """Those that ran out by themselves."""
        return self.filter(until__lte=now, lifted_at=None)

    def for_good(self, now: datetime) -> "DoNotCallQuerySet":
        """Those that hold and do not run out by themselves."""
        return self.holding(now).filter(until=None)

    def of_lead(self, lead) -> "DoNotCallQuerySet":
        """The entries of a lead's number."""
        return self.filter(store_id=lead.store_id, phone=lead.phone) if lead.phone else self.none()
