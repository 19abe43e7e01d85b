"""Questions about typed numbers."""

from datetime import datetime, timedelta

from django.db import models

LONGEST = timedelta(hours=1)  # a call takes no longer: a window that nobody closed closes then


class IncomingQuerySet(models.QuerySet):
    """Questions about the windows of 来电登记."""

    def open_of(self, user, now: datetime) -> "IncomingQuerySet":
        """The windows that stand open for this person: at most one."""
        return self.filter(agent=user, ended_at=None, at__gt=now - LONGEST).select_related("store", "lead__agent", "lead__channel", "lead__store")

    def typed_since(self, user, moment: datetime) -> "IncomingQuerySet":
        """What this person typed since a moment: sixty an hour are enough."""
        return self.filter(agent=user, at__gt=moment)
