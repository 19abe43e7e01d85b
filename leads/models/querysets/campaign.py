"""Questions about campaigns."""

from datetime import date, timedelta

from django.db import models


class CampaignQuerySet(models.QuerySet):
    """Questions about what marketing plans."""

    def visible_to(self, user) -> "CampaignQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id)

    def about(self, day: date) -> "CampaignQuerySet":
        """Those somebody may have asked at: on at a day, or over for a week at most, the latest first."""
        return self.filter(first_day__lte=day, last_day__gte=day - timedelta(days=7)).order_by("-first_day", "-pk")
