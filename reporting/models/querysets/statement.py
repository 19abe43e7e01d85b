"""Questions about what was paid."""

from django.db import models

from dcc.people.permissions import scopes


class DealTickQuerySet(models.QuerySet):
    """Answers about deals of transferred cards."""

    def of(self, order) -> "DealTickQuerySet":
        """Those about one order, the last first: it holds."""
        return self.filter(order=order).order_by("-at", "-pk")


class StatementQuerySet(models.QuerySet):
    """Statements. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "StatementQuerySet":
        """One's own, and all of the store for whoever reads them."""
        held = scopes(user, "statement.see")
        if "all" in held:
            return self.filter(store_id=user.store_id)
        return self.filter(user=user) if held else self.none()
