"""Questions about leakages."""

from django.db import models

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import scopes


class LeakageQuerySet(StandingQuerySet):
    """Questions about leakages. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "LeakageQuerySet":
        """Those of the store, or of the leads that are this person's."""
        held = scopes(user, "leakage.see")
        if not user.store_id or not held:
            return self.none()
        mine = self.filter(store_id=user.store_id)
        return mine if "all" in held else mine.filter(models.Q(lead__agent=user) | models.Q(lead__reception=user))

    def open(self) -> "LeakageQuerySet":
        """Those not settled yet, the oldest first."""
        return self.filter(settled_at=None).order_by("at", "id")
