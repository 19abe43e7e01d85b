"""Questions about the cards people are appraised by."""

from datetime import date

from django.db import models

from dcc.people.permissions import scopes


class AppraisalQuerySet(models.QuerySet):
    """Cards of posts. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "AppraisalQuerySet":
        """Those of the store, for whoever sees everybody's appraisal."""
        return self.filter(store_id=user.store_id) if user.store_id and "all" in scopes(user, "appraisal.see") else self.none()

    def begun_by(self, month: date) -> "AppraisalQuerySet":
        """Those that began with a month or before, the earliest first: of each post and table the last holds."""
        return self.filter(first_day__lte=month).order_by("first_day", "pk")
