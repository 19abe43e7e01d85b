"""Who has built on a deed: as long as nobody has, it is taken back by whoever did it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from leads import sockets
from leads.models import Grading, Lead, Proposal, Review

WITHIN = timedelta(minutes=15)  # so long a slip that others act upon at once is taken back by whoever made it


def built_on(lead: Lead, *, after: datetime) -> tuple[User | None, datetime] | None:
    """Return who worked with a lead first after a moment, and when; None where nobody did."""
    own = (rows.filter(lead=lead, at__gt=after).select_related("by") for rows in (Grading.objects, Review.objects, Proposal.objects))
    found = [(row.by, row.at) for rows in own for row in rows]
    found += [(who, at) for tell in sockets.worked for who, at in tell(lead, after)]
    return min(found, key=lambda deed: deed[1], default=None)


def refuse_built(lead: Lead, *, after: datetime, instead: str) -> None:
    """Refuse to take back what was done at a moment, once somebody has worked with the lead after it: who, when, and what is to be done instead."""
    if built := built_on(lead, after=after):
        who, at = built
        said = {"who": who or "—", "when": f"{at.astimezone(lead.store.zone):%m-%d %H:%M}"}
        raise Refused(_("%(who)s has worked with it since, %(when)s.") % said + "\n" + instead)
