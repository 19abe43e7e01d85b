"""Questions about calls."""

from datetime import datetime

from django.db.models.functions import Coalesce

from dcc.database.kept_rows import StandingQuerySet


class CallQuerySet(StandingQuerySet):
    """Questions about calls."""

    def contacts_since(self, lead, moment: datetime) -> "CallQuerySet":
        """The calls of a lead that somebody made or answered, of which the server knew at a moment or later."""
        known = self.filter(lead=lead).exclude(outcome="missed").annotate(known=Coalesce("logged_at", "at"))
        return known.filter(known__gte=moment).select_related("agent")
