"""Leader or director decide on a file with full numbers that somebody else asked for (docs/rules/trust.md#full-numbers-by-approval)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import User
from dcc.notices import telling
from dcc.trail import audit
from leads.exports.budget import budget_of
from leads.models import PersonExport


@transaction.atomic
def approve(export: PersonExport, *, by: User, now: datetime) -> None:
    """Approve one file. Refused for one's own, once it was decided or lapsed, and where it goes beyond the asker's numbers of the day."""
    budget = budget_of(export, now=now)
    if budget.is_over:
        said = _("%(name)s would have been shown %(count)d numbers today; %(most)d is the limit of a day.")
        raise Refused(said % {"name": export.by.name, "count": budget.after, "most": budget.most})
    _decide(export, by=by, now=now, is_approved=True)
    audit.record("export.approve", export, by=by, now=now, rows=len(export.rows))
    telling.tell(export.by, "export.approved", now=now, by=by.pk, number=export.number)


@transaction.atomic
def refuse(export: PersonExport, *, reason: str, by: User, now: datetime) -> None:
    """Refuse one file, with a reason its asker reads."""
    if not reason.strip():
        raise Refused(_("Say why not: whoever asked reads it."), about="reason")
    _decide(export, by=by, now=now, is_approved=False, reason=reason.strip()[:200])
    audit.record("export.refuse", export, by=by, now=now)
    telling.tell(export.by, "export.refused", now=now, by=by.pk, number=export.number)


def _decide(export: PersonExport, *, by: User, now: datetime, **decision) -> None:
    if export.by == by:
        raise Refused(_("Somebody else has to decide what you asked for."))
    if not PersonExport.objects.waiting(now).filter(pk=export.pk).update(decided_by=by, decided_at=now, **decision):
        raise Refused(_("It was decided, taken back or has lapsed meanwhile."))
