"""A tag that was changed by mistake: whoever did it takes it back at once, while nothing was built on it (docs/rules/ledger.md#taken-back)."""

from datetime import datetime
from typing import cast

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import TrailEntry, User, taken_back
from dcc.models.annulled import Taken
from dcc.trail import audit
from leads.customer.rules.locking import hold
from leads.models import Lead
from reception.door.rules.annulling_visits import free_appointment, write_without
from reception.door.rules.leaking import settle
from reception.door.rules.taking_back import AT_ONCE, adjustment, at_once
from reception.door.rules.visits import hold_visit
from reception.models import Leakage, TagChange, Visit

KINDS = ("correction", "decision")
CREDIT = ("agent_id", "reception_id", "appointment_id")
UNSIGNED = {"settled_at": None, "outcome": "", "by": None, "reason": ""}


@transaction.atomic
def annul_change(change: TagChange, *, by: User, now: datetime) -> TagChange:
    """Take a correction or decision of one's own back within five minutes: tag, credit, lead, appointment and leakage are as before.

    Refused later (the director reverses), after a further change, where a number was corrected with it, and where somebody has built on it: a leakage
    judged, a group received that was DCC's by this change alone.
    """
    visit = hold_visit(change.visit)
    change = TagChange.every.select_for_update(of=("self",)).get(pk=change.pk)
    before = _check(visit, change, by=by, now=now)
    previous = visit.changes.filter(pk__lt=change.pk).order_by("-at", "-id").first()
    after = visit.lead_id
    taken = taken_back(by=by, now=now)
    TagChange.objects.filter(pk=change.pk).update(**taken)
    Visit.objects.filter(pk=visit.pk).update(lead_id=before, channel=None, is_first=False, **_as_before(visit, change, previous))
    _leakage_as_before(visit, change, previous, taken)
    if change.appointment_id and not _kept_before(visit, change):
        free_appointment(change.appointment_id, change.at, by=by, now=now)
    for lead in Lead.objects.filter(pk__in=[pk for pk in {before, after} if pk]):
        if write_without(hold(lead), visit, {change.at} if lead.pk != before else set(), taken):
            raise Refused(_("Somebody has worked with what this change opened. Correct the visit once more instead."))
    audit.record("tag_change.annul", visit, by=by, now=now, before=change.to_tag, after=change.from_tag, **adjustment(visit.store, visit.at))
    return change


def _check(visit: Visit, change: TagChange, *, by: User, now: datetime) -> int | None:
    """Refuse what cannot be taken back; return the lead the visit was of before."""
    if change.annulled_at is not None:
        raise Refused(_("It was taken back already."))
    if change.kind not in KINDS or not at_once(change.by_id, change.at, by=by, now=now):
        raise Refused(_("This can be undone by whoever did it, within %(minutes)d minutes.") % {"minutes": AT_ONCE.seconds // 60})
    built = Q(told_at__gte=change.at) | Q(proposed_at__gte=change.at) | Q(settled_at__gt=change.at)
    received = visit.taken_at is not None and visit.taken_at >= change.at
    if received or visit.changes.filter(pk__gt=change.pk).exists() or Leakage.objects.filter(built, visit=visit).exists():
        raise Refused(_("Somebody has worked with it since. Change the tag once more instead."))
    deeds = TrailEntry.objects.filter(object_type="visit", object_id=visit.pk, action__in=("visit.correct", "visit.decide"), at=change.at)
    deed = deeds.order_by("-id").first()
    if deed is None or "number" in deed.detail:
        raise Refused(_("The number was corrected with it. Correct the visit once more instead."))
    return deed.detail.get("lead")


def _as_before(visit: Visit, change: TagChange, previous: TagChange | None) -> dict:
    """Return what the visit says without the change: the change before, else what was set first. A name completed since stays."""
    source = {"tag": previous.to_tag, "basis": previous.basis} if previous else {"tag": visit.first_tag, "basis": visit.first_basis}
    source |= {name: getattr(previous, name) if previous else getattr(visit, f"first_{name}") for name in CREDIT}
    if change.name:
        named = visit.changes.exclude(name="").order_by("-at", "-id").first()
        source["name"] = named.name if named else visit.name if visit.identified_at else visit.first_name
    return source


def _kept_before(visit: Visit, change: TagChange) -> bool:
    return change.appointment_id == visit.first_appointment_id or visit.changes.filter(appointment_id=cast(int, change.appointment_id)).exists()


def _leakage_as_before(visit: Visit, change: TagChange, previous: TagChange | None, taken: Taken) -> None:
    """To DCC it had settled a leakage; to the showroom opened one, or opened again what the change before had settled."""
    leakages = Leakage.objects.filter(visit=visit)
    leakages.filter(settled_at=change.at, outcome="back_to_dcc").update(**UNSIGNED)
    leakages.filter(at=change.at).update(**taken)
    if change.to_tag == "showroom" and previous is not None:
        for leakage in leakages.filter(settled_at=None):
            settle(leakage, outcome="back_to_dcc", reason=previous.reason, by=cast(User, previous.by), now=previous.at)
