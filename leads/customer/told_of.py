"""Whom a notice speaks of: their name and page, for whoever may see them still."""

from django.urls import reverse
from django.utils.translation import gettext as _

from dcc.models import Notice
from leads.models import NO_NAME
from leads.pool.name_search import surname


def name_of(notice: Notice) -> str:
    """Return the customer's name; of one who is a colleague's now none."""
    return notice.lead.name if notice.lead else _("A customer")


def page_of(notice: Notice, page: str = "lead") -> str:
    """Return the customer's page, or another that stands on them, "" where they may not be seen."""
    return reverse(page, args=[notice.lead_id]) if notice.lead else ""


def surname_of(name: str) -> str:
    """Return how a customer is called where others listen: by the surname at most."""
    return surname(name) if name not in ("", NO_NAME) else _("A customer")
