"""Questions about imported files."""

from django.db import models

from dcc.people.permissions import scopes


class ImportBatchQuerySet(models.QuerySet):
    """Questions about batches."""

    def visible_to(self, user) -> "ImportBatchQuerySet":
        """The files of the person's store: all of them, or those they uploaded themselves (docs/rules/trust.md#duties)."""
        held = scopes(user, "import")
        if not user.store_id or not held:
            return self.none()
        mine = self.filter(store_id=user.store_id)
        return mine if "all" in held else mine.filter(by=user)

    def waiting(self) -> "ImportBatchQuerySet":
        """Those that want something done yet."""
        return self.filter(state__in=["reading", "ready", "queued", "committing"])
