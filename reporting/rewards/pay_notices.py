"""What people are told of their pay."""

from django.urls import reverse
from django.utils.translation import gettext as _


def frozen(notice) -> tuple[str, str]:
    """Somebody's month was frozen."""
    month = notice.detail["month"]
    return _("What you are paid for %(month)s is frozen.") % {"month": month}, f"{reverse('statement')}?month={month}"
