"""A full number, shown one at a time, each on the trail (06)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc import audit, notices
from dcc.clock import day_of, start_of
from dcc.errors import Refused
from dcc.models import TrailEntry, User
from leads.models import Lead

WARN_AT, STOP_AT = 200, 300  # numbers of one person and day: the leaders are told, and it ends


@transaction.atomic
def reveal_number(lead: Lead, *, by: User, now: datetime) -> list[str]:
    """Return the lead's numbers in full and remember who saw them. Refused without a number, and past the day's budget."""
    numbers = [number for number in (lead.phone, lead.second_phone) if number]
    if not numbers:
        raise Refused(_("%(name)s has no number any more.") % {"name": lead.name})
    today = start_of(day_of(now, lead.store.zone), lead.store.zone)
    seen = TrailEntry.objects.filter(by=by, action="lead.reveal", at__gte=today).count()
    if seen >= STOP_AT:
        raise Refused(_("%(most)d numbers shown today: that is the limit of a day. It opens again tomorrow.") % {"most": STOP_AT})
    audit.record("lead.reveal", lead, by=by, now=now)
    if seen + 1 == WARN_AT:
        for leader in User.objects.of_store(lead.store).employed().with_role("leader").exclude(pk=by.pk):
            notices.tell(leader, "lead.reveal_many", now=now, by=by.pk, count=WARN_AT)
    return numbers
