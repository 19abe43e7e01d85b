"""What goes along with a lead somebody hands over, in a few words: its order, its visit, what is owed to it, what it waits for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from dcc.frame.moment_words import days_overdue, short_day, short_moment
from dcc.reckoning.clock import WorkingHours
from leads.models import FollowUp
from leads.models.review import PROPOSALS
from leads.pool.first_response import time_left
from leads.pool.first_response_words import in_words
from reception.leaving.holding import Held
from reception.models import Order


@dataclass(frozen=True)
class Along:
    """What goes along; late: it should have been done before today, or before now."""

    words: str
    is_late: bool = False


def goes_along(held: Held, *, now: datetime, zone, hours: WorkingHours) -> Along:
    """Return the weightiest of what goes along with a lead."""
    if held.order:
        return Along(_order(held.order, now))
    if held.appointment:
        words = _("Comes %(at)s") % {"at": short_moment(held.appointment.scheduled_for, now)}
        return Along(_("%(visit)s, confirmed") % {"visit": words} if held.appointment.status == "confirmed" else words)
    if held.owed:
        return _owed(held.owed, held.days_late(now, zone), now)
    if held.proposal:
        return Along(_("Proposed as %(kind)s, to be decided") % {"kind": dict(PROPOSALS)[held.proposal]})
    return _waiting(held, now, hours)


def _order(order: Order, now: datetime) -> str:
    signed = _("Order of %(at)s") % {"at": short_day(order.at, now)}
    return _("%(order)s, due %(day)s") % {"order": signed, "day": f"{order.expected_on:%m-%d}"} if order.expected_on else signed


def _owed(owed: FollowUp, days: int, now: datetime) -> Along:
    kind = owed.get_kind_display()
    return Along(f"{days_overdue(days)} · {kind}", is_late=True) if days else Along(f"{short_moment(owed.due_at, now)} {kind}")


def _waiting(held: Held, now: datetime, hours: WorkingHours) -> Along:
    lead = held.lead
    if lead.first_call_at is None:
        left = time_left(lead.respond_by, now, hours)
        words = _("Not called yet")
        return Along(f"{words} · {in_words(left)}", is_late=left.is_late) if left else Along(words)
    if lead.ungraded_since:
        return Along(_("To be graded"))
    return Along(_("To be reviewed") if lead.review_since else _("Nothing"))
