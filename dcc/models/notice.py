"""What a person is told."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from dcc.models.user import User


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

    The sentence is made when it is shown (`dcc.notices.telling`), so that it follows the reader's language. It holds no name and no number.
    """

    user = models.ForeignKey("dcc.User", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    lead_id = models.BigIntegerField(null=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    lead: Any = None  # what it speaks of, while its reader may see it, and the people `detail` may name: found by `dcc.notices.telling.sentences`
    people: Mapping[int, User] = {}

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["user", "read_at", "-at"], name="notice_unread")]
        ordering = ["-at", "-id"]

    def person(self, key: str) -> User | None:
        """The person whose id `detail` holds under `key`."""
        return self.people.get(self.detail.get(key) or 0)

    def __str__(self) -> str:
        return self.kind
