"""What pages say of a number that ends: 虚拟号 至 11-30, in red from two days before."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from leads.models import Lead

SOON = timedelta(days=2)


def ends_soon(lead: Lead, now: datetime) -> bool:
    """Whether the number of a lead ends within two days."""
    return lead.is_virtual and lead.phone_until is not None and lead.phone_until - SOON <= now


def until_words(lead: Lead) -> str:
    """Return what a virtual number is called, with the day it ends where anybody knows; "" for a real one."""
    if not lead.is_virtual:
        return ""
    return _("Virtual number until %(day)s") % {"day": f"{localtime(lead.phone_until):%m-%d}"} if lead.phone_until else _("Virtual number")
