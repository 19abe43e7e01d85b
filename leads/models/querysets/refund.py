"""Questions about what platforms are asked to pay back."""

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import may


class RefundQuerySet(StandingQuerySet):
    """Questions about claims and their answers."""

    def visible_to(self, user) -> "RefundQuerySet":
        """Those of the person's own store, where they may see them at all."""
        return self.filter(store_id=user.store_id) if may(user, "refund.see") else self.none()
