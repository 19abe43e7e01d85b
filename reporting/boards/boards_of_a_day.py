"""The two pages about one day, its board and its evening report, each a tab beside the other."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import User
from dcc.people.permissions import may


def boards_of(user: User, *, here: str) -> list[dict[str, Any]]:
    """Return the tabs for whoever reads both, none for anybody else; `here`: the name of the address one is at."""
    if not may(user, "evening_report.see"):
        return []
    labels = {"daily": _("Daily board"), "report_evening": _("Evening report")}
    return [{"label": label, "url": reverse(name), "is_here": name == here} for name, label in labels.items()]
