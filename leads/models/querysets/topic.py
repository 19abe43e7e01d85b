"""Questions about topics."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from dcc.people.permissions import decides, may

LATELY = timedelta(days=30)


class TopicQuerySet(models.QuerySet):
    """Questions about problems and what is done about them."""

    def visible_to(self, user) -> "TopicQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id) if may(user, "topic.see") else self.none()

    def running(self) -> "TopicQuerySet":
        """Those something is still to be done about."""
        return self.filter(ended_at=None)

    def to_agree(self) -> "TopicQuerySet":
        """Those that wait for leader or director, the oldest first."""
        return self.running().filter(state="open").order_by("at", "pk")

    def at_work(self) -> "TopicQuerySet":
        """Those somebody does something about, by the day they are due: the late first."""
        return self.running().filter(state="agreed").order_by("due_on", "at", "pk")

    def ended(self) -> "TopicQuerySet":
        """Those with a result or dropped, the latest first."""
        return self.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")

    def ended_lately(self, now: datetime) -> "TopicQuerySet":
        """Those that ended within the last thirty days."""
        return self.ended().filter(ended_at__gte=now - LATELY)

    def waiting_for(self, user) -> "TopicQuerySet":
        """The running ones a person owns, or must agree to."""
        theirs = Q(owner=user)
        return self.visible_to(user).running().filter(theirs | Q(state="open") if decides(user, "topic.settle") else theirs)
