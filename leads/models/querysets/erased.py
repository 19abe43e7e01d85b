"""Questions about the numbers that were erased on request."""

from django.db import models

from dcc.people.permissions import may


class ErasedNumberQuerySet(models.QuerySet):
    """Questions about them."""

    def visible_to(self, user) -> "ErasedNumberQuerySet":
        """Those of the person's store, for whoever may erase."""
        return self.filter(store_id=user.store_id) if user.store_id and may(user, "person.erase") else self.none()

    def holding(self) -> "ErasedNumberQuerySet":
        """Those that nobody takes in."""
        return self.filter(lifted_at=None)
