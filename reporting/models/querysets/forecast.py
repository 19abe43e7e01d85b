"""Questions about what was foretold."""

from datetime import date

from django.db.models import QuerySet

from dcc.people.permissions import scopes


class ForecastQuerySet(QuerySet):
    """Forecasts of appointments. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "ForecastQuerySet":
        """Those of the store, for whoever sees all who are to come."""
        return self.filter(store_id=user.store_id) if user.store_id and "all" in scopes(user, "arrival.see") else self.none()

    def of_days(self, first: date, last: date) -> "ForecastQuerySet":
        """Those of a period that includes both days, where the appointment stands."""
        return self.filter(day__gte=first, day__lte=last, appointment__annulled_at=None)
