"""A visit called off, and what comes next (docs/rules/domain.md#nobody-stands-nowhere)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from calls.appointments.rules.appointments import cancel, move
from calls.desk.rules.finishing import Next, agree
from calls.models import Appointment
from dcc.errors import Refused
from dcc.models import User
from leads.customer.rules.locking import hold_open


@transaction.atomic
def call_off(appointment: Appointment, *, reason: str, then: Next, by: User, now: datetime) -> bool:
    """The customer does not come then; another day, a call or an application is agreed in the same deed. False if the appointment is over already.

    Refused without a reason, without a next step, from its time on, and where the lead is closed: nothing comes next.
    """
    if not reason:
        raise Refused(_("Say why they do not come."))
    if not then.kind:
        raise Refused(_("What comes next? Agree another day or a call, or apply for lost."))
    hold_open(appointment.lead)
    if then.kind == "invite" and then.at is not None:  # another day: it keeps its booker, and counts as no further invitation
        move(appointment, scheduled_for=then.at, note=then.note, though_full=then.though_full, by=by, now=now)
        Appointment.objects.filter(pk=appointment.pk).update(cancel_reason=reason[:120])
        return True
    if not cancel(appointment, reason=reason, by=by, now=now):
        return False
    agree(appointment.lead, then, by=by, now=now)
    return True
