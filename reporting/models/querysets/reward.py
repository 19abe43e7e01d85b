"""Questions about what is paid for what."""

from datetime import date

from django.db import models

from dcc.people.permissions import scopes


class RewardQuerySet(models.QuerySet):
    """Rules of what is paid. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "RewardQuerySet":
        """Those of the store, for whoever reads its rules."""
        return self.filter(store_id=user.store_id) if user.store_id and scopes(user, "reward_rule.see") else self.none()

    def from_on(self, day: date) -> "RewardQuerySet":
        """Those that are valid on a day or begin after it."""
        return self.filter(models.Q(last_day=None) | models.Q(last_day__gte=day))
