"""The audit trail."""

from django.db import models
from django.db.models import Q

from dcc import sockets
from dcc.models.user import Role
from dcc.people.permissions import RANK, scopes

ABOVE_THE_TEAM = [role for role, rank in RANK.items() if rank > RANK["leader"]]


class TrailQuerySet(models.QuerySet):
    """Reading the trail; it has no way to change it."""

    def visible_to(self, user) -> "TrailQuerySet":
        """The deeds this person may read: all of the store; `team`: those of everybody up to a leader's rank; `own`: the numbers one was shown.

        See docs/rules/trust.md#duties.
        """
        held = scopes(user, "trail.see")
        mine = self.filter(store_id=user.store_id) if user.store_id and held else self.none()
        if "all" in held:
            return mine
        above = Role.objects.filter(name__in=ABOVE_THE_TEAM).values("user")
        team = Q(by__isnull=False) & ~Q(by__in=above) if "team" in held else Q(pk=None)
        return mine.filter(team | Q(by=user, action__in=list(sockets.number_showings)))

    def showing_numbers(self) -> "TrailQuerySet":
        """The deeds that showed somebody a full number, by whatever way (docs/rules/trust.md#numbers-counted)."""
        return self.filter(action__in=list(sockets.number_showings))

    def update(self, **kwargs):
        """Refuse: the trail is append-only."""
        raise TypeError("the trail is append-only")

    def delete(self):
        """Refuse: the trail is append-only."""
        raise TypeError("the trail is append-only")


class TrailEntry(models.Model):
    """One deed: who did what to which row, when, and what changed. Ids and words only, never a name, a number or a note (docs/rules/trust.md#trail).

    Written by `dcc.trail.audit.record` alone; nothing updates or deletes it.
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)

    objects = TrailQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["store", "-at"], name="trail_of_store"),
            models.Index(fields=["object_type", "object_id", "-at"], name="trail_of_object"),
            models.Index(fields=["by", "action", "-at"], name="trail_of_person"),
        ]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
