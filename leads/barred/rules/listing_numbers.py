"""Numbers are written onto the do-not-call list, many at once, and lifted by their entry (docs/rules/trust.md#do-not-call-list)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.database.bulk import chunked
from dcc.errors import Refused
from dcc.models import Store, User
from dcc.trail import audit
from leads.customer.rules.do_not_calling import lift_do_not_call, set_do_not_call
from leads.intake.rules.collecting import hold_door
from leads.models import DoNotCall, Lead
from leads.numbers.rules.blocking import blocked_among

MOST = 500  # numbers written at once


@dataclass(frozen=True)
class Written:
    """How many numbers were written, stood there already at least as long, and are erased, so that nobody takes them in anyway."""

    written: int
    stood: int
    erased: int


@transaction.atomic
def list_numbers(store: Store, numbers: Sequence[str], *, source: str, until: datetime | None, by: User, now: datetime) -> Written:
    """Put numbers on the list, customers or not: nobody calls them, no file brings them in. What is owed to a customer ends, as if it were set there."""
    if not source.strip():
        raise Refused(_("Say where the numbers come from."), about="source")
    if until is not None and until <= now:
        raise Refused(_("The day lies in the past. Choose a day ahead, or none: for good."), about="until")
    every = list(dict.fromkeys(numbers))
    if len(every) > MOST:
        raise Refused(_("At most %(most)d numbers at once.") % {"most": MOST}, about="numbers")
    hold_door(store)
    erased, stood = blocked_among(store, every), _standing(store, every, until, now)
    leads = _leads(store, every)
    wanted = [number for number in every if number not in erased and number not in stood]
    for number in wanted:
        if number in leads:
            set_do_not_call(leads[number], source=source.strip(), until=until, by=by, now=now)
        else:
            DoNotCall.objects.filter(store=store, phone=number).holding(now).update(lifted_at=now, lifted_by=by)
            DoNotCall.objects.create(store=store, phone=number, source=source.strip()[:120], at=now, until=until, by=by)
    if strangers := sum(number not in leads for number in wanted):
        audit.record("do_not_call.list", None, by=by, now=now, store=store, numbers=strangers)
    return Written(len(wanted), len(stood - erased), len(erased))


def _standing(store: Store, numbers: Sequence[str], until: datetime | None, now: datetime) -> set[str]:
    """Return those that stand on the list already, and for as long."""
    found: set[str] = set()
    for part in chunked(numbers):
        rows = DoNotCall.objects.filter(store=store, phone__in=part).holding(now).values_list("phone", "until")
        found.update(phone for phone, ends in rows if ends is None or (until is not None and ends >= until))
    return found


def _leads(store: Store, numbers: Sequence[str]) -> dict[str, Lead]:
    """Return the last lead of each number: the open one, where there is one."""
    found: dict[str, Lead] = {}
    for part in chunked(numbers):
        rows = Lead.objects.filter(store=store, phone__in=part).select_related("store").order_by("opened_at", "pk")
        found.update({lead.phone: lead for lead in sorted(rows, key=lambda lead: lead.is_open) if lead.phone})
    return found


@transaction.atomic
def lift_entry(entry: DoNotCall, *, by: User, now: datetime) -> bool:
    """Take an entry's number off the list. False if it does not hold any more."""
    lead = _leads(entry.store, [entry.phone]).get(entry.phone)
    if lead is not None:
        return lift_do_not_call(lead, by=by, now=now)
    lifted = DoNotCall.objects.filter(pk=entry.pk).holding(now).update(lifted_at=now, lifted_by=by)
    if lifted:
        audit.record("do_not_call.unlist", None, by=by, now=now, store=entry.store, numbers=1)
    return bool(lifted)
