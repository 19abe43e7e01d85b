"""What a person is told."""

from django.db import models


class NoticeQuerySet(models.QuerySet):
    """Questions about notices."""

    def visible_to(self, user) -> "NoticeQuerySet":
        """One's own, the latest first."""
        return self.filter(user=user)

    def unread(self) -> "NoticeQuerySet":
        """Those not read yet."""
        return self.filter(read_at=None)


class Notice(models.Model):
    """One message to one person, shown under the bell until read: a kind, and the ids it speaks of.

    The sentence is made when it is shown (`dcc.notices`), so that it follows the reader's language. It holds no name and no number.
    """

    user = models.ForeignKey("dcc.User", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    lead_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "read_at", "-at"], name="notice_unread")]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.kind
