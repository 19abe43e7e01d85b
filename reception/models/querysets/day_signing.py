"""Questions about signed days."""

from django.db import models

from dcc.people.permissions import scopes


class DaySigningQuerySet(models.QuerySet):
    """Questions about signed days. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "DaySigningQuerySet":
        """Those of the store."""
        return self.filter(store_id=user.store_id) if user.store_id and scopes(user, "day.see") else self.none()
