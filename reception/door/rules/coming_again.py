"""Somebody who was registered today stands at the desk once more: they are one group, and counted once (docs/rules/trust.md#twice-is-once)."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, TrailEntry, User
from dcc.trail import audit
from leads.intake.rules.collecting import hold_door
from reception.door.rules.evidence import gather
from reception.door.rules.registration import Registration
from reception.door.rules.telling import tell_of_return
from reception.door.rules.visits import arrival_of, hold_visit
from reception.models import Visit


@transaction.atomic
def correct_group(store: Store, group: Registration, *, by: User, now: datetime) -> Visit:
    """同一次: heads and companion are corrected on the visit of today; no new visit. Refused where they have left."""
    visit, _at = _of_today(store, group, by=by, now=now)
    if visit.left_at is not None:
        raise Refused(_("They have left meanwhile. If they came back, say so."))
    told = {"heads": group.heads, "companion": group.companion or visit.companion}
    changed = [name for name, value in told.items() if value != getattr(visit, name)]
    if changed:
        Visit.objects.filter(pk=visit.pk).update(**told)
        audit.record("visit.same", visit, by=by, now=now, before=visit.heads, after=group.heads, group=changed)
    visit.refresh_from_db()
    return visit


@transaction.atomic
def come_back(store: Store, group: Registration, *, left_at: datetime | None = None, by: User, now: datetime) -> Visit:
    """走了又回来: leaving and return are noted on the visit of today; tag, basis and credit stay. A form sent twice is one return.

    `left_at`: when they went, where nobody noted it. Refused where it does not lie between arrival and return.
    """
    visit, at = _of_today(store, group, by=by, now=now)
    token = str(group.token or "")
    if token and TrailEntry.objects.filter(action="visit.return", object_type="visit", object_id=visit.pk, detail__token=token).exists():
        return visit
    left_at = visit.left_at or left_at
    if not visit.at <= (left_at or at) <= at:
        raise Refused(_("They left between their arrival and their return. Look at the times once more."))
    pair = [moment.astimezone(UTC).isoformat() if moment else None for moment in (left_at, at)]
    Visit.objects.filter(pk=visit.pk).update(left_at=None, returned=[*visit.returned, pair])
    said: dict[str, Any] = {name: moment.astimezone(store.zone).isoformat() for name, moment in (("back", at), ("left", left_at)) if moment}
    audit.record("visit.return", visit, by=by, now=now, token=token, **said)
    tell_of_return(visit, now=now)
    return visit


def _of_today(store: Store, group: Registration, *, by: User, now: datetime) -> tuple[Visit, datetime]:
    """Return the visit this person has today, held, and the moment at which they stand at the desk."""
    hold_door(store)
    at = arrival_of(store, group, by=by, now=now)
    seen = gather(store, [group.person], at=at)[0].seen(store.zone)
    if seen is None:
        raise Refused(_("They were not registered today. Look for the customer once more."))
    return hold_visit(seen), at
