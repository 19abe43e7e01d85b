"""Questions about kept trials."""

from django.db import models

from dcc.people.permissions import scopes


class TrialQuerySet(models.QuerySet):
    """Questions about kept trials. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "TrialQuerySet":
        """Those of the store, for whoever tries rules or reads what was tried."""
        return self.filter(store_id=user.store_id) if user.store_id and scopes(user, "rules.try") else self.none()
