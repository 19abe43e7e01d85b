"""What lets a program bring leads in."""

from django.db import models
from django.db.models import Q

from leads.models.channel import Channel


class CaptureTokenQuerySet(models.QuerySet):
    """Questions about tokens."""

    def visible_to(self, user) -> "CaptureTokenQuerySet":
        """Those of the person's own store."""
        return self.filter(store_id=user.store_id)

    def in_force(self) -> "CaptureTokenQuerySet":
        """Those not revoked, of channels that take leads."""
        return self.filter(revoked_at=None, channel__retired_at=None)


class CaptureToken(models.Model):
    """The key with which a website or a portal brings inquiries into one channel (接口密钥). Kept as a digest; `hint` is its end, to tell it from others.

    `minute` and `requests` count how often it was used in the latest minute of its use (docs/rules/intake.md#capture-endpoint).
    """

    store = models.ForeignKey("dcc.Store", models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("dcc.User", models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    requests = models.PositiveIntegerField(default=0)

    objects = CaptureTokenQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(revoked_by=None) | Q(revoked_at__isnull=False), name="capture_token_revoked_by_with_moment")]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"…{self.hint}"
