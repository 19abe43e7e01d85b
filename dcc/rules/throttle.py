"""Log-ins refused to an address, whatever accounts were tried from it (06, promise 8)."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Sum


def too_many_from(address: str | None, *, now: datetime) -> bool:
    """Whether so many log-ins failed from an address lately that nobody may try from there. It ends by itself."""
    lately = AccessAttempt.objects.filter(ip_address=address, attempt_time__gt=now - timedelta(hours=settings.AXES_COOLOFF_TIME))
    return (lately.aggregate(failures=Sum("failures_since_start"))["failures"] or 0) >= settings.FAILURES_PER_ADDRESS
