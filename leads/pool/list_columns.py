"""The columns of the list of leads: which there are, and which somebody chose. The customer always stands first."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from dcc.models import User
from leads.models import ChosenColumns

COLUMNS = {  # in the order of the list
    "phone": _("Phone"),
    "city": _("City"),
    "model": _("Car model"),
    "channel": _("Channel"),
    "grade": _("Grade"),
    "level": _("Level"),
    "agent": _("Agent"),
    "reception": _("Reception specialist"),
    "arrival": _("Arrival"),
    "inquiries": _("Inquiries"),
    "calls": _("Calls"),
    "last_call": _("Last call"),
    "next_step": _("Next step"),
    "limit": _("First call"),
}
USUAL = ("phone", "model", "channel", "grade", "level", "agent", "arrival", "inquiries", "limit")


def known(codes: Iterable[str]) -> tuple[str, ...]:
    """Return those of some codes that are columns, in the order of the list."""
    wanted = set(codes)
    return tuple(code for code in COLUMNS if code in wanted)


def columns_of(user: User) -> tuple[str, ...]:
    """Return the columns this person chose, the usual ones where they chose none. One query."""
    codes = ChosenColumns.objects.filter(user=user).values_list("codes", flat=True).first()
    return known(codes.split(",")) if codes else USUAL
