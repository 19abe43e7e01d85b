"""Questions about campaigns."""

from django.db import models


class CampaignQuerySet(models.QuerySet):
    """Questions about what marketing plans."""

    def visible_to(self, user) -> "CampaignQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id)
