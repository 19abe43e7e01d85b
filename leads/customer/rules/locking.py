"""A lead held still while a verb looks at it and changes it."""

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.database.prepared import prepared
from dcc.errors import Refused
from leads.models import Lead

AROUND = ("store", "agent", "reception", "channel")


@prepared
def _alone(pk):
    return Lead.objects.select_for_update(of=("self",)).filter(pk=pk)


@prepared
def _with_those_around(pk):
    return Lead.objects.select_for_update(of=("self",)).select_related(*AROUND).filter(pk=pk)


def hold(lead: Lead) -> Lead:
    """Return the lead as it stands now; nobody else changes it until the transaction ends: a row lock on PostgreSQL, the whole file on SQLite.

    Store, people and channel come with it: those the caller has read already as they were read, where they are the same. Refused where the lead was taken
    back meanwhile.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("hold() belongs inside a transaction")
    known = lead._state.fields_cache
    rows = _alone(lead.pk) if all(name in known for name in AROUND) else _with_those_around(lead.pk)
    if not rows:
        raise Refused(_("This registration was taken back. Look for the customer once more."))
    held = rows[0]
    for name in AROUND:
        row = known.get(name)
        if row is not None and row.pk == getattr(held, f"{name}_id"):
            setattr(held, name, row)
    return held


def hold_open(lead: Lead) -> Lead:
    """The same, refused where the purchase cycle has ended."""
    held = hold(lead)
    refuse_closed(held)
    return held


def refuse_closed(lead: Lead) -> None:
    """Refuse what is done on a lead whose purchase cycle has ended."""
    if lead.closed_at is not None:
        raise Refused(_("%(name)s is closed already: %(how)s.") % {"name": lead.name, "how": lead.get_closed_as_display()})
