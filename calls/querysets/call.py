"""Questions about calls."""

from datetime import datetime
from uuid import UUID

from django.db.models.functions import Coalesce

from dcc.querysets import StandingQuerySet


class CallQuerySet(StandingQuerySet):
    """Questions about calls."""

    def of_form(self, token: str, *, by):
        """Return the call of this person that a form has become, by the token it carries; None where there is none."""
        try:
            return self.filter(token=UUID(token), agent=by).first()
        except ValueError:
            return None

    def contacts_since(self, lead, moment: datetime) -> "CallQuerySet":
        """The calls of a lead that somebody made or answered, of which the server knew at a moment or later."""
        known = self.filter(lead=lead).exclude(outcome="missed").annotate(known=Coalesce("logged_at", "at"))
        return known.filter(known__gte=moment).select_related("agent")
