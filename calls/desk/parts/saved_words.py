"""What a toast says after a call: what was kept, and what comes next."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from calls.desk.lead_facts import open_retry
from calls.desk.rules.finishing import Next
from calls.models import Call
from leads.models import Lead
from leads.models.review import PROPOSALS


def said_words(lead: Lead, call: Call, then: Next, now: datetime) -> str:
    """Return the two lines of the toast; of a number that is another customer's also what becomes of it."""
    said = _said(lead, call, then, now)
    if not call.real_number:
        return said
    return said.partition("\n")[0] + "\n" + _("Their number is another customer's: the data manager decides whether they are one")


def _said(lead: Lead, call: Call, then: Next, now: datetime) -> str:
    if then.kind == "invite" and then.at:
        second = _("%(name)s has been told") % {"name": then.reception.name} if then.reception else ""
        return "\n".join(filter(None, (_("Saved: %(name)s comes on %(when)s") % {"name": lead.name, "when": _when(then.at, now)}, second)))
    if then.kind == "callback" and then.at:
        return _("Saved: %(name)s is called again on %(when)s") % {"name": lead.name, "when": _when(then.at, now)}
    if then.kind == "refuses":
        return _("Saved: %(name)s is not called any more") % {"name": lead.name}
    if then.kind in dict(PROPOSALS):
        return _("Saved: %(kind)s applied for, %(name)s") % {"kind": dict(PROPOSALS)[then.kind], "name": lead.name}
    retry = None if call.connected else open_retry(lead)
    if retry is not None:
        return _("Saved: %(name)s, %(outcome)s; again %(when)s") % {"name": lead.name, "outcome": call.outcome_name, "when": _when(retry.due_at, now)}
    return _("Saved: %(name)s, %(outcome)s") % {"name": lead.name, "outcome": call.outcome_name}


def _when(moment: datetime, now: datetime) -> str:
    local = localtime(moment)
    return f"{local:%H:%M}" if local.date() == localtime(now).date() else f"{local:%m-%d %H:%M}"
