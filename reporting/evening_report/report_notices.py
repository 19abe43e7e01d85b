"""What people are told of evening reports."""

from django.urls import reverse
from django.utils.translation import gettext as _


def sent(notice) -> tuple[str, str]:
    """A day's report is there to read."""
    return _("Evening report of %(day)s") % {"day": notice.detail["day"][5:]}, _page(notice)


def added(notice) -> tuple[str, str]:
    """One more sentence was said after it."""
    return _("One more sentence to the evening report of %(day)s") % {"day": notice.detail["day"][5:]}, _page(notice)


def failed(notice) -> tuple[str, str]:
    """It did not reach somebody in three tries."""
    said = {"day": notice.detail["day"][5:], "name": notice.detail["receiver"]}
    return _("The evening report of %(day)s did not reach %(name)s") % said, _page(notice)


def _page(notice) -> str:
    return f"{reverse('report_evening')}?day={notice.detail['day']}"


SENTENCES = {"evening_report.sent": sent, "evening_report.added": added, "evening_report.failed": failed}
