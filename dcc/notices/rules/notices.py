"""Notices that were read."""

from datetime import datetime

from dcc.models import Notice, User


def mark_read(user: User, *, now: datetime, notice: Notice | None = None) -> int:
    """Mark one notice of this person as read, or all; return how many were unread. Not a deed for the trail."""
    unread = Notice.objects.filter(user=user, read_at=None)
    return (unread.filter(pk=notice.pk) if notice else unread).update(read_at=now)
