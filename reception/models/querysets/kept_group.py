"""Questions about groups that were typed without a connection."""

from django.db import models

from dcc.people.permissions import scopes


class KeptGroupQuerySet(models.QuerySet):
    """Questions about kept groups. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "KeptGroupQuerySet":
        """Those of the store, for whoever answers about them."""
        return self.filter(store_id=user.store_id) if user.store_id and scopes(user, "visit.kept") else self.none()

    def waiting(self) -> "KeptGroupQuerySet":
        """Those the desk has to be asked about."""
        return self.filter(answered_at=None)
