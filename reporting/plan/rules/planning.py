"""The month's targets, set by the leader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dcc.errors import Refused
from dcc.models import Store, User
from dcc.reckoning.clock import day_of
from dcc.trail import audit
from reporting.figures.measures import MEASURES
from reporting.models import Target


@dataclass(frozen=True)
class Change:
    """What somebody saw in one cell, and what they want there; None: no target."""

    seen: int | None
    wanted: int | None


@transaction.atomic
def set_targets(store: Store, month: date, changes: Mapping[tuple[int | None, str], Change], *, by: User, now: datetime) -> int:
    """Set targets of one month: {(person's id, or None for the store; measure): Change}. Returns how many changed.

    Refused, and nothing changed, where somebody else changed one of them meanwhile: the sentence holds both values. And of a month that is over: what
    was reached is measured against what was planned, so only a target nobody set may still be written.
    """
    is_over = day_of(now, store.zone).replace(day=1) > month
    Store.objects.select_for_update().get(pk=store.pk)
    stored = {(target.user_id, target.measure): target for target in Target.objects.filter(store=store, month=month).select_related("user")}
    changed = 0
    for (user_id, measure), change in changes.items():
        target = stored.get((user_id, measure))
        before = target.value if target else None
        if before == change.wanted:
            continue
        if before != change.seen:
            raise Refused(_collision(measure, before, change))
        if is_over and before is not None:
            raise Refused(_("%(month)s is over: its targets stay as they were.") % {"month": f"{month:%Y-%m}"})
        _write(store, month, (user_id, measure), target, change.wanted)
        audit.record("target.set", store, by=by, now=now, month=f"{month:%Y-%m}", measure=measure, user=user_id, before=before, after=change.wanted)
        changed += 1
    return changed


def _write(store: Store, month: date, cell: tuple[int | None, str], target: Target | None, wanted: int | None) -> None:
    if wanted is None and target is not None:
        target.delete()
    elif target is not None:
        Target.objects.filter(pk=target.pk).update(value=wanted)
    elif wanted is not None:
        Target.objects.create(store=store, month=month, user_id=cell[0], measure=cell[1], value=wanted)


def _collision(measure: str, stored: int | None, change: Change) -> str:
    return _("Somebody changed %(measure)s meanwhile: it is %(stored)s now, you wrote %(wanted)s. Look at the page anew.") % {
        "measure": MEASURES[measure].label,
        "stored": "—" if stored is None else stored,
        "wanted": "—" if change.wanted is None else change.wanted,
    }
