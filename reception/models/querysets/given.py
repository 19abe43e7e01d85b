"""Questions about what became of leads given to the showroom."""

from dcc.database.kept_rows import StandingQuerySet
from dcc.people.permissions import may


class GivenOutcomeQuerySet(StandingQuerySet):
    """Questions about outcomes. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "GivenOutcomeQuerySet":
        """Those of the store, for whoever enters or reads them."""
        return self.filter(store_id=user.store_id) if user.store_id and may(user, "given.see") else self.none()
