"""Questions about closings."""

from datetime import date

from django.db.models import QuerySet

from dcc.people.permissions import scopes


class ClosingQuerySet(QuerySet):
    """Closings, of days and of months. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "ClosingQuerySet":
        """Those of the store, for whoever reads them."""
        return self.filter(store_id=user.store_id) if user.store_id and scopes(user, "closing.see") else self.none()

    def of_store(self, store) -> "ClosingQuerySet":
        """Those of one store."""
        return self.filter(store=store)

    def of(self, store, kind: str, period: str) -> "ClosingQuerySet":
        """Those of one day or month, the last first: it is the one that holds."""
        return self.filter(store=store, kind=kind, period=period).order_by("-number")

    def of_month(self, store, month: date) -> "ClosingQuerySet":
        """Those of the days of a month."""
        return self.filter(store=store, kind="day", period__startswith=f"{month:%Y-%m}-")
