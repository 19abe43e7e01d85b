"""Questions about visits and what became of their tags."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from dcc.database.kept_rows import StandingQuerySet
from dcc.database.related_rows import across
from dcc.models import Word
from dcc.people.permissions import scopes

LOOK = "look"  # the purpose that counts as a visit
FETCH = "fetch"  # what the purpose of those who fetch their car means, whatever a store calls it
CALLED_FETCH = "交车"  # how a store is born calling it
REVERSIBLE = timedelta(days=7)
JUST_NOW = timedelta(minutes=10)  # as long as a page may still offer a group that was taken


class VisitQuerySet(StandingQuerySet):
    """Questions about visits. Views reach visits through `visible_to` alone."""

    def fetching(self) -> "VisitQuerySet":
        """Those who came to fetch their car, as the store calls it now, or as it was born calling it."""
        named = Word.objects.filter(store=models.OuterRef("store"), kind="visit_purpose", meaning=FETCH, name=models.OuterRef("purpose"))
        return self.filter(Q(purpose=CALLED_FETCH) | models.Exists(named))

    def visible_to(self, user) -> "VisitQuerySet":
        """The visits this person may read: of their own store, all of them; a specialist DCC's visits that wait, and those of their customers."""
        held = scopes(user, "visit.see")
        if not user.store_id or not held:
            return self.none()
        mine = self.filter(store_id=user.store_id)
        if "all" in held:
            return mine
        return mine.filter(Q(reception__in=user.hands) | Q(lead__reception__in=user.hands) | Q(tag="dcc", taken_at=None, left_at=None))

    def workable_by(self, user, *, now: datetime) -> "VisitQuerySet":
        """The visits this person may go to meet, and those a colleague went to meet just now: who presses a moment late is told who was quicker."""
        return self.visible_to(user) | self.filter(store_id=user.store_id, tag="dcc", taken_at__gt=now - JUST_NOW)

    def in_house(self, first: datetime, last: datetime) -> "VisitQuerySet":
        """Groups that came in [first, last) and have not left, the longest first."""
        return self.filter(at__gte=first, at__lt=last, left_at=None).order_by("at", "id")

    def waiting(self) -> "VisitQuerySet":
        """DCC's groups nobody has received yet, also those whose tag was changed to it: a change may say that somebody had."""
        return self.filter(tag="dcc", taken_at=None, left_at=None, reception=None, registered_at__isnull=False)

    def with_last_change(self) -> "VisitQuerySet":
        """Each visit with the moment of its last change of tag, null where there is none."""
        changes = across(self.model, "changes").filter(visit=models.OuterRef("pk"), annulled_at=None).order_by("-at", "-id")
        return self.annotate(changed_at=models.Subquery(changes.values("at")[:1]))

    def looking(self) -> "VisitQuerySet":
        """Those that count: people who came to look at cars."""
        return self.filter(purpose=LOOK)

    def unknown(self) -> "VisitQuerySet":
        """Nobody knows yet who these were."""
        return self.filter(phone="", identified_at=None).filter(Q(lead=None) | Q(lead__phone=None))


class TagChangeQuerySet(StandingQuerySet):
    """Questions about changed tags. Views reach them through `visible_to` alone."""

    def visible_to(self, user) -> "TagChangeQuerySet":
        """Those of the store, for whoever compares visits with leads."""
        return self.filter(store_id=user.store_id) if user.store_id and scopes(user, "reconcile.see") else self.none()

    def reversible(self, now: datetime) -> "TagChangeQuerySet":
        """Corrections to DCC that stand on the director's desk: seven days old at most, and nothing changed since (docs/rules/domain.md#changed-tags)."""
        later = models.Exists(self.model._default_manager.filter(visit=models.OuterRef("visit"), pk__gt=models.OuterRef("pk")))
        return self.filter(~later, kind="correction", to_tag="dcc", at__gt=now - REVERSIBLE)
