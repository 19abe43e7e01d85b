"""A lead held still while a verb looks at it and changes it."""

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from leads.models import Lead


def hold(lead: Lead) -> Lead:
    """Return the lead as it stands now; nobody else changes it until the transaction ends: a row lock on PostgreSQL, the whole file on SQLite."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("hold() belongs inside a transaction")
    return Lead.objects.select_for_update(of=("self",)).select_related("store", "agent", "reception", "channel").get(pk=lead.pk)


def hold_open(lead: Lead) -> Lead:
    """The same, refused where the purchase cycle has ended."""
    held = hold(lead)
    if held.closed_at is not None:
        raise Refused(_("%(name)s is closed already: %(how)s.") % {"name": held.name, "how": held.get_closed_as_display()})
    return held
