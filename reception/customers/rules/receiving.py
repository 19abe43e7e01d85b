"""A reception specialist goes to meet a group (我去接待), and what they learn there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from dcc.database.prepared import prepared
from dcc.errors import Refused
from dcc.models import User
from dcc.trail import audit
from reception.customers.rules.receivers import receive
from reception.door.rules.telling import tell_of_waiting
from reception.door.rules.visits import hold_lead_of
from reception.models import Step, TagChange, Visit

PATIENCE = timedelta(minutes=5)


@transaction.atomic
def take_visit(visit: Visit, *, by: User, now: datetime) -> bool:
    """Receive a DCC visit: who presses first has received it, and only that writes the lead's reception specialist.

    False if a colleague was quicker; then nothing is written. Refused where there is nothing to receive: the showroom's, gone, or changed to DCC on another
    day than it came. Where the tag was changed, whose the visit is stands on the change, which says who received it.

    See docs/rules/domain.md#receiving, #reception-specialist.
    """
    hold_lead_of(visit)
    held = Visit.objects.select_for_update(of=("self",)).filter(pk=visit.pk).first()
    if held is not None and held.taken_at is not None:
        return False
    change = held and held.changes.order_by("-at", "-id").first()
    if held is None or not Visit.objects.waiting().filter(pk=visit.pk).exists() or (change and not held.came_on_the_day_of(change.at)):
        raise Refused(_("This group does not wait for DCC any more."))
    if change:
        TagChange.objects.filter(pk=change.pk).update(reception=by)
    Visit.objects.filter(pk=visit.pk).update(taken_at=now, reception=by, first_reception=by)
    receive(cast(int, held.lead_id), by.pk)  # whose visit is DCC's has a lead
    audit.record("visit.take", visit, by=by, now=now)
    return True


@dataclass(frozen=True)
class Seen:
    """What was done with a group in the house. Test drive and quote None: they stay as they are, and as the steps of the visit say."""

    test_drive: bool | None = None
    quoted: bool | None = None
    quote: Decimal | None = None
    wechat: bool = False
    companion: str = ""
    model: str = ""


@transaction.atomic
def note_visit(visit: Visit, seen: Seen, *, by: User, now: datetime) -> bool:
    """Write down test drive, quote, 微信 and companion of a visit; what its steps say stays. False if nothing differs."""
    held = Visit.objects.select_for_update(of=("self",)).filter(pk=visit.pk).first()
    if held is None:
        raise Refused(_("This registration was taken back."))
    visit = held
    before = Seen(visit.test_drive, visit.quoted, visit.quote, visit.wechat, visit.companion, visit.model)
    if seen.quote is not None and not seen.quoted:
        raise Refused(_("A price without a quote: tick 报价."))
    seen = _with_steps(visit, seen)
    if before == seen:
        return False
    Visit.objects.filter(pk=visit.pk).update(**vars(seen))
    changed = [name for name in ("test_drive", "quoted", "wechat") if getattr(before, name) != getattr(seen, name)]
    audit.record("visit.note", visit, by=by, now=now, after=changed)
    return True


def _with_steps(visit: Visit, seen: Seen) -> Seen:
    """Let test drive and quote be what the visit says already, where nobody says them or its steps do."""
    stepped = set(Step.objects.filter(visit=visit).values_list("kind", flat=True))
    if seen.test_drive is None or "test_drive" in stepped:
        seen = replace(seen, test_drive=visit.test_drive)
    if seen.quoted is None or "quote" in stepped:
        seen = replace(seen, quoted=visit.quoted, quote=visit.quote)
    return seen


def alarm_waiting(*, now: datetime) -> int:
    """Tell all on duty and the leader of groups nobody came for within five minutes, each once, at the moment those had passed. Return how many.

    Where the tag was changed to DCC while the group was in the house, they wait from the change on.
    """
    alarmed = 0
    until = now - PATIENCE
    for visit in [*_waiting_since(until), *_waiting_since_a_change(until, until - timedelta(days=1))]:
        if visit.changed_at and not visit.came_on_the_day_of(visit.changed_at):
            continue
        since = visit.changed_at or visit.registered_at
        moment = since + PATIENCE
        untold = Q(alarmed_at=None) | Q(alarmed_at__lt=since)
        with transaction.atomic():
            if Visit.objects.waiting().filter(untold, pk=visit.pk).update(alarmed_at=moment):
                tell_of_waiting(visit, now=moment)
                alarmed += 1
    return alarmed


@prepared
def _waiting_since(moment):
    rows = Visit.objects.waiting().with_last_change().filter(alarmed_at=None, registered_at__lte=moment, changed_at=None)
    return rows.select_related("store", "lead").order_by("registered_at", "id")


@prepared
def _waiting_since_a_change(moment, at_the_earliest):
    rows = Visit.objects.waiting().with_last_change().filter(Q(alarmed_at=None) | Q(alarmed_at__lt=F("changed_at")))
    rows = rows.filter(at__gt=at_the_earliest, changed_at__lte=moment)
    return rows.select_related("store", "lead").order_by("changed_at", "id")
