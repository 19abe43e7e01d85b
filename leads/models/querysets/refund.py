"""Questions about what platforms are asked to pay back."""

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import scopes


class RefundQuerySet(StandingQuerySet):
    """Questions about claims and their answers."""

    def visible_to(self, user) -> "RefundQuerySet":
        """Those of the person's own store, where they may see whose they are."""
        return self.filter(store_id=user.store_id) if "all" in scopes(user, "refund.see") else self.none()
