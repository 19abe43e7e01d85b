"""Questions about calls."""

from datetime import datetime

from django.db.models import Case, F, When
from django.db.models.functions import Coalesce

from dcc.database.kept_rows import StandingQuerySet

ANSWERS_AT = Case(When(row="", then=Coalesce("logged_at", "at")), default=F("at"))  # as Call.answers_at says


class CallQuerySet(StandingQuerySet):
    """Questions about calls."""

    def contacts_since(self, lead, moment: datetime) -> "CallQuerySet":
        """The calls of a lead that somebody made or answered, which answer what waited at a moment or later."""
        answered = self.filter(lead=lead).exclude(outcome="missed").annotate(answers=ANSWERS_AT)
        return answered.filter(answers__gte=moment).select_related("agent")
