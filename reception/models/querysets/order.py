"""Questions about orders."""

from datetime import datetime, timedelta

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import scopes

REVERSIBLE = timedelta(days=7)


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

    def joined(self) -> "OrderQuerySet":
        """Written by hand for a handing over, or a sold card, that stood beside no order (docs/rules/domain.md#joining)."""
        return self.filter(entered_at__isnull=False)

    def reversible(self, now: datetime) -> "OrderQuerySet":
        """Those joined that stand on the director's desk: seven days old at most."""
        return self.joined().filter(entered_at__gt=now - REVERSIBLE)

    def visible_to(self, user) -> "OrderQuerySet":
        """The joined ones of the store, for whoever compares visits with leads; others are reached through `workable_by`."""
        return self.joined().filter(store_id=user.store_id) if user.store_id and scopes(user, "reconcile.see") else self.none()
