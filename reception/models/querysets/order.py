"""Questions about orders."""

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import scopes


class OrderQuerySet(StandingQuerySet):
    """Questions about orders. Views reach orders through `workable_by` alone."""

    def workable_by(self, user) -> "OrderQuerySet":
        """The orders this person may cancel and deliver: all of the store, or those of the customers who are theirs now."""
        held = scopes(user, "order.correct")
        if not user.store_id or not held:
            return self.none()
        mine = self.filter(store_id=user.store_id)
        return mine if "all" in held else mine.filter(lead__reception__in=user.hands)

    def running(self) -> "OrderQuerySet":
        """Signed, neither handed over nor cancelled."""
        return self.filter(delivered_at=None, cancelled_at=None)
